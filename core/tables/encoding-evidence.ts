/** What the bytes above ASCII of a text look like. */
export type EncodingEvidence = {
  /** Well-formed UTF-8 characters of several bytes. */
  readonly characters: number;
  /** Bytes that no UTF-8 character has in their place. */
  readonly strays: number;
  /** Strays that windows-1252 has as letters, beside an ASCII letter or another such byte. */
  readonly letters: number;
};

/**
 * Weighs the bytes of a text that is not valid UTF-8. Cut the text anywhere: a character cut in two counts as strays, which
 * one block of many kilobytes does not mind.
 *
 * @example
 * encodingEvidence([77, 0xfc, 108, 108, 101, 114]); // => { characters: 0, strays: 1, letters: 1 }
 * encodingEvidence([0xc3, 0xbc, 44, 0xff, 44]); // => { characters: 1, strays: 1, letters: 0 }
 */
export function encodingEvidence(bytes: ArrayLike<number>): EncodingEvidence {
  let characters = 0;
  let strays = 0;
  let letters = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) continue;
    const more =
      byte >= 0xf0 && byte < 0xf5 ? 3 : byte >= 0xe0 && byte < 0xf0 ? 2 : byte >= 0xc2 && byte < 0xe0 ? 1 : 0;
    let followed = 0;
    while (followed < more && ((bytes[at + followed + 1] ?? 0) & 0xc0) === 0x80) followed += 1;
    if (more > 0 && followed === more) {
      characters += 1;
      at += more;
      continue;
    }
    strays += 1;
    if (isLetter(byte) && (isAsciiLetter(bytes[at - 1]) || isAsciiLetter(bytes[at + 1]))) letters += 1;
  }
  return { characters, strays, letters };
}

const isLetter = (byte: number): boolean => byte >= 0xc0 && byte !== 0xd7 && byte !== 0xf7 && byte !== 0xff;
const isAsciiLetter = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122));

/**
 * Which encoding a text that is not valid UTF-8 is in: windows-1252 when its strays read as letters and it has hardly any
 * UTF-8 characters; else UTF-8 with damaged rows.
 *
 * @example
 * likelyEncoding({ characters: 0, strays: 12, letters: 11 }); // => 'windows-1252'
 * likelyEncoding({ characters: 40, strays: 1, letters: 1 }); // => 'utf-8'
 * likelyEncoding({ characters: 0, strays: 1, letters: 0 }); // => 'utf-8'
 */
export function likelyEncoding({ characters, strays, letters }: EncodingEvidence): 'utf-8' | 'windows-1252' {
  return letters * 2 >= strays && strays > characters ? 'windows-1252' : 'utf-8';
}
