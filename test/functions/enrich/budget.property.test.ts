import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { committed, emptyLedger, type Ledger, type Spend } from '../../../core/provider/budget.ts';
import { type BudgetLedger, ledgerRecord, openBudget } from '../../../functions/enrich/budget-ledger.ts';
import { type Job, openLine } from '../../../functions/enrich/provider-line.ts';
import type { Provider } from '../../../functions/enrich/providers/provider.ts';
import { NoReply, type ProviderWorld } from '../../../functions/enrich/providers/provider-world.ts';
import { providers } from '../../../functions/enrich/providers/registry.ts';
import type { ScoreStore } from '../../../functions/shared/ports.ts';
import { budgetPartition, monthBudgetSort, runBudgetSort } from '../../../functions/shared/score-keys.ts';
import { openSqliteScores } from '../../../functions/shared/stores/sqlite-scores.ts';

/** The process is gone: nothing it had under way goes on. */
class Died extends Error {}

/** A life that ends at its n-th effect, before or after it happens. */
function lifeOf(effects: number, afterwards: boolean) {
  let left = effects;
  let dead = false;
  return async <T>(effect: () => T | Promise<T>): Promise<T> => {
    if (dead) throw new Died();
    left -= 1;
    const last = left === 0;
    if (last && !afterwards) {
      dead = true;
      throw new Died();
    }
    const result = await effect();
    if (last) {
      dead = true;
      throw new Died();
    }
    return result;
  };
}

type Life = ReturnType<typeof lifeOf>;

const mortalScores = (scores: ScoreStore, life: Life): ScoreStore => ({
  get: (partition, sort) => life(() => scores.get(partition, sort)),
  putIfAbsent: (item) => life(() => scores.putIfAbsent(item)),
  compareAndSet: (item, expected) => life(() => scores.compareAndSet(item, expected)),
  batchPut: (items) => life(() => scores.batchPut(items)),
  queryPrefix: (partition, prefix, page) => life(() => scores.queryPrefix(partition, prefix, page)),
  delete: (partition, sort) => life(() => scores.delete(partition, sort)),
});

/** What one question costs, and how the provider takes it. */
const question = fc.record({
  most: fc.integer({ min: 0, max: 12 }),
  share: fc.integer({ min: 0, max: 12 }),
  fate: fc.constantFrom('answered', 'answered', 'answered', 'lost', 'down', 'limited', 'unknown'),
});

const world = fc.record({
  questions: fc.array(question, { minLength: 1, maxLength: 40 }),
  concurrency: fc.integer({ min: 1, max: 8 }),
  perRun: fc.integer({ min: 0, max: 120 }),
  perMonth: fc.integer({ min: 0, max: 160 }),
  /** What a credit costs, and what a run may cost, in 1/10,000 of the currency. */
  price: fc.integer({ min: 0, max: 5 }),
  money: fc.option(fc.integer({ min: 0, max: 400 })),
  deaths: fc.array(fc.record({ at: fc.integer({ min: 1, max: 60 }), after: fc.boolean() }), { maxLength: 5 }),
});

