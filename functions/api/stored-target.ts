import { registrableDomain } from '../../core/match/registrable-domain.ts';
import type { Target } from '../../core/rank/target.ts';
import { rankSort, targetPartition } from '../shared/score-keys.ts';
import { targetRecord } from '../shared/target-record.ts';
import type { ApiPorts } from './ports.ts';
import { ApiProblem } from './problem.ts';
import type { PublishedRun } from './published-run.ts';
import { readTargetIndex } from './target-index-reader.ts';

/** Which listed company is meant. */
export type StoredLead = { readonly target_id: string } | { readonly domain: string };

/** A listed target of a run by its id or registrable domain: what is stored, never a paid call. `not_found` for any other. */
export async function storedTarget(ports: ApiPorts, run: PublishedRun, lead: StoredLead): Promise<Target> {
  const { columns } = await readTargetIndex(ports, run);
  const wanted = 'domain' in lead ? registrableDomain(lead.domain) : null;
  const row =
    'target_id' in lead
      ? columns.target_id.indexOf(lead.target_id)
      : columns.domain.findIndex(
          (domain) => wanted !== null && typeof domain === 'string' && registrableDomain(domain) === wanted,
        );
  const list = columns.list[row];
  const rank = Number(columns.rank[row]);
  const item =
    row < 0
      ? null
      : await ports.scores.get(
          targetPartition(run.state.warehouse, run.run, String(list), rank),
          rankSort(rank),
        );
  if (item === null) throw new ApiProblem('not_found', 'no listed target of this run has this id or domain');
  return targetRecord.parse(item.value);
}
