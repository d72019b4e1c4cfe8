import { join } from 'node:path';
import type { Account } from './accounts.ts';
import { dateOf } from './calendar.ts';
import { csvRow } from './company-columns.ts';
import { type CsvFile, createCsvFile } from './csv-file.ts';
import type { Draws } from './draws.ts';
import type { ProspectTruth } from './prospect-file.ts';

/** What is planted in Signals.csv. */
export type SignalBook = {
  readonly rows: number;
  /** Prospects that are about to buy, whether they fit or not: several fresh, strong signals each. */
  readonly in_market: readonly string[];
};

const goodNews = [
  'opens a second plant',
  'awarded a five-year supply contract',
  'expands its production line',
  'raises funds for a new facility',
  'acquires a competitor',
];
const badNews = ['announces layoffs', 'to close its oldest plant', 'restructuring after a weak year'];
const plainNews = ['names a new plant manager', 'exhibits at a trade fair', 'publishes its yearly report'];
const technologies = [
  'moved to SAP S/4HANA',
  'introduced condition monitoring',
  'new CMMS',
  'switched to Epicor',
];

/** Writes Signals.csv: many for the tenth of prospects in the market, few and stale for some others, some for customers. */
export async function writeSignalFile(
  prospects: readonly ProspectTruth[],
  accounts: readonly Account[],
  as_of: number,
  draws: Draws,
  folder: string,
): Promise<SignalBook> {
  const file = createCsvFile(join(folder, 'Signals.csv'));
  file.line('Target,Kind,Date,Value,Source');
  const in_market: string[] = [];
  let rows = 0;
  for (const { prospect_id, domain } of prospects) {
    const byDomain = domain.endsWith('.example') && draws.chance(0.2);
    const target = byDomain ? domain : prospect_id;
    const ready = draws.chance(0.1);
    const count = ready ? 2 + draws.int(4) : draws.chance(0.15) ? 1 + draws.int(2) : 0;
    if (ready) in_market.push(prospect_id);
    for (let i = 0; i < count; i++) writeSignal(file, target, ready, as_of, draws);
    rows += count;
    if (file.full()) await file.flush();
  }
  for (const account of accounts) {
    const ready = draws.chance(0.15);
    const count = ready ? 1 + draws.int(3) : draws.chance(0.1) ? 1 : 0;
    for (let i = 0; i < count; i++) writeSignal(file, account.customer_id, ready, as_of, draws);
    rows += count;
    if (draws.chance(0.06)) {
      const words = ready
        ? 'interested in a quote for next quarter'
        : 'buyer is on leave until further notice';
      file.line(
        csvRow([account.customer_id, 'sales_note', dateOf(as_of - 1 - draws.int(200)), words, 'CRM']),
      );
      rows += 1;
    }
  }
  await file.close();
  return { rows, in_market };
}

function writeSignal(file: CsvFile, target: string, ready: boolean, as_of: number, draws: Draws): void {
  const age = ready ? 1 + draws.int(75) : 60 + draws.int(420);
  const [kind, value, source] = drawSignal(ready, draws);
  file.line(csvRow([target, kind, dateOf(as_of - age), value, source]));
}

/** Kind, value and source. */
function drawSignal(ready: boolean, draws: Draws): readonly [string, string, string] {
  switch (draws.int(5)) {
    case 0: {
      const growth = Math.round(ready ? draws.between(6, 32) : draws.between(-15, 9));
      const text = draws.chance(0.5) ? `${growth}%` : (growth / 100).toFixed(2);
      return ['headcount_growth', text, 'data vendor'];
    }
    case 1:
      return ['open_roles', String(ready ? 4 + draws.int(28) : draws.int(4)), 'careers page'];
    case 2:
      return ['news', draws.pick(ready ? goodNews : draws.chance(0.4) ? badNews : plainNews), 'news feed'];
    case 3:
      return ['technology', draws.pick(technologies), 'data vendor'];
    default:
      return ['engagement', String(ready ? 2 + draws.int(9) : 1), 'web analytics'];
  }
}
