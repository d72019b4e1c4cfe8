import type { LearningData } from '../../core/learn/outcome.ts';
import type { Identity } from '../../core/match/identity.ts';
import type { CustomerStanding } from '../../core/match/pools.ts';
import type { ValueDocument } from '../../core/value/value-document.ts';
import { findLapsed, fittedBuying, type WinBack } from '../../core/value/win-back.ts';
import { readLabels, readRollups } from '../shared/run-tables.ts';
import type { Settings } from '../shared/settings.ts';
import type { StepTables } from '../shared/step-tables.ts';

/** What the orders say of each customer: who is best, who lapsed, what it was worth. */
export type CustomerPast = {
  readonly winBack: readonly WinBack[];
  readonly standing: ReadonlyMap<string, CustomerStanding>;
};

/** Reads rollups and labels of both windows and settles each customer's standing. */
export async function customerPast(
  tables: StepTables,
  customers: readonly Identity[],
  settings: Settings,
  value: ValueDocument | null,
  outcomes: LearningData | null,
): Promise<CustomerPast> {
  const tried = (outcomes?.matured ?? []).filter((outcome) => outcome.pool === 'win-back');
  const attempts = { contacted: tried.length, won: tried.filter(({ outcome }) => outcome === 'won').length };
  const rollups = [...(await readRollups(tables, 'label')), ...(await readRollups(tables, 'feature'))];
  const winBack = findLapsed(rollups, {
    inactivity: settings.inactivity,
    ...fittedBuying(value),
    ...(attempts.contacted === 0 ? {} : { attempts }),
  });
  const past = new Map(winBack.map((row) => [row.customer_id, row]));
  const best = new Set(
    (await readLabels(tables)).flatMap((label) => (label.label === 1 ? [label.customer_id] : [])),
  );
  const standing = new Map(
    customers.map(({ id }) => {
      const row = past.get(id);
      return [
        id,
        {
          best: best.has(id),
          ever_ordered: row !== undefined,
          lapsed: row?.lapsed ?? false,
          past_value_e4: row === undefined ? null : (row.past_margin_e4 ?? row.past_revenue_e4),
        },
      ];
    }),
  );
  return { winBack, standing };
}