describe('the budget', () => {
  it('is never passed, whatever providers cost and wherever processes die; a death loses at most its one open reservation', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ questions, concurrency, perRun, perMonth, price, money, deaths }) => {
        const scores = openSqliteScores(':memory:', { now: () => '2026-07-01T00:00:00Z' });
        /** The provider's own books: what it has really charged, and what nobody can know because the reply was lost. */
        let charged = 0;
        let unknown = 0;
        let clock = 0;
        const provider: Provider = { ...providers.apollo, concurrency, rates: {} };
        const tries = new Map<string, number>();
        /** A process: its line, and what it reserved last. */
        const open = (life: Life): { line: ReturnType<typeof openLine>; last: () => Spend | null } => {
          const answering: ProviderWorld = {
            key: async () => 'key',
            send: (request) =>
              life(() => {
                const at = Number(request.url.split('/').at(-1));
                const asked = questions[at]!;
                const cost = Math.min(asked.most, asked.share);
                const attempt = (tries.get(request.url) ?? 0) + 1;
                tries.set(request.url, attempt);
                if (asked.fate === 'unknown') return { status: 404, headers: {}, body: null };
                if (asked.fate === 'down' && attempt % 3 !== 0) return { status: 503, headers: {}, body: '' };
                if (asked.fate === 'limited' && attempt % 2 !== 0)
                  return { status: 429, headers: { 'retry-after': '1' }, body: '' };
                // Charged, and the reply lost on its way, or not.
                charged += cost;
                if (asked.fate === 'lost') {
                  unknown += asked.most - cost;
                  throw new NoReply('lost', true);
                }
                return { status: 200, headers: {}, body: { cost } };
              }),
            now: () => clock,
            sleep: async (ms) => {
              clock += ms;
            },
            random: () => 0.5,
            base_urls: {},
            call_ms: 1e9,
          };
          const budget = openBudget(mortalScores(scores, life), {
            warehouse: 'acme',
            run: 'run_1',
            month: () => '2026-07',
            per_run: { credits: perRun, money_e4: money },
            per_month: { credits: perMonth, money_e4: null },
          });
          let last: Spend | null = null;
          const reserve = (amount: Spend) => {
            last = amount;
            return budget.reserve(amount);
          };
          const line = openLine({
            provider,
            key: 'key',
            world: answering,
            budget: { ...budget, reserve },
            price_e4: price,
            rates: [],
            deadline: 1e15,
          });
          return { line, last: () => last };
        };
        const job = (at: number): Job<number> => ({
          credits: questions[at]!.most,
          converse: function* () {
            const reply = yield { group: 'x', method: 'GET', path: `/${at}` };
            const body = reply?.body;
            const cost = typeof body === 'object' && body !== null && 'cost' in body ? Number(body.cost) : 0;
            return { credits: cost, value: at };
          },
        });
        const ledgers = async (): Promise<Ledger[]> =>
          await Promise.all(
            [runBudgetSort('run_1'), monthBudgetSort('2026-07')].map(async (sort) => {
              const stored = await scores.get(budgetPartition('acme'), sort);
              return stored === null ? emptyLedger : ledgerRecord.parse(stored.value);
            }),
          );
        const done = new Set<number>();
        /** Runs a process until it is through or dies; says whether it died, and the reservation it died with. */
        const live = async (life: Life): Promise<{ died: boolean; last: Spend | null }> => {
          const { line, last } = open(life);
          let waiting = questions.map((_, at) => at).filter((at) => !done.has(at));
          try {
            while (waiting.length > 0) {
              const part = waiting;
              const { asked, stop } = await line.wave(part.map(job), async (index, outcome) => {
                await life(() => undefined);
                if (outcome.ok) done.add(part[index]!);
              });
              waiting = waiting.slice(asked);
              if (stop !== null) break;
            }
            return { died: false, last: last() };
          } catch (error) {
            if (!(error instanceof Died)) throw error;
            return { died: true, last: last() };
          }
        };
        const lives = [
          ...deaths.map(({ at, after }) => lifeOf(at, after)),
          lifeOf(Number.POSITIVE_INFINITY, false),
        ];
        for (const life of lives) {
          const before = await ledgers();
          const [chargedBefore, unknownBefore] = [charged, unknown];
          const { died, last } = await live(life);
          const after = await ledgers();
          expect(charged).toBeLessThanOrEqual(Math.min(perRun, perMonth));
          if (money !== null) expect(charged * price).toBeLessThanOrEqual(money);
          after.forEach((ledger, index) => {
            const cap = index === 0 ? perRun : perMonth;
            expect(committed(ledger).credits).toBeLessThanOrEqual(cap);
            expect(committed(ledger).money_e4).toBe(committed(ledger).credits * price);
            // What this process left open: nothing when it ended well, at most its last reservation when it died.
            const known = before[index]?.open ?? {};
            const left = Object.entries(ledger.open).filter(([id]) => !Object.hasOwn(known, id));
            expect(left.length).toBeLessThanOrEqual(died ? 1 : 0);
            for (const [, amount] of left) expect(amount).toEqual(last);
            // Beyond what was charged, and what lost replies may have cost, the books lost that reservation and no more.
            const lost =
              committed(ledger).credits -
              committed(before[index] ?? emptyLedger).credits -
              (charged - chargedBefore) -
              (unknown - unknownBefore);
            expect(lost).toBeGreaterThanOrEqual(0);
            expect(lost).toBeLessThanOrEqual(left.length === 0 ? 0 : (last?.credits ?? 0));
          });
        }
        scores.close();
      }),
      { numRuns: 400, seed: 42 },
    );
  });

  it('holds for two runs of one month at once', async () => {
    const scores = openSqliteScores(':memory:', { now: () => '2026-07-01T00:00:00Z' });
    const budgetOf = (run: string) =>
      openBudget(scores, {
        warehouse: 'acme',
        run,
        month: () => '2026-07',
        per_run: { credits: 80, money_e4: null },
        per_month: { credits: 100, money_e4: 500 },
      });
    const spend = async (budget: BudgetLedger): Promise<number> => {
      let spent = 0;
      for (;;) {
        const reservation = await budget.reserve({ credits: 7, money_e4: 30 });
        if (reservation === null) return spent;
        await budget.settle(reservation, { credits: 6, money_e4: 25 });
        spent += 6;
      }
    };
    const both = await Promise.all([spend(budgetOf('run_1')), spend(budgetOf('run_2'))]);
    expect(both[0]! + both[1]!).toBeLessThanOrEqual(100);
    // 25 in money each: the cap in money ends it first, at 19 or 20 settlements.
    expect(both[0]! + both[1]!).toBeGreaterThanOrEqual(6 * 15);
    expect(((both[0]! + both[1]!) / 6) * 25).toBeLessThanOrEqual(500);
    scores.close();
  });

  it('another month is another budget', async () => {
    const scores = openSqliteScores(':memory:', { now: () => '2026-07-01T00:00:00Z' });
    let month = '2026-07';
    const budget = openBudget(scores, {
      warehouse: 'acme',
      run: 'run_1',
      month: () => month,
      per_run: { credits: 1000, money_e4: null },
      per_month: { credits: 10, money_e4: null },
    });
    expect(await budget.reserve({ credits: 10, money_e4: 0 })).not.toBeNull();
    expect(await budget.reserve({ credits: 1, money_e4: 0 })).toBeNull();
    month = '2026-08';
    expect(await budget.reserve({ credits: 10, money_e4: 0 })).not.toBeNull();
    scores.close();
  });
});
