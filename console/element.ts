type Listeners = { readonly [type: string]: (event: Event) => void };

export type Props = {
  readonly on?: Listeners;
  readonly [attribute: string]: string | number | boolean | null | undefined | Listeners;
};

export type Child = Node | string | number | null | readonly Child[];

/**
 * One HTML element with attributes, listeners and children. Text is always text: nothing here reads markup, so no name in the
 * data can become any. `true` writes an empty attribute; `false`, null and undefined none.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'on') {
      for (const [type, listener] of Object.entries(props.on ?? {})) made.addEventListener(type, listener);
    } else if (typeof value === 'string' || typeof value === 'number') made.setAttribute(name, String(value));
    else if (value === true) made.setAttribute(name, '');
  }
  append(made, children);
  return made;
}

/** Puts children into a node in place of what it holds. */
export function fill(parent: ParentNode & Node, ...children: readonly Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null) continue;
    if (typeof child === 'string' || typeof child === 'number')
      parent.appendChild(document.createTextNode(String(child)));
    else if (child instanceof Node) parent.appendChild(child);
    else append(parent, child);
  }
}

const svgNames = 'http://www.w3.org/2000/svg';

/** A decorative mark of one path, drawn in the colour of its text. */
export function mark(path: string): SVGSVGElement {
  const svg = document.createElementNS(svgNames, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'mark');
  svg.setAttribute('aria-hidden', 'true');
  const drawn = document.createElementNS(svgNames, 'path');
  drawn.setAttribute('d', path);
  svg.appendChild(drawn);
  return svg;
}
