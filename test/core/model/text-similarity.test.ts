import { describe, expect, it } from 'vitest';
import { chooseSimilarity, similarityDefaults } from '../../../core/model/choose-similarity.ts';
import { explainSimilarity, scoreSimilarity } from '../../../core/model/score-similarity.ts';
import { similarityMethods } from '../../../core/model/similarity-methods.ts';
import { createRandom } from '../../../core/stats/random.ts';
import { plantWorld } from './planted-world.ts';

describe('text similarity', () => {
  const world = plantWorld(21, { customers: 400, prospects: 1500 });
  const random = createRandom(1);
  const filler = ['solutions', 'services', 'quality', 'family', 'owned', 'since', 'leading', 'customers'];
  const text = (good: boolean): string => {
    const own =
      random.next() < (good ? 0.6 : 0.1) ? 'precision machining of pump housings' : 'retail and food service';
    return `${random.shuffle(filler).slice(0, 4).join(' ')} ${own}`;
  };
  const texts = {
    customers: world.customers.ids.map((_, row) => (row % 9 === 0 ? null : text(world.best[row] === 1))),
    background: world.background.ids.map(() => text(random.next() < 0.05)),
  };
  const only = similarityMethods.filter(({ name }) => name === 'text');
  const model = chooseSimilarity({ ...world, texts }, { ...similarityDefaults, methods: only });

  it('finds the words that best customers use and others do not', () => {
    const own = model.methods.find(({ method }) => method === 'text')!.figures!;
    expect(own.auc_rest!).toBeGreaterThan(0.65);
    const probe = { ids: ['a', 'b', 'c'], features: [], columns: [] };
    const said = ['machining of pump parts', 'food service', null];
    const { logOdds, known } = scoreSimilarity(model, probe, said);
    expect(logOdds[0]!).toBeGreaterThan(logOdds[1]!);
    expect(logOdds[2]).toBe(0);
    expect(Array.from(known)).toEqual([1, 1, 0]);
  });

  it('explains itself as one part', () => {
    const probe = { ids: ['a'], features: [], columns: [] };
    const [reason] = explainSimilarity(model, probe, [0], ['machining of pump parts']);
    expect(reason!.parts.map(({ feature }) => feature)).toEqual(['description']);
    expect(reason!.base + reason!.parts[0]!.points).toBe(reason!.total);
  });
});
