/** Text that is markup already; made by {@link html} and {@link raw} only. */
export type Html = { readonly markup: string };

type Part = string | number | Html | null | readonly Part[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in markup and in quoted attributes; control characters are dropped. */
export function escapeHtml(text: string): string {
  return text
    .replace(/\p{Cc}|\p{Bidi_Control}/gu, (character) => ('\t\n\r'.includes(character) ? character : ''))
    .replace(/[&<>"']/g, (character) => escapes[character] ?? '');
}

function markupOf(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(markupOf).join('');
}

/**
 * Markup with every value escaped unless it is markup itself; lists are joined, null is nothing.
 *
 * @example
 * html`<b>${'a < b'}</b>`.markup; // => '<b>a &lt; b</b>'
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return {
    markup: strings
      .map((text, index) => text + (index < parts.length ? markupOf(parts[index] ?? null) : ''))
      .join(''),
  };
}

/** Vouches for text written by the program itself (styles, scripts, path data). */
export const raw = (markup: string): Html => ({ markup });
