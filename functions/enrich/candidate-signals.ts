import type { Identity } from '../../core/match/customer-matches.ts';
import { registrableDomain } from '../../core/match/registrable-domain.ts';
import { noteOnFile, noteTopics, topicMark } from '../../core/rank/note-lexicon.ts';
import { type CandidateSignal, type SignalKind, signalKindOf } from '../../core/rank/signal.ts';
import type { Cell } from '../shared/ports.ts';
import { columnOrNull, type StepTables } from '../shared/step-tables.ts';

export type SignalReading = {
  readonly signals: readonly CandidateSignal[];
  readonly unmatched: number;
  readonly unknown_kind: number;
};

/**
 * Signals of the candidates, joined by id or else by domain (a domain shared by several candidates gives each the signal),
 * not newer than the as-of date; quotes decided in the last two years are signals too. Of a sales note only its topics are kept. What matches nobody, or is of a kind Kindred does not know, is counted.
 */
export async function readSignals(
  tables: StepTables,
  candidates: readonly Identity[],
  asOf: string,
): Promise<SignalReading> {
  const quotes = await quoteSignals(tables, new Set(candidates.map(({ id }) => id)), asOf);
  if (!tables.columns.has('signals')) return { signals: quotes, unmatched: 0, unknown_kind: 0 };
  const rows = await tables.engine.query(
    `SELECT target, ${columnOrNull(tables, 'signals', 'kind')}, CAST(date AS VARCHAR) AS date, ${columnOrNull(tables, 'signals', 'value')}, ${columnOrNull(tables, 'signals', 'source')}
     FROM signals WHERE date < DATE '${asOf}' ORDER BY ALL`,
  );
  const ids = new Set(candidates.map((candidate) => candidate.id));
  const byDomain = new Map<string, string[]>();
  for (const candidate of candidates) {
    const domain = candidate.domain === null ? null : registrableDomain(candidate.domain);
    if (domain !== null) byDomain.set(domain, [...(byDomain.get(domain) ?? []), candidate.id]);
  }
  const signals: CandidateSignal[] = [...quotes];
  let unmatched = 0;
  let unknownKind = 0;
  for (const row of rows) {
    const target = String(row['target']);
    const kind = signalKindOf(String(row['kind'] ?? ''));
    if (kind === null) {
      unknownKind += 1;
      continue;
    }
    const owners = ids.has(target) ? [target] : (byDomain.get(registrableDomain(target) ?? '') ?? []);
    if (owners.length === 0) unmatched += 1;
    for (const candidate_id of owners) {
      signals.push({
        candidate_id,
        kind,
        date: String(row['date']),
        value: storedValue(kind, row['value']),
        source: row['source'] === null ? null : String(row['source']),
      });
    }
  }
  return { signals, unmatched, unknown_kind: unknownKind };
}

/** A note's text stays in the file it came in: what is stored of it is topics. */
function storedValue(kind: SignalKind, value: Cell | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (kind !== 'sales_note') return String(value);
  const topics = noteTopics(String(value));
  return topics.length === 0 ? noteOnFile : topics.join(topicMark);
}

/** Quotes of candidates: won, lost, or open, of the last 730 days; dated when they were decided, else made. */
async function quoteSignals(
  tables: StepTables,
  candidates: ReadonlySet<string>,
  asOf: string,
): Promise<CandidateSignal[]> {
  const known = tables.columns.get('quotes') ?? [];
  if (!known.includes('customer_id') || !known.includes('created_date')) return [];
  const rows = await tables.engine.query(
    `SELECT customer_id, CAST(CASE WHEN won IS NULL OR close_date IS NULL OR close_date >= DATE '${asOf}' THEN created_date ELSE close_date END AS VARCHAR) AS decided, won, stage FROM
      (SELECT customer_id, created_date, ${columnOrNull(tables, 'quotes', 'close_date', 'DATE')}, ${columnOrNull(tables, 'quotes', 'won', 'BOOLEAN')}, ${columnOrNull(tables, 'quotes', 'stage')},
        created_date AS made FROM quotes) q
     WHERE created_date < DATE '${asOf}' AND created_date >= DATE '${asOf}' - 730 ORDER BY ALL`,
  );
  return rows.flatMap((row): CandidateSignal[] => {
    const candidate_id = String(row['customer_id']);
    if (!candidates.has(candidate_id)) return [];
    const won = row['won'];
    const stage = typeof row['stage'] === 'string' ? row['stage'] : '';
    const value = won === true ? 'won' : won === false ? 'lost' : stage === '' ? 'open' : stage;
    return [{ candidate_id, kind: 'quote', date: String(row['decided']), value, source: 'quotes' }];
  });
}
