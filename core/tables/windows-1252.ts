/** What windows-1252 has at 0x80–0x9F; the five unassigned bytes stay control characters, as browsers read them. */
const upper =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/**
 * Text of windows-1252 bytes, which covers latin-1: one character per byte, so any cut is safe.
 *
 * @example
 * decodeWindows1252([77, 0xfc, 108, 0x80]); // => 'Mül€'
 */
export function decodeWindows1252(bytes: ArrayLike<number>): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    text += byte >= 0x80 && byte < 0xa0 ? (upper[byte - 0x80] ?? '') : String.fromCharCode(byte);
  }
  return text;
}
