import { describe, expect, it } from 'vitest';
import { chooseSimilarity, similarityDefaults } from '../../../core/model/choose-similarity.ts';
import type { FeatureTable } from '../../../core/model/feature-table.ts';
import { buildLookalikeSet } from '../../../core/model/lookalike-set.ts';
import { explainSimilarity, scoreSimilarity, similarityOf } from '../../../core/model/score-similarity.ts';
import { selectRows } from '../../../core/model/select-rows.ts';
import { scoreFit } from '../../../core/model/similarity-fit.ts';
import { methodTools } from '../../../core/model/similarity-method.ts';
import { similarityMethods } from '../../../core/model/similarity-methods.ts';
import { createRandom } from '../../../core/stats/random.ts';
import { columnOf, featureOf, plantWorld, precisionAt } from './planted-world.ts';

const world = plantWorld(7, { customers: 600, prospects: 2500 });
const input = { ...world, texts: null };
const model = chooseSimilarity(input);

describe('choosing how to measure similarity', () => {
  it('finds planted fits among candidates several times as often as chance', () => {
    const { logOdds } = scoreSimilarity(model, world.background);
    expect(precisionAt(world, logOdds, 100)).toBeGreaterThan(0.025 * 10);
  });

  it('names a method that stands in its own table, beats chance and passes the canary', () => {
    const chosen = model.methods.find(({ method }) => method === model.chosen);
    expect(chosen?.eligible).toBe(true);
    expect(chosen!.figures!.auc_rest! - 2 * chosen!.figures!.auc_rest_se!).toBeGreaterThan(0.6);
    expect(chosen!.figures!.criterion).toBeGreaterThan(0.15);
    expect(model.canary!.passed).toBe(true);
  });

  it('is plain JSON and scores alike when read back', () => {
    const back = JSON.parse(JSON.stringify(model));
    expect(back).toEqual(model);
    expect(scoreSimilarity(back, world.background)).toEqual(scoreSimilarity(model, world.background));
  });

  it('does not depend on the order of rows and columns', () => {
    const random = createRandom(3);
    const rows = random.permutation(world.customers.ids.length);
    const columns = random.permutation(world.customers.features.length);
    const shuffled = (table: FeatureTable): FeatureTable => ({
      ids: table.ids,
      features: Array.from(columns, (c) => table.features[c]!),
      columns: Array.from(columns, (c) => table.columns[c]!),
    });
    const again = chooseSimilarity({
      ...input,
      customers: shuffled(selectRows(world.customers, rows)),
      best: Int8Array.from(rows, (row) => world.best[row]!),
      background: shuffled(world.background),
    });
    expect(again).toEqual(model);
  });

  it('explains every row so that base and parts add up to the total, to the point', () => {
    const rows = Array.from({ length: 2000 }, (_, i) => i);
    const scores = scoreSimilarity(model, world.background);
    for (const reason of explainSimilarity(model, world.background, rows)) {
      const row = Number(reason.id.slice(1));
      expect(reason.parts.reduce((sum, part) => sum + part.points, reason.base)).toBe(reason.total);
      expect(reason.total).toBe(scores.points[row]);
      expect(reason.similarity).toBe(scores.similarity[row]);
      expect(similarityOf(model, reason.total)).toBe(reason.similarity);
    }
  });

  it('spreads the candidates evenly over 0–100', () => {
    const { similarity } = scoreSimilarity(model, world.background);
    const above80 = similarity.filter((value) => value >= 80).length / similarity.length;
    expect(Math.abs(above80 - 0.2)).toBeLessThan(0.01);
  });

  it('gives a company of which nothing is known the base and no reasons', () => {
    const unknown = { ids: ['X'], features: [], columns: [] };
    const [reason] = explainSimilarity(model, unknown, [0]);
    expect(reason!.parts).toEqual([]);
    expect(reason!.total).toBe(reason!.base);
    expect(Array.from(scoreSimilarity(model, unknown).known)).toEqual([0]);
  });
});

