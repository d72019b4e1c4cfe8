import { expect, it } from 'vitest';
import * as z from 'zod';
import { mantelHaenszel } from '../../../core/stats/mantel-haenszel.ts';
import { expectClose, reference } from './reference.ts';

const n = z.number();
const cases = reference(
  'strata',
  z.array(z.object({ strata: z.array(z.tuple([n, n, n, n])), riskRatio: n, p: n })),
);

it('equals statsmodels', () => {
  for (const { strata, riskRatio, p } of cases) {
    const ours = mantelHaenszel(
      strata.map(([firstWith, firstWithout, secondWith, secondWithout]) => ({
        firstWith,
        firstWithout,
        secondWith,
        secondWithout,
      })),
    );
    expectClose(ours.riskRatio ?? 0, riskRatio, 1e-12);
    expectClose(ours.p, p, 1e-10);
  }
});

it('says nothing where no stratum holds both groups', () => {
  const lone = { firstWith: 3, firstWithout: 2, secondWith: 0, secondWithout: 0 };
  expect(mantelHaenszel([lone])).toEqual({ riskRatio: null, p: 1 });
});
