/** What an XML text is made of, as it comes. Names without their namespace prefix. */
export type XmlEvents = {
  readonly open: (name: string, attributes: ReadonlyMap<string, string>) => void;
  readonly close: (name: string) => void;
  readonly text: (text: string) => void;
};

export type XmlScanner = { readonly push: (chunk: string) => void; readonly end: () => void };

/** A tag or a run of text longer than this is no spreadsheet's. */
const LONGEST = 1 << 20;

/**
 * Scans XML in pieces, cut anywhere. Made for the parts of workbooks: no document types, hence no entities but the five of
 * XML and numeric ones, nothing from outside. Throws a RangeError on a document type, on unfinished XML and on tags or texts
 * beyond a megabyte. Memory does not grow with the text.
 */
export function createXmlScanner({ open, close, text }: XmlEvents): XmlScanner {
  let rest = '';
  const scan = (last: boolean): void => {
    let at = 0;
    for (;;) {
      const tag = rest.indexOf('<', at);
      if (tag < 0) {
        const tail = rest.length - at;
        if (tail > LONGEST) throw new RangeError('a text of more than a megabyte');
        if (last && tail > 0) text(decodeXml(rest.slice(at)));
        if (last) at = rest.length;
        break;
      }
      const end = closing(rest, tag);
      if (end < 0) {
        if (rest.length - tag > LONGEST) throw new RangeError('a tag of more than a megabyte');
        if (last) throw new RangeError('the XML ends within a tag');
        if (tag > at) text(decodeXml(rest.slice(at, tag)));
        at = tag;
        break;
      }
      if (tag > at) text(decodeXml(rest.slice(at, tag)));
      element(rest.slice(tag + 1, end - 1));
      at = end;
    }
    rest = rest.slice(at);
  };
  const element = (inside: string): void => {
    if (inside.startsWith('?') || inside.startsWith('!--')) return;
    if (inside.startsWith('![CDATA[')) {
      text(inside.slice(8, -2));
      return;
    }
    if (inside.startsWith('!')) throw new RangeError('a document type or entity');
    if (inside.startsWith('/')) {
      close(local(inside.slice(1).trim()));
      return;
    }
    const empty = inside.endsWith('/');
    const body = empty ? inside.slice(0, -1) : inside;
    const space = body.search(/\s/);
    const name = local(space < 0 ? body : body.slice(0, space));
    open(name, space < 0 ? none : attributesOf(body.replace(/\s/g, ' ')));
    if (empty) close(name);
  };
  return {
    push: (chunk) => {
      rest += chunk;
      scan(false);
    },
    end: () => scan(true),
  };
}

/** Index behind the `>` that ends the construct at `tag`; -1 when it is not there yet. */
function closing(text: string, tag: number): number {
  const ends = text.startsWith('<!--', tag) ? '-->' : text.startsWith('<![CDATA[', tag) ? ']]>' : '>';
  const at = text.indexOf(ends, tag + 1);
  return at < 0 ? -1 : at + ends.length;
}

const none: ReadonlyMap<string, string> = new Map();
const local = (name: string): string => name.slice(name.indexOf(':') + 1);

function attributesOf(body: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let at = 0;
  for (;;) {
    const equals = body.indexOf('=', at);
    if (equals < 0) return found;
    const name = body.slice(body.lastIndexOf(' ', equals) + 1, equals).trim();
    let open = equals + 1;
    while (open < body.length && body[open] !== '"' && body[open] !== "'") open += 1;
    const close = body.indexOf(body[open] ?? '"', open + 1);
    if (close < 0) return found;
    found.set(local(name), decodeXml(body.slice(open + 1, close)));
    at = close + 1;
  }
}

const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * Text with the entities of XML and `_x000D_`-style escapes of spreadsheets resolved. Other entities stay as they are written.
 *
 * @example
 * decodeXml('A &amp; B &#228; &#x20AC;'); // => 'A & B ä €'
 * decodeXml('line_x000A_two'); // => 'line\ntwo'
 * decodeXml('&bomb;'); // => '&bomb;'
 */
export function decodeXml(text: string): string {
  if (!text.includes('&') && !text.includes('_x')) return text;
  return text
    .replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w+);/gi, (whole, name: string) => {
      if (!name.startsWith('#')) return named.get(name) ?? whole;
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    })
    .replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
