import { legalForms } from './legal-forms.ts';

/** Letters that Unicode decomposition leaves whole, as people type them without accents. */
const folded: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ŋ: 'n',
};

const byLastWord = new Map<string, readonly (readonly string[])[]>();
for (const form of [...legalForms].sort(
  (a, b) => b.split(' ').length - a.split(' ').length || (a < b ? -1 : 1),
)) {
  const words = form.split(' ');
  const last = words.at(-1) ?? '';
  byLastWord.set(last, [...(byLastWord.get(last) ?? []), words]);
}

/**
 * A company name as an identity key: accents and case folded, "&" and "+" read as "and", punctuation as spaces, a leading
 * "the" and legal forms at the end dropped. Idempotent, and never empty for a name that has a letter or digit.
 *
 * When not to use it: as proof that two companies are the same. Equal keys are evidence to be joined with a place or a
 * domain; see {@link file://./customer-matches.ts}.
 *
 * @example
 * companyNameKey('Müller & Söhne GmbH & Co. KG'); // => 'muller and sohne'
 * companyNameKey('THE Acme Co., Inc.'); // => 'acme'
 * companyNameKey('Limited Co'); // => 'limited'
 */
export function companyNameKey(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøđðłþıħŋ]/g, (letter) => folded[letter] ?? letter)
    .replace(/\p{Cf}+/gu, '')
    .replace(/[&+]/g, ' and ')
    .replace(/['’`´.](?=\p{L}\b)|['’`´]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  let words = plain === '' ? [] : plain.split(' ');
  for (let before = -1; before !== words.length; ) {
    before = words.length;
    if (words.length > 1 && words[0] === 'the') words = words.slice(1);
    words = withoutLegalForm(words);
    while (words.length > 1 && words.at(-1) === 'and') words = words.slice(0, -1);
  }
  return words.join(' ');
}

function withoutLegalForm(words: readonly string[]): string[] {
  for (const form of byLastWord.get(words.at(-1) ?? '') ?? []) {
    const start = words.length - form.length;
    if (start >= 1 && form.every((word, index) => words[start + index] === word))
      return words.slice(0, start);
  }
  return [...words];
}
