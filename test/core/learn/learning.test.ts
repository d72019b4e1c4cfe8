import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnWeights, type ScoredOutcome } from '../../../core/learn/learn-weights.ts';
import { learnFrom } from '../../../core/learn/learning.ts';
import { type CalledCompany, callEffect, listEffect } from '../../../core/learn/list-effect.ts';
import type { LearningData } from '../../../core/learn/outcome.ts';
import { drawSlots } from '../../../core/rank/draw-slots.ts';
import { createRandom } from '../../../core/stats/random.ts';

const seedsWeights = { similarity: 0.7, opportunity: 0.3 };
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Calls whose success depends on both scores by known effects per 25 points. */
function simulated(
  count: number,
  similarityEffect: number,
  opportunityEffect: number,
  seed: number,
): ScoredOutcome[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const similarity = 100 * random.next();
    const opportunity = 30 + 50 * random.next();
    const eta =
      -1 + (similarityEffect * (similarity - 50)) / 25 + (opportunityEffect * (opportunity - 50)) / 25;
    return { similarity, opportunity, success: random.next() < sigmoid(eta) };
  });
}

/** Posterior mean of the two effects by brute force on a grid: no code in common with the fit. */
function gridMean(outcomes: readonly ScoredOutcome[]): readonly [number, number] {
  let total = 0;
  const sums = [0, 0];
  const rows = outcomes.map(
    (o) => [(o.similarity - 50) / 25, (o.opportunity - 50) / 25, o.success ? 1 : -1] as const,
  );
  const cells: (readonly [number, number, number])[] = [];
  for (let a = -3; a <= 1; a += 0.1)
    for (let s = -1; s <= 2.5; s += 0.05)
      for (let o = -1.5; o <= 2; o += 0.05) {
        let log = -(a * a) / 200 - 2 * (s - 0.7) ** 2 - 2 * (o - 0.3) ** 2;
        for (const [x, y, sign] of rows) log -= Math.log1p(Math.exp(-sign * (a + s * x + o * y)));
        cells.push([s, o, log]);
      }
  const most = cells.reduce((high, cell) => Math.max(high, cell[2]), Number.NEGATIVE_INFINITY);
  for (const [s, o, log] of cells) {
    const weight = Math.exp(log - most);
    total += weight;
    sums[0] = sums[0]! + weight * s;
    sums[1] = sums[1]! + weight * o;
  }
  return [sums[0]! / total, sums[1]! / total];
}

