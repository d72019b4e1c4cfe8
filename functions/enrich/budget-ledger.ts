import * as z from 'zod';
import {
  type Cap,
  emptyLedger,
  type Ledger,
  remaining,
  reserve,
  type Spend,
  settle,
} from '../../core/provider/budget.ts';
import { KindredError } from '../shared/errors.ts';
import type { Json, ScoreStore } from '../shared/ports.ts';
import { budgetPartition, monthBudgetSort, runBudgetSort } from '../shared/score-keys.ts';

const spend = z.strictObject({ credits: z.int().nonnegative(), money_e4: z.int().nonnegative() });
/** A budget as the score store keeps it. */
export const ledgerRecord: z.ZodType<Ledger> = z.strictObject({
  settled: spend,
  open: z.record(z.string(), spend),
});

/** A reservation that holds in both budgets. */
export type Reservation = { readonly month: string; readonly month_id: string; readonly run_id: string };

/** The two budgets of a run: its own and its month's. Everything is written by compare-and-set. */
export type BudgetLedger = {
  /** What both budgets still allow. */
  readonly left: () => Promise<{ readonly credits: number; readonly money_e4: number | null }>;
  /** Reserves in both, or in neither: null when a cap would be passed. */
  readonly reserve: (amount: Spend) => Promise<Reservation | null>;
  /** Replaces a reservation by what the calls really cost. */
  readonly settle: (reservation: Reservation, amount: Spend) => Promise<void>;
};

/** Contention is between the runs of one warehouse: this many lost races mean that something else is wrong. */
const mostTries = 100;

/**
 * Opens the budgets of a run. A process that dies between reserving and settling leaves its reservation open, and an open
 * reservation counts as spent: the cap holds, and at most that one reservation is lost to it.
 *
 * @param month of a call as `YYYY-MM`, asked at each reservation
 */
export function openBudget(
  scores: ScoreStore,
  options: {
    readonly warehouse: string;
    readonly run: string;
    readonly month: () => string;
    readonly per_run: Cap;
    readonly per_month: Cap;
  },
): BudgetLedger {
  const partition = budgetPartition(options.warehouse);
  const runSort = runBudgetSort(options.run);
  const read = async (sort: string): Promise<{ readonly ledger: Ledger; readonly revision: number }> => {
    const stored = await scores.get(partition, sort);
    return stored === null
      ? { ledger: emptyLedger, revision: 0 }
      : { ledger: ledgerRecord.parse(stored.value), revision: stored.revision };
  };
  /** Changes a ledger until nobody came between; null when the change is refused. */
  const change = async (
    sort: string,
    next: (ledger: Ledger, revision: number) => Ledger | null,
  ): Promise<number | null> => {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const { ledger, revision } = await read(sort);
      const changed = next(ledger, revision);
      if (changed === null) return null;
      if (changed === ledger) return revision;
      const value: Json = { settled: { ...changed.settled }, open: { ...changed.open } };
      if (await scores.compareAndSet({ partition, sort, value }, revision)) return revision;
    }
    throw new KindredError('StoreUnavailable', [
      {
        name: `${partition}/${sort}`,
        allowed: 'a budget that can be written',
        received: `${mostTries} lost races`,
        remedy: 'try again; if it lasts, look for what else writes to this record',
      },
    ]);
  };
  /** A revision happens once, so it names a reservation. */
  const idOf = (revision: number): string => `r${revision}`;
  const reserveIn = async (sort: string, cap: Cap, amount: Spend): Promise<string | null> => {
    const revision = await change(sort, (ledger, at) => reserve(ledger, cap, idOf(at), amount));
    return revision === null ? null : idOf(revision);
  };
  const settleIn = async (sort: string, id: string, amount: Spend): Promise<void> => {
    await change(sort, (ledger) => settle(ledger, id, amount));
  };
  return {
    left: async () => {
      const ofRun = remaining((await read(runSort)).ledger, options.per_run);
      const ofMonth = remaining((await read(monthBudgetSort(options.month()))).ledger, options.per_month);
      const money = [ofRun.money_e4, ofMonth.money_e4].filter((each) => each !== null);
      return {
        credits: Math.min(ofRun.credits, ofMonth.credits),
        money_e4: money.length === 0 ? null : Math.min(...money),
      };
    },
    reserve: async (amount) => {
      const month = options.month();
      const month_id = await reserveIn(monthBudgetSort(month), options.per_month, amount);
      if (month_id === null) return null;
      const run_id = await reserveIn(runSort, options.per_run, amount);
      if (run_id !== null) return { month, month_id, run_id };
      await settleIn(monthBudgetSort(month), month_id, { credits: 0, money_e4: 0 });
      return null;
    },
    settle: async ({ month, month_id, run_id }, amount) => {
      await settleIn(runSort, run_id, amount);
      await settleIn(monthBudgetSort(month), month_id, amount);
    },
  };
}
