/**
 * Jaro–Winkler similarity of two texts, 0 to 1: shared characters within half the longer length, less for swapped ones,
 * more for a common start of up to four. Made for short names with typing errors; long texts all look alike to it.
 * O(n·m/2). Source: Winkler, "String comparator metrics", ASA Survey Research Methods (1990) 354–359.
 *
 * @example
 * jaroWinkler('martha', 'marhta').toFixed(4); // => '0.9611'
 * jaroWinkler('dixon', 'dicksonx').toFixed(4); // => '0.8133'
 * jaroWinkler('', 'a'); // => 0
 */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const reach = Math.max(0, (Math.max(a.length, b.length) >> 1) - 1);
  const usedA = new Uint8Array(a.length);
  const usedB = new Uint8Array(b.length);
  let shared = 0;
  for (let i = 0; i < a.length; i++) {
    const end = Math.min(b.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= end; j++) {
      if (usedB[j] === 1 || a.charCodeAt(i) !== b.charCodeAt(j)) continue;
      usedA[i] = 1;
      usedB[j] = 1;
      shared += 1;
      break;
    }
  }
  if (shared === 0) return 0;
  let swapped = 0;
  for (let i = 0, j = 0; i < a.length; i++) {
    if (usedA[i] === 0) continue;
    while (usedB[j] === 0) j += 1;
    if (a.charCodeAt(i) !== b.charCodeAt(j)) swapped += 1;
    j += 1;
  }
  const jaro = (shared / a.length + shared / b.length + (shared - swapped / 2) / shared) / 3;
  let start = 0;
  while (start < 4 && start < a.length && a.charCodeAt(start) === b.charCodeAt(start)) start += 1;
  return jaro + start * 0.1 * (1 - jaro);
}
