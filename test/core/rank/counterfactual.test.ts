import { expect, it } from 'vitest';
import { chooseSimilarity } from '../../../core/model/choose-similarity.ts';
import { scoreSimilarity } from '../../../core/model/score-similarity.ts';
import { selectRows } from '../../../core/model/select-rows.ts';
import { counterfactuals } from '../../../core/rank/counterfactual.ts';
import { finalScore } from '../../../core/rank/final-score.ts';
import { tierOf } from '../../../core/rank/tier.ts';
import { liftTable } from '../../../core/traits/lift-table.ts';
import { plantWorld } from '../model/planted-world.ts';

const weights = { similarity: 0.7, opportunity: 0.3 };
const tiers = { A: 80, B: 60, C: 40 };
const world = plantWorld(3, { customers: 400, prospects: 1500, missing: 0.3 });
const model = chooseSimilarity({
  customers: world.customers,
  best: world.best,
  background: world.background,
  texts: null,
});
const table = selectRows(
  world.background,
  Array.from({ length: 600 }, (_, row) => row),
);
const { similarity } = scoreSimilarity(model, table);
const rows = Array.from(similarity, (value, index) => {
  const opportunity = 40 + (index % 30);
  const { score } = finalScore(value, opportunity, weights);
  return { similarity: value, opportunity, score, tier: tierOf(score, tiers), wanted: index < 580 };
});
const traits = liftTable(world.customers, world.best);
const found = counterfactuals(model, table, rows, traits, weights, tiers);

it('lifts only by facts that are unknown, to a better tier, for one credit', () => {
  expect(found.filter((each) => each !== null).length).toBeGreaterThan(10);
  found.forEach((each, row) => {
    if (each === null) return;
    const column = table.columns[table.features.findIndex(({ name }) => name === each.feature)]!;
    expect(column.kind === 'numeric' ? column.known[row] : column.codes[row]).toBe(
      column.kind === 'numeric' ? 0 : -1,
    );
    expect(each.tier < rows[row]!.tier).toBe(true);
    expect(each.words).toMatch(new RegExp(`^would be ${each.tier} if .+: unknown, 1 credit to learn$`));
    expect(each.credits).toBe(1);
  });
});

it('tells the truth: with the fact put in by hand, the company is in that tier', () => {
  let checked = 0;
  found.forEach((each, row) => {
    if (each === null || checked >= 25) return;
    const trait = traits.find(
      ({ feature, words }) => feature === each.feature && each.words.includes(`if ${words}:`),
    )!;
    const at = table.features.findIndex(({ name }) => name === each.feature);
    const one = selectRows(table, [row]);
    const { condition } = trait;
    const column =
      condition.kind === 'range'
        ? {
            kind: 'numeric' as const,
            values: new Float64Array([condition.from ?? condition.to! - 1]),
            known: new Uint8Array([1]),
          }
        : {
            kind: 'category' as const,
            levels: [condition.kind === 'level' ? condition.level : condition.prefix],
            codes: new Int32Array([0]),
          };
    const scored = scoreSimilarity(model, { ...one, columns: one.columns.with(at, column) }).similarity[0]!;
    expect(tierOf(finalScore(scored, rows[row]!.opportunity, weights).score, tiers)).toBe(each.tier);
    checked += 1;
  });
  expect(checked).toBeGreaterThan(10);
});

it('is silent where all is known, and for tier A', () => {
  found.forEach((each, row) => {
    const known = table.columns.every((column) =>
      column.kind === 'numeric' ? column.known[row] === 1 : column.codes[row]! >= 0,
    );
    if (known || rows[row]!.tier === 'A' || !rows[row]!.wanted) expect(each).toBeNull();
  });
});