describe('what may take part', () => {
  it('drops and names features that only customers have, that orders decide or that give a side away', () => {
    const { customers, background, best } = world;
    const leaky = {
      ids: customers.ids,
      features: [
        ...customers.features,
        { ...featureOf('orders_per_month', 'numeric'), known: 'label-window' as const },
        { ...featureOf('sales_rep', 'category'), population: 'customer' as const },
        featureOf('attribute_class', 'category'),
        featureOf('annual_revenue', 'numeric'),
        featureOf('attribute_source', 'category'),
      ],
      columns: [
        ...customers.columns,
        columnOf(
          customers.ids.map(() => 1),
          'numeric',
        ),
        columnOf(
          customers.ids.map(() => 'x'),
          'category',
        ),
        columnOf(
          Array.from(best, (value) => (value === 1 ? 'key' : 'std')),
          'category',
        ),
        columnOf(
          customers.ids.map((_, i) => 1e6 + i),
          'numeric',
        ),
        columnOf(
          customers.ids.map(() => 'erp'),
          'category',
        ),
      ],
    };
    const others = {
      ids: background.ids,
      features: [
        ...background.features,
        featureOf('attribute_class', 'category'),
        featureOf('annual_revenue', 'numeric'),
        featureOf('attribute_source', 'category'),
      ],
      columns: [
        ...background.columns,
        columnOf(
          background.ids.map((_, i) => (i % 4 === 0 ? 'key' : 'std')),
          'category',
        ),
        columnOf(
          background.ids.map((_, i) => 1000 + (i % 1000)),
          'numeric',
        ),
        columnOf(
          background.ids.map(() => null),
          'category',
        ),
      ],
    };
    const { dropped } = chooseSimilarity({ ...input, customers: leaky, background: others });
    expect(Object.fromEntries(dropped.map(({ feature, reason }) => [feature, reason]))).toEqual({
      orders_per_month: 'measured in orders, which a prospect has none of',
      sales_rep: 'only customers can have it',
      attribute_class: 'alone it separates best customers from the rest (AUC 1.000)',
      annual_revenue: 'alone it separates customers from candidates (AUC 1.000)',
      attribute_source: 'too seldom known: 100 % of customers, 0 % of candidates',
    });
  });

  it('tells best customers from the rest where there are no candidates', () => {
    const alone = chooseSimilarity({ ...input, background: null });
    expect(alone.reference.population).toBe('customers');
    expect(alone.methods.find(({ method }) => method === 'scorecard-background')).toMatchObject({
      eligible: false,
      not_eligible_because: 'there are no candidates',
    });
    expect(alone.methods.find(({ method }) => method === alone.chosen)!.figures!.auc_rest).toBeGreaterThan(
      0.6,
    );
  });

  it('keeps to traits below 30 best customers, and says so', () => {
    const few = Int8Array.from(world.best);
    let left = 20;
    for (let i = 0; i < few.length; i++) if (few[i] === 1 && left-- <= 0) few[i] = 0;
    const small = chooseSimilarity({ ...input, best: few });
    expect(small.mode).toBe('traits-only');
    expect(small.chosen).toBe('weighted-traits');
    expect(small.mode_because).toBe(
      '20 best customers are too few to fit a model (30): traits and rules only',
    );
  });

  it('bears the edges: one best customer, no others, an empty list, nothing that varies', () => {
    const label = (passes: (row: number) => boolean): Int8Array =>
      Int8Array.from(world.best, (_, row) => Number(passes(row)));
    const nobody = selectRows(world.background, []);
    const few = selectRows(world.background, [0, 1, 2]);
    const flat = (table: FeatureTable): FeatureTable => ({
      ids: table.ids,
      features: [featureOf('country', 'category')],
      columns: [
        columnOf(
          table.ids.map(() => 'US'),
          'category',
        ),
      ],
    });
    const edges = [
      { ...input, best: label((row) => row === 3) },
      { ...input, best: label(() => true) },
      { ...input, background: nobody },
      { ...input, background: few },
      { ...input, customers: flat(world.customers), background: flat(world.background) },
      { ...input, best: Int8Array.from(world.best, (value, row) => (row % 3 === 0 ? -1 : value)) },
    ];
    for (const edge of edges) {
      const learnt = chooseSimilarity(edge);
      const scores = scoreSimilarity(learnt, world.background);
      expect(scores.similarity.every((value) => value >= 0 && value <= 100)).toBe(true);
      expect(explainSimilarity(learnt, world.background, [0, 1]).length).toBe(2);
      expect(JSON.stringify(learnt)).not.toMatch(/null,null,null/);
    }
    expect(chooseSimilarity(edges[2]!).reference.population).toBe('customers');
    expect(() =>
      chooseSimilarity({ ...input, customers: { ids: world.customers.ids, features: [], columns: [] } }),
    ).toThrow('no method can be fitted on these data');
  });

  it('refuses to learn from nobody', () => {
    expect(() => chooseSimilarity({ ...input, best: new Int8Array(world.best.length) })).toThrow(
      'nobody is labelled best',
    );
  });
});

describe('what best customers are told apart from', () => {
  const shifted = plantWorld(5, { customers: 1500, prospects: 6000, shift: 2 });
  const only = chooseSimilarity(
    { ...shifted, texts: null },
    {
      ...similarityDefaults,
      methods: similarityMethods.filter(({ name }) => name.startsWith('scorecard')),
    },
  );
  const tools = methodTools(similarityDefaults.findTraits, 42);
  const set = buildLookalikeSet({ ...shifted, texts: null }, similarityDefaults.samples, 42);
  const reached = (name: string): number => {
    const method = similarityMethods.find((entry) => entry.name === name)!;
    return precisionAt(shifted, scoreFit(tools.fitOf(method, set), shifted.background, null), 150);
  };
  const figures = (name: string) => only.methods.find(({ method }) => method === name)!.figures!;

  it('is not the market alone: recall among candidates would choose the method that finds half as many', () => {
    const [market, both] = [figures('scorecard-background'), figures('scorecard-both')];
    expect(market.auc_candidates!).toBeGreaterThan(both.auc_candidates!);
    expect(reached('scorecard-background')).toBeLessThan(reached('scorecard-both') / 1.5);
    expect(only.chosen).not.toBe('scorecard-background');
  });
});
