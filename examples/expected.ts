import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buyingStyles } from './buying-style.ts';
import { generateTenant } from './generate.ts';
import type { PlantedTruth } from './planted-truth.ts';
import { quoteEffects } from './quote-file.ts';

/** The seed of the sample tenant that documents and demonstrations speak of. */
export const sampleSeed = 42;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
/** 1234567 → "1,234,567". */
const grouped = (whole: number): string => String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
const dollars = (cents: number): string =>
  `${grouped(Math.floor(cents / 100))}.${String(cents % 100).padStart(2, '0')}`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** The text of EXPECTED.md for a tenant: everything planted in it, with what it came to. */
export function expectedText(truth: PlantedTruth): string {
  const byStyle = Object.entries(buyingStyles).map(([style, { words }]) => {
    const all = Object.values(truth.styles).filter((one) => one === style).length;
    const best = truth.best.filter((id) => truth.styles[id] === style).length;
    return [style, grouped(all), String(best), words];
  });
  const ordered = Object.keys(truth.styles).length;
  const hiddenBy = (how: string): number => truth.hidden.filter((entry) => entry.known_by === how).length;
  return `# What is true of the sample tenant

Seed ${truth.seed}. Written by \`node examples/expected.ts --write\`; a test compares this page with a fresh tenant. Nothing of it
stands in the files a run reads. An invented distributor of industrial supplies: pumps, seals, valves and what keeps plants
running. ${truth.months} months up to and without ${truth.as_of}, which is the as-of date.

## Rows

${table(
  ['file', 'rows', 'dirty rows'],
  Object.entries(truth.rows).map(([file, rows]) => [file, grouped(rows), dirtWords(truth, file)]),
)}

Dirty rows come on top of the rows counted, except bad dates in Payments.csv, line breaks in names and bad numbers in
Prospects.csv, which spoil a field of a good row. ${percent(0.2)} of each firmographic field is empty, ${percent(0.12)} of websites,
${percent(0.05)} of addresses. Customers.csv and Payments.csv have CRLF, Customers.csv a byte order mark and thousands separators.

Revenue ${dollars(truth.money.revenue_cents)}, margin ${dollars(truth.money.margin_cents)}, returns ${dollars(truth.money.returned_cents)} (USD; without
the orders of customers that are in no file, ${dollars(truth.money.unknown_customer_cents)}). ${truth.money.negative_margin_customers} customers have a negative margin.

## Best customers

${grouped(truth.rows['Customers.csv'] ?? 0)} accounts, ${grouped(ordered)} with an order; ${truth.never_ordered.length} never ordered. The top fifth by margin after returns: ${truth.best.length} customers with
${percent(truth.money.best_net_margin_e4 / truth.money.net_margin_e4)} of it.

What makes a customer good, with what it came to here (best customers against the rest, missing values known):

${table(
  ['trait', 'seen in', 'share of customers', 'among best', 'among the rest', 'lift'],
  truth.traits.map((trait) => [
    trait.words,
    trait.population === 'both' ? 'customers and prospects' : 'customers',
    percent(trait.prevalence),
    percent(trait.rate_best),
    percent(trait.rate_rest),
    trait.lift.toFixed(2),
  ]),
)}

The rest is chance and tenure. Decoys without an effect of their own:

${table(
  ['column', 'kind', 'moves with'],
  truth.decoys.map((decoy) => [decoy.feature, decoy.kind, decoy.with ?? 'nothing']),
)}

## Archetypes

${table(['buying style', 'customers', 'best', 'how it buys, and who'], byStyle)}

## Lapsed customers

${truth.lapsed.length} good customers have been silent for at least four of their own median gaps. ${grouped(truth.buying.length)} customers are still buying; the
others faded away earlier or are too small to call.

## Prospects

${grouped(truth.net_new)} companies are truly net-new; ${truth.fits.length} of them (${percent(truth.fits.length / truth.net_new)}) truly fit: the highest worth by the traits above, less what
a missing prerequisite costs, plus a part that no file shows. Nearly every customer meets the prerequisites, good or not, so only
the comparison with the market can find them:

${truth.prerequisites.map((needed) => `- ${needed.words}`).join('\n')}

${table(
  ['trait', 'among net-new prospects', 'among those that fit'],
  truth.traits
    .filter((trait) => trait.rate_fits !== null && trait.rate_prospects !== null)
    .map((trait) => [trait.words, percent(trait.rate_prospects ?? 0), percent(trait.rate_fits ?? 0)]),
)}

Whoever knew every effect and saw only the file would have ${percent(truth.ceiling.precision_at_100)} of its first 100 and ${percent(truth.ceiling.precision_at_500)} of its first 500
right; drawing at random gives ${percent(truth.fits.length / truth.net_new)}.

- ${truth.hidden.length} prospects are existing customers: ${hiddenBy('domain')} under the customer's domain, ${hiddenBy('name')} without a domain under a variant of its name.
- ${truth.duplicates.length} prospects repeat an earlier row.
- ${truth.namesakes.length} prospects share a customer's name and nothing else: another state, another domain. They are not customers.
- ${grouped(truth.in_market.length)} rows are in the market, whether they fit or not: fresh hiring, growth, news, visits in Signals.csv.

## Quotes

${grouped(truth.quotes.rows)} quotes: ${grouped(truth.quotes.won)} won, ${grouped(truth.quotes.lost)} lost, ${grouped(truth.quotes.open)} open. Log-odds of winning: ${quoteEffects.base}, ${quoteEffects.per_response_day} a day until the
answer, ${quoteEffects.competitor_named} with a named competitor, ${quoteEffects.per_doubling} for each doubling against the usual order, and ±${quoteEffects.customer_spread} by customer.
`;
}

function dirtWords(truth: PlantedTruth, file: string): string {
  const found = Object.entries(truth.dirt).find(([name]) => name === file)?.[1] ?? {};
  return Object.entries(found)
    .map(([kind, count]) => `${count} ${kind.replaceAll('_', ' ')}`)
    .join(', ');
}

/** Generates the sample tenant in a folder of its own, which is removed again, and gives its truth. */
export async function sampleTruth(seed: number): Promise<PlantedTruth> {
  const folder = await mkdtemp(join(tmpdir(), 'kindred-sample-'));
  try {
    return await generateTenant({ seed }, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const text = expectedText(await sampleTruth(sampleSeed));
  if (process.argv.includes('--write')) await writeFile(join(import.meta.dirname, 'EXPECTED.md'), text);
  else process.stdout.write(text);
}
