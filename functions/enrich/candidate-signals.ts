import type { Identity } from '../../core/match/customer-matches.ts';
import { registrableDomain } from '../../core/match/registrable-domain.ts';
import { type CandidateSignal, signalKindOf } from '../../core/rank/signal.ts';
import { columnOrNull, type StepTables } from '../shared/step-tables.ts';

export type SignalReading = {
  readonly signals: readonly CandidateSignal[];
  readonly unmatched: number;
  readonly unknown_kind: number;
};

/**
 * Signals of the candidates, joined by id or else by domain (a domain shared by several candidates gives each the signal),
 * not newer than the as-of date. What matches nobody, or is of a kind Kindred does not know, is counted.
 */
export async function readSignals(
  tables: StepTables,
  candidates: readonly Identity[],
  asOf: string,
): Promise<SignalReading> {
  if (!tables.columns.has('signals')) return { signals: [], unmatched: 0, unknown_kind: 0 };
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
  const signals: CandidateSignal[] = [];
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
        value: row['value'] === null ? null : String(row['value']),
        source: row['source'] === null ? null : String(row['source']),
      });
    }
  }
  return { signals, unmatched, unknown_kind: unknownKind };
}
