/** How lines end, outside quotes. */
export type LineEnds = '\n' | '\r\n' | '\r' | 'mixed';

/**
 * The quote of a text: the double quote, unless cells begin and end with apostrophes on every line and more often than with
 * double quotes. Apostrophes in single cells, or before a number, are text.
 *
 * @example
 * quoteOf("'a','b'\n'c','say \"d\"'\n"); // => "'"
 * quoteOf("id,zip\n1,'75008\n"); // => '"'
 * quoteOf("id,note\n1,'so called'\n"); // => '"'
 */
export function quoteOf(text: string): '"' | "'" {
  const quoted = (mark: string): number =>
    text.match(new RegExp(`(^|[,;|\\t\\n\\r])[ ]*${mark}[^${mark}\\r\\n]*${mark}(?=[,;|\\t\\r\\n]|$)`, 'g'))
      ?.length ?? 0;
  const lines = text.match(/[^\r\n]+/g)?.length ?? 0;
  const singles = quoted("'");
  return singles > 0 && singles >= lines && singles > quoted('"') ? "'" : '"';
}

/**
 * How quotes inside quoted cells are written: doubled, or behind a backslash. An empty quoted cell is no doubled quote.
 *
 * @example
 * escapeOf('"say \\"hi\\"",""\n', '"'); // => '\\'
 * escapeOf('"say ""hi""",""\n', '"'); // => '"'
 */
export function escapeOf(text: string, quote: string): string {
  const backslashed = new RegExp(`\\\\${quote}[^,;|\\t\\r\\n]`).test(text);
  const doubled = new RegExp(`[^,;|\\t\\r\\n${quote}]${quote}${quote}[^,;|\\t\\r\\n]`).test(text);
  return backslashed && !doubled ? '\\' : quote;
}

/**
 * How the lines of a text end; line ends inside quotes do not count.
 *
 * @example
 * lineEndsOf('a,b\r\n"1\n2",3\r\n', '"'); // => '\r\n'
 * lineEndsOf('a\rb\r', '"'); // => '\r'
 * lineEndsOf('a\nb\r\n', '"'); // => 'mixed'
 */
export function lineEndsOf(text: string, quote: string): LineEnds {
  const mark = quote.charCodeAt(0);
  let quoted = false;
  let pairs = 0;
  let feeds = 0;
  let returns = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === mark) quoted = !quoted;
    else if (quoted) continue;
    else if (code === 13) {
      if (text.charCodeAt(at + 1) === 10) {
        pairs += 1;
        at += 1;
      } else returns += 1;
    } else if (code === 10) feeds += 1;
  }
  const kinds = [pairs, feeds, returns].filter((count) => count > 0).length;
  if (kinds > 1) return 'mixed';
  return pairs > 0 ? '\r\n' : returns > 0 ? '\r' : '\n';
}

/**
 * Delimiters worth trying on a text. A blank or a colon is one only where quoted cells stand around it from the first line on.
 *
 * @example
 * delimitersIn('a,b\n'); // => [',', ';', '\t', '|']
 * delimitersIn('"a" "b" "c"\n'); // => [',', ';', '\t', '|', ' ']
 */
export function delimitersIn(text: string): readonly string[] {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const between = (mark: string): boolean =>
    new RegExp(`^\\ufeff?(["'])[^"']*\\1(${mark}\\1[^"']*\\1)+$`).test(line);
  return [',', ';', '\t', '|', ...(between(' ') ? [' '] : []), ...(between(':') ? [':'] : [])];
}
