import { legalForms } from './legal-forms.ts';
import { isPlaceRemark, isRegionCode } from './place-names.ts';

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

/** Two names in one: "Smith Holdings LLC d/b/a Quick Lube". The name after it is the one customers know. */
const tradingAs =
  /(?:^|\s)(?:d\s*[/.]\s*b\s*[/.]\s*a\.?|dba|t\/a|doing business as|trading as)(?=\s|:|$)[:\s]*/i;

/**
 * A company name as an identity key: accents and case folded, "&" and "+" read as "and", punctuation as spaces, a "the" at
 * either end and legal forms at the end dropped. Also dropped at the end: a country or state in parentheses, the state code that
 * registers write ("Corp /DE/", "Inc., OH"), "a Delaware corporation". Of "A d/b/a B" the name in use, B, is taken. Leading
 * zeros of a number do not count. Idempotent, and never empty for a name that has a letter or digit.
 *
 * When not to use it: as proof that two companies are the same. Equal keys are evidence to be joined with a place or a
 * domain; see {@link file://./link-companies.ts}.
 *
 * @example
 * companyNameKey('Müller & Söhne GmbH & Co. KG'); // => 'muller and sohne'
 * companyNameKey('THE Acme Co., Inc. (USA)'); // => 'acme'
 * companyNameKey('Smith Holdings LLC d/b/a Quick Lube #007'); // => 'quick lube 7'
 * companyNameKey('Limited Co'); // => 'limited'
 */
export function companyNameKey(name: string): string {
  const compatible = name.normalize('NFKC');
  const parts = compatible.split(tradingAs);
  const inUse = parts.findLast((part) => /[\p{L}\p{N}]/u.test(part)) ?? compatible;
  let words = withoutEndings(plainWords(withoutRemarks(inUse)));
  // A remark that was the whole name is the name.
  if (words.length === 0) words = withoutEndings(plainWords(inUse));
  const key = words.join(' ');
  return tradingAs.test(key) && key !== name ? companyNameKey(key) : key;
}

/** What stands behind a name in parentheses or between slashes, and its register entry in words. */
function withoutRemarks(name: string): string {
  let text = name.trim();
  if (!/[(/,]/.test(text)) return text;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/\s*\(([^()]*)\)[\s.,]*$/u, (whole, remark: string) =>
      isPlaceRemark(remark) ? '' : whole,
    );
    text = text.replace(/\s*\/[A-Z]{2,4}\/?$/u, (whole) =>
      isRegionCode(whole.replace(/[^A-Za-z]/g, '').toLowerCase()) || /new/i.test(whole) ? '' : whole,
    );
    text = text.replace(
      /,\s+an?\s+(\p{L}+(?:\s\p{L}+)?)\s+(?:corporation|company|limited liability company|partnership)$/iu,
      (whole, place: string) => (isPlaceRemark(place) ? '' : whole),
    );
  }
  return text;
}

function plainWords(name: string): string[] {
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
  return plain === '' ? [] : plain.split(' ').map((word) => word.replace(/^0+(?=\d+$)/, ''));
}

function withoutEndings(all: readonly string[]): readonly string[] {
  let words = all;
  for (let before = -1; before !== words.length; ) {
    before = words.length;
    if (words.length > 1 && words[0] === 'the') words = words.slice(1);
    if (words.length > 1 && words.at(-1) === 'the') words = words.slice(0, -1);
    words = withoutLegalForm(words);
    if (words.length > 2 && isRegionCode(words.at(-1) ?? '')) {
      const name = words.slice(0, -1);
      const bare = withoutLegalForm(name);
      if (bare.length < name.length) words = bare;
    }
    while (words.length > 1 && words.at(-1) === 'and') words = words.slice(0, -1);
  }
  return words;
}

function withoutLegalForm(words: readonly string[]): readonly string[] {
  for (const form of byLastWord.get(words.at(-1) ?? '') ?? []) {
    const start = words.length - form.length;
    if (start >= 1 && form.every((word, index) => words[start + index] === word))
      return words.slice(0, start);
  }
  return words;
}
