import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { bgNbdLogLikelihood } from '../../../core/value/bg-nbd.ts';
import {
  aliveProbability,
  type BuyingKind,
  type BuyingParameters,
  fitBuying,
  likeliestBuying,
  ordersAhead,
} from '../../../core/value/buying-model.ts';
import { expectedOrderValue, fitGammaGamma } from '../../../core/value/gamma-gamma.ts';
import { minimise } from '../../../core/value/nelder-mead.ts';
import { paretoNbdLogLikelihood } from '../../../core/value/pareto-nbd.ts';

const kind = z.enum(['bg-nbd', 'mbg-nbd', 'pareto-nbd']);
const four = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const three = z.tuple([z.number(), z.number(), z.number()]);
const reference = z
  .object({
    ahead: z.number(),
    points: z.array(
      z.object({
        kind,
        parameters: four,
        history: three,
        log_likelihood: z.number(),
        alive: z.number(),
        ahead: z.number(),
      }),
    ),
    histories: z.array(three),
    fits: z.record(kind, z.object({ parameters: four, log_likelihood: z.number() })),
    spends: z.array(z.tuple([z.number(), z.number()])),
    gamma_gamma: three,
  })
  .parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '../../reference/value-buying-models.json'), 'utf8')),
  );

type Four = z.infer<typeof four>;
const parametersOf = (name: BuyingKind, [p, q, s, t]: Four): BuyingParameters =>
  name === 'pareto-nbd'
    ? { kind: name, r: p, alpha: q, s, beta: t }
    : { kind: name, r: p, alpha: q, a: s, b: t };
const historyOf = ([repeats, last, observed]: readonly [number, number, number]) => ({
  repeats,
  last,
  observed,
});
const closeTo = (got: number, wanted: number, relative: number): void => {
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(relative * Math.max(Math.abs(wanted), 1e-12));
};

describe('models of repeat buying', () => {
  it('equal the papers in 30-digit arithmetic, for long histories too', () => {
    for (const point of reference.points) {
      const model = parametersOf(point.kind, point.parameters);
      const history = historyOf(point.history);
      const ll =
        model.kind === 'pareto-nbd'
          ? paretoNbdLogLikelihood(model, [history])
          : bgNbdLogLikelihood(model, [history]);
      expect(ll).toBeCloseTo(point.log_likelihood, 6);
      closeTo(aliveProbability(model, history), point.alive, 1e-6);
      closeTo(ordersAhead(model, history, reference.ahead), point.ahead, 1e-6);
    }
  });

  it('reach the likelihood and parameters found by other means', () => {
    const histories = reference.histories.map(historyOf);
    for (const name of kind.options) {
      const fit = fitBuying(histories, name);
      if ('unavailable_because' in fit) throw new Error(fit.unavailable_because);
      const theirs = reference.fits[name];
      expect(fit.log_likelihood).toBeGreaterThanOrEqual(theirs.log_likelihood - 1e-4);
      const { kind: _, ...numbers } = fit.parameters;
      Object.values(numbers).forEach((value, i) => {
        closeTo(value, theirs.parameters[i] ?? Number.NaN, 0.01);
      });
      expect(fit.calibration).toBeGreaterThan(0.8);
      expect(fit.calibration).toBeLessThan(1.25);
    }
    const best = likeliestBuying(histories);
    const most = Math.max(...kind.options.map((name) => reference.fits[name].log_likelihood));
    expect('log_likelihood' in best && best.log_likelihood > most - 1e-3).toBe(true);
  });

  it('give the same fit for customers in another order and in other units of time', () => {
    const histories = reference.histories.map(historyOf);
    const fit = fitBuying(histories, 'bg-nbd');
    expect(fitBuying([...histories].reverse(), 'bg-nbd')).toEqual(fit);
    const weeks = fitBuying(
      histories.map((h) => ({ ...h, last: h.last / 7, observed: h.observed / 7 })),
      'bg-nbd',
    );
    if ('unavailable_because' in fit || 'unavailable_because' in weeks) throw new Error('no fit');
    closeTo(weeks.parameters.alpha * 7, fit.parameters.alpha, 1e-3);
  });

  it('say why there is no fit', () => {
    const few = fitBuying([{ repeats: 1, last: 3, observed: 9 }], 'bg-nbd');
    expect('unavailable_because' in few && few.unavailable_because).toContain('too few');
    // Everybody orders every day and nobody ever leaves: no maximum.
    const alike = Array.from({ length: 80 }, () => ({ repeats: 100, last: 100, observed: 100 }));
    const same = fitBuying(alike, 'bg-nbd');
    expect('unavailable_because' in same && same.unavailable_because.length > 10).toBe(true);
  });
});

describe('Gamma-Gamma', () => {
  it('is fitted as by lifetimes, whatever the currency', () => {
    const spends = reference.spends.map(([orders, mean]) => ({ orders, mean }));
    const fit = fitGammaGamma(spends);
    if (fit === null) throw new Error('no fit');
    closeTo(fit.parameters.p, reference.gamma_gamma[0], 0.01);
    closeTo(fit.parameters.q, reference.gamma_gamma[1], 0.01);
    closeTo(fit.parameters.gamma, reference.gamma_gamma[2], 0.01);
    const yen = fitGammaGamma(spends.map(({ orders, mean }) => ({ orders, mean: mean * 1e6 })));
    if (yen === null) throw new Error('no fit');
    closeTo(yen.parameters.gamma / 1e6, fit.parameters.gamma, 1e-4);
    // Between the own mean and everybody's, nearer to the own the more orders there are.
    const [one, many] = [1, 30].map((orders) => expectedOrderValue(fit.parameters, { orders, mean: 90 }));
    const all = expectedOrderValue(fit.parameters, { orders: 0, mean: 0 });
    expect(all).toBeLessThan(one!);
    expect(one!).toBeLessThan(many!);
    expect(many!).toBeLessThan(90);
  });

  it('is null for a handful of customers', () => {
    expect(fitGammaGamma([{ orders: 2, mean: 10 }])).toBeNull();
  });
});

describe('minimise', () => {
  it("finds the bottom of Rosenbrock's valley", () => {
    const { point, converged } = minimise(
      (p) => (1 - p[0]!) ** 2 + 100 * (p[1]! - p[0]! ** 2) ** 2,
      [-1.2, 1],
      [0.5, 0.5],
    );
    expect(converged).toBe(true);
    expect(point[0]).toBeCloseTo(1, 4);
    expect(point[1]).toBeCloseTo(1, 4);
  });

  it('says when its evaluations run out', () => {
    expect(minimise((p) => p[0]! ** 2, [100], [0.001], { evaluations: 5 }).converged).toBe(false);
  });
});
