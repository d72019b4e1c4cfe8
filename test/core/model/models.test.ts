import { describe, expect, it } from 'vitest';
import type { FittedBase, Model } from '../../../core/model/contract.ts';
import { boostingModel, forestModel, scorecardModel } from '../../../core/model/models.ts';
import { selectRows } from '../../../core/model/select-rows.ts';
import { plantWorld } from './planted-world.ts';

const world = plantWorld(41, { customers: 400, prospects: 300 });
const target = Float64Array.from(world.best);

function keepsItsPromises<P, F extends FittedBase>(model: Model<P, F>): void {
  describe(`the ${model.name}`, () => {
    const fitted = model.fit(world.customers, target, model.defaults);

    it('is plain JSON that scores alike when read back, and leaves its input alone', () => {
      const before = JSON.stringify(world.customers);
      const back = JSON.parse(JSON.stringify(fitted));
      expect(model.score(back, world.background)).toEqual(model.score(fitted, world.background));
      expect(JSON.stringify(world.customers)).toBe(before);
    });

    it('forgets the first fit when fitted again', () => {
      model.fit(
        world.customers,
        target.map((value) => 1 - value),
        model.defaults,
      );
      expect(model.fit(world.customers, target, model.defaults)).toEqual(fitted);
    });

    it('scores a row the same alone and among others', () => {
      const all = model.score(fitted, world.background);
      const one = model.score(fitted, selectRows(world.background, [17]));
      expect(one[0]).toBe(all[17]);
    });

    it('explains what it scores, within 1e-9', () => {
      const { base, contributions, features } = model.explain(fitted, world.background);
      expect(features).toEqual(fitted.features);
      model.score(fitted, world.background).forEach((score, row) => {
        const own = contributions.subarray(row * features.length, (row + 1) * features.length);
        expect(Math.abs(own.reduce((sum, value) => sum + value, base) - score)).toBeLessThan(1e-9);
      });
    });
  });
}

keepsItsPromises(scorecardModel);
keepsItsPromises(boostingModel);
keepsItsPromises(forestModel);