describe('learnWeights', () => {
  it('keeps the settings until enough has matured, and says how much is missing', () => {
    const learned = learnWeights(simulated(49, 1, 0, 1), seedsWeights, 50);
    expect([learned.used, learned.moved]).toEqual([seedsWeights, false]);
    expect(learned.because).toContain('from 50 on');
    const losers = simulated(200, 1, 0, 1).map((outcome) => ({ ...outcome, success: false }));
    expect(learnWeights(losers, seedsWeights, 50).moved).toBe(false);
  });

  it('goes where the outcomes say, the more of them the further, within its interval', () => {
    const truth = 0.1 / 1.3;
    const off = (count: number): number =>
      [1, 2, 3, 4, 5, 6].reduce(
        (sum, seed) =>
          sum +
          Math.abs(learnWeights(simulated(count, 0.1, 1.2, seed), seedsWeights, 50).used.similarity - truth),
        0,
      ) / 6;
    const [few, some, many] = [off(60), off(400), off(4000)];
    expect(few).toBeLessThan(0.7 - truth);
    expect(some).toBeLessThan(few);
    expect(many).toBeLessThan(0.05);
    const { similarity_weight_95, used } = learnWeights(simulated(4000, 0.9, 0.9, 4), seedsWeights, 50);
    expect(similarity_weight_95!.low).toBeLessThan(0.5);
    expect(similarity_weight_95!.high).toBeGreaterThan(0.5);
    expect(used.similarity + used.opportunity).toBeCloseTo(1, 10);
  });

  it('agrees with brute force over a grid', () => {
    const outcomes = simulated(120, 0.8, 0.4, 9);
    const { similarity_effect, opportunity_effect } = learnWeights(outcomes, seedsWeights, 50);
    const [similarity, opportunity] = gridMean(outcomes);
    expect(Math.abs(similarity_effect.mean - similarity)).toBeLessThan(0.05);
    expect(Math.abs(opportunity_effect.mean - opportunity)).toBeLessThan(0.05);
  });

  it('raises an alarm instead of following outcomes that contradict the score', () => {
    const learned = learnWeights(simulated(3000, -1, -1, 5), seedsWeights, 50);
    expect([learned.used, learned.moved]).toEqual([seedsWeights, false]);
    expect(learned.p_score_helps).toBeLessThan(0.05);
    expect(learned.because).toContain('looked at');
  });

  it('gives weights that add up to 1 and never a number that is none, whatever it is told', () => {
    const outcome = fc.record({
      similarity: fc.double({ min: 0, max: 100, noNaN: true }),
      opportunity: fc.constantFrom(50, 0, 100, 61),
      success: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 80 }), (outcomes) => {
        const { used, similarity_effect } = learnWeights(outcomes, seedsWeights, 20);
        expect(used.similarity + used.opportunity).toBeCloseTo(1, 10);
        expect(Math.min(used.similarity, used.opportunity)).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(similarity_effect.sd)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('drawSlots', () => {
  const ids = Array.from({ length: 2000 }, (_, index) => `P-${index}`);

  it('fills every slot once, keeps rank order among those ranked, and spreads the drawn ones', () => {
    const slots = drawSlots(ids, 200, { exploration: 0.2, hold_back: 0.1, seed: '2026-07-01' });
    const worked = slots.filter((slot) => slot.kind !== 'held-back');
    expect(worked).toHaveLength(200);
    expect(new Set(slots.map((slot) => slot.target_id)).size).toBe(slots.length);
    const ranked = worked.filter((slot) => slot.kind === 'ranked').map((slot) => ids.indexOf(slot.target_id));
    expect(ranked).toEqual([...ranked].sort((a, b) => a - b));
    expect(worked.slice(0, 50).filter((slot) => slot.kind === 'random')).toHaveLength(10);
    expect(worked.filter((slot) => slot.kind === 'random')).toHaveLength(40);
  });

  it('gives weights that stand for everybody who could be called', () => {
    for (const [exploration, hold_back] of [
      [0.1, 0],
      [0.3, 0.2],
      [0.5, 0.05],
    ] as const) {
      let total = 0;
      for (let day = 0; day < 40; day += 1)
        total += drawSlots(
          ids.map((id) => `${day}${id}`),
          400,
          { exploration, hold_back, seed: `${day}` },
        )
          .filter((slot) => slot.kind !== 'held-back')
          .reduce((sum, slot) => sum + 1 / slot.propensity, 0);
      expect(Math.abs(total / 40 / ids.length - 1)).toBeLessThan(0.02);
    }
  });

  it('holds the same companies back in every run, and draws others each time', () => {
    const of = (seed: string, kind: string): string[] =>
      drawSlots(ids, 300, { exploration: 0.2, hold_back: 0.2, seed })
        .filter((slot) => slot.kind === kind)
        .map((slot) => slot.target_id);
    expect(of('a', 'held-back')).toEqual(of('b', 'held-back'));
    expect(of('a', 'random')).not.toEqual(of('b', 'random'));
    expect(of('a', 'random')).toEqual(of('a', 'random'));
  });

  it('is plain rank without a draw, however few there are', () => {
    const none = { exploration: 0, hold_back: 0, seed: 'x' };
    expect(drawSlots(['a', 'b', 'c'], 2, none).map((slot) => slot.target_id)).toEqual(['a', 'b']);
    expect(drawSlots([], 5, { ...none, exploration: 0.3 })).toEqual([]);
    expect(drawSlots(['a'], 5, { ...none, exploration: 0.3 })).toHaveLength(1);
  });
});

/** A market whose success rate rises with rank; calls by rank with a share of random slots. Truth is known. */
function market(
  seed: number,
  exploration: number,
): { readonly called: CalledCompany[]; readonly truth: number; readonly rankedTruth: number } {
  const random = createRandom(seed);
  const size = 5000;
  const chance = (rank: number): number => 0.02 + 0.4 * Math.exp(-rank / 400);
  const ids = Array.from({ length: size }, (_, rank) => `m${seed}-${rank}`);
  const succeeded = ids.map((_, rank) => random.next() < chance(rank));
  const rankOf = new Map(ids.map((id, rank) => [id, rank]));
  const called = drawSlots(ids, 400, { exploration, hold_back: 0, seed: `${seed}` }).map(
    (slot): CalledCompany => {
      const rank = rankOf.get(slot.target_id)!;
      return {
        target_id: slot.target_id,
        slot: slot.kind === 'random' ? 'random' : 'ranked',
        propensity: slot.propensity,
        success: succeeded[rank]!,
        value: succeeded[rank] === true ? 1000 : 0,
      };
    },
  );
  const mean = (upTo: number): number =>
    ids.slice(0, upTo).reduce((sum, _, rank) => sum + chance(rank), 0) / upTo;
  return { called, truth: mean(size), rankedTruth: mean(Math.round(400 * (1 - exploration))) };
}

describe('listEffect, on simulated outcomes', () => {
  const trials = Array.from({ length: 200 }, (_, seed) => {
    const { called, truth, rankedTruth } = market(seed, 0.25);
    return { effect: listEffect(called)!, truth, rankedTruth };
  });
  const mean = (of: (trial: (typeof trials)[number]) => number): number =>
    trials.reduce((sum, trial) => sum + of(trial), 0) / trials.length;

  it('recovers the truth by propensity, where the plain mean visibly does not', () => {
    const { truth } = trials[0]!;
    const weighted = mean(({ effect }) => effect.market_rate.value);
    const naive = mean(({ effect }) => effect.naive_rate);
    const se = Math.sqrt(mean(({ effect }) => (effect.market_rate.value - weighted) ** 2) / trials.length);
    expect(Math.abs(weighted - truth)).toBeLessThan(3 * se);
    expect(naive).toBeGreaterThan(3 * truth);
    const incremental = mean(({ effect }) => effect.incremental_value_per_call.value);
    const wanted = mean(({ rankedTruth, truth: market }) => 1000 * (rankedTruth - market));
    expect(Math.abs(incremental / wanted - 1)).toBeLessThan(0.05);
  });

  it('has intervals that hold the truth about as often as they say', () => {
    const held = mean(({ effect, truth }) =>
      Number(effect.market_rate.low <= truth && truth <= effect.market_rate.high),
    );
    expect(held).toBeGreaterThan(0.85);
  });

  it('claims nothing without a random slot', () => {
    expect(listEffect(market(1, 0).called)).toBeNull();
  });
});

describe('callEffect, on simulated outcomes', () => {
  it('measures what a call adds to what would come anyway', () => {
    const random = createRandom(3);
    const effects = Array.from({ length: 100 }, () => {
      const draw = (count: number, chance: number) =>
        Array.from({ length: count }, () => {
          const success = random.next() < chance;
          return { success, value: success ? 500 : 0 };
        });
      return callEffect(draw(300, 0.18), draw(60, 0.06))!;
    });
    const mean = effects.reduce((sum, { effect }) => sum + effect.value, 0) / effects.length;
    expect(Math.abs(mean - 0.12)).toBeLessThan(0.02);
    expect(effects.filter(({ effect }) => effect.low <= 0.12 && 0.12 <= effect.high).length).toBeGreaterThan(
      85,
    );
  });
});

describe('learnFrom', () => {
  const outcome = (index: number, change = {}): LearningData['matured'][number] => ({
    target: `P-${index}`,
    target_id: `P-${index}`,
    contacted_at: '2026-01-10',
    outcome: index % 4 === 0 ? 'won' : 'no_reply',
    value_e4: index % 4 === 0 ? 10_000_000 : null,
    run: 'run_x',
    listed_at: '2026-01-01',
    pool: 'net-new',
    list: 'tier-a',
    similarity: 90 - (index % 40),
    opportunity: 50,
    slot: index % 5 === 0 ? 'random' : 'ranked',
    propensity: index % 5 === 0 ? 0.05 : 1,
    ...change,
  });

  it('keeps lapsed customers apart: they teach the chance to win one back, not the weights', () => {
    const data: LearningData = {
      version: 1,
      contacts: [],
      matured: [
        ...Array.from({ length: 60 }, (_, index) => outcome(index)),
        ...Array.from({ length: 8 }, (_, index) =>
          outcome(index, { pool: 'win-back', target_id: `C-${index}` }),
        ),
      ],
      held_back: [],
      censored: 3,
      unlisted: 1,
      unreadable: 0,
    };
    const learned = learnFrom(data, seedsWeights, { success: 'won', minimum: 50 }, 'USD');
    expect(learned.weights.matured).toBe(60);
    expect(learned.win_back).toEqual({ contacted: 8, won: 2 });
    expect(learned.list_effect?.random).toBe(12);
    expect(learned.call_effect_unavailable_because).toContain('hold_back');
    expect(learned.outcomes.censored).toBe(3);
  });
});
