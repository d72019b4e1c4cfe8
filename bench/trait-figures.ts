import { coverageAt, nullTables, powerAt, unguarded } from './trait-error-rates.ts';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The figures of docs/methods/traits.md as Markdown. Seeded: the same text on every machine. A few seconds. */
export function traitFigures(): string {
  const nulls = nullTables(500);
  const allowed = 0.1 + 2 * Math.sqrt((0.1 * 0.9) / 500);
  const loose = unguarded(100);
  const power = [0.1, 0.15, 0.2, 0.25, 0.3, 0.4].map((prevalence) => {
    const { found, strongest, noise } = powerAt(prevalence, 100);
    const best = (2 * prevalence) / 1.2;
    return `| ${percent(prevalence)} | ${percent(best)} against ${percent(best / 2)} | ${percent(found)} | ${percent(strongest)} | ${percent(noise)} |`;
  });
  const coverage = [1, 1.5, 2, 3].map((lift) => {
    const { mean, covered } = coverageAt(lift, 500);
    return `| ${lift.toFixed(1)} | ${mean.toFixed(2)} | ${percent(covered)} |`;
  });
  return [
    `**False findings.** 500 tables of 400 companies, 80 of them best, with 14 features that have nothing to do with it (on average ${nulls.tried.toFixed(0)} traits tried): ${percent(nulls.share)} of the tables show any trait at q ≤ 0.10; at most ${percent(allowed)} may. Without a test, 200 unrelated traits among 200 companies give ${loose.announced.toFixed(0)} that are "1.5 times as frequent" or more, and the largest ratio is ${loose.largest.toFixed(1)}.`,
    '',
    '**Found traits.** The same tables with six true traits of lift 2 (100 tables a row):',
    '',
    '| held by | best against rest | found at q ≤ 0.10 | among the strongest | tables with noise among the strongest |',
    '| --- | --- | --- | --- | --- |',
    ...power,
    '',
    '**Intervals.** One trait held by 30 %, 500 tables a row:',
    '',
    '| true lift | mean shrunken lift | 95 % interval holds the truth |',
    '| --- | --- | --- |',
    ...coverage,
  ].join('\n');
}
