import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';

/** Where Python has what a script needs, its reference values are made again and held against the ones kept here. */
const here = import.meta.dirname;
const folder = mkdtempSync(join(tmpdir(), 'kindred-reference-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const python = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0);

/** Null, with the reason printed, where the script cannot run here. */
function again(name: string, needs: readonly string[]): unknown {
  const skip = (why: string): null => {
    console.log(`skipped: ${name}.py is not run again, ${why}`);
    return null;
  };
  if (python === undefined) return skip('no Python is found');
  const missing = needs.filter((module) => spawnSync(python, ['-c', `import ${module}`]).status !== 0);
  if (missing.length > 0) return skip(`Python lacks ${missing.join(', ')}`);
  copyFileSync(join(here, `${name}.py`), join(folder, `${name}.py`));
  const run = spawnSync(python, [join(folder, `${name}.py`)], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${name}.py failed: ${run.stderr.slice(-500)}`);
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}
const kept = (name: string): unknown => JSON.parse(readFileSync(join(here, `${name}.json`), 'utf8'));

describe('reference values, made again', { timeout: 240_000 }, () => {
  it('of clusters', () => {
    const made = again('cluster-scikit-learn', ['numpy', 'sklearn']);
    if (made === null) return;
    const schema = z.looseObject({
      pca: z.looseObject({ components: z.array(z.array(z.number())) }),
      k_means: z.record(z.string(), z.looseObject({ inertia: z.number() })),
    });
    const [own, reference] = [schema.parse(made), schema.parse(kept('cluster-scikit-learn'))];
    for (const [k, { inertia }] of Object.entries(reference.k_means))
      expect(Math.abs(own.k_means[k]!.inertia / inertia - 1)).toBeLessThan(0.01);
    reference.pca.components.forEach((axis, i) => {
      axis.forEach((x, c) => {
        expect(Math.abs(own.pca.components[i]![c]!)).toBeCloseTo(Math.abs(x), 6);
      });
    });
  });

  it('of models', () => {
    const made = again('model-scikit-learn', ['numpy', 'sklearn', 'xgboost']);
    if (made === null) return;
    const schema = z.looseObject({
      boosting_classifier: z.looseObject({ auc: z.number() }),
      boosting_regressor: z.looseObject({ rmse: z.number() }),
      forest: z.looseObject({ auc: z.number() }),
    });
    const [own, reference] = [schema.parse(made), schema.parse(kept('model-scikit-learn'))];
    expect(own.boosting_classifier.auc / reference.boosting_classifier.auc).toBeCloseTo(1, 2);
    expect(own.boosting_regressor.rmse / reference.boosting_regressor.rmse).toBeCloseTo(1, 2);
    expect(own.forest.auc / reference.forest.auc).toBeCloseTo(1, 2);
  });

  it('of statistics', () => {
    const made = again('stats', ['numpy', 'scipy', 'sklearn', 'kneed', 'statsmodels']);
    if (made === null) return;
    const differing: string[] = [];
    const compare = (a: unknown, b: unknown, path: string): void => {
      if (typeof a === 'number' && typeof b === 'number') {
        if (!(Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b)))) differing.push(path);
      } else if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null)
        for (const [key, value] of Object.entries(b)) compare(Reflect.get(a, key), value, `${path}.${key}`);
      else if (a !== b) differing.push(path);
    };
    compare(made, kept('stats'), 'stats');
    expect(differing).toEqual([]);
  });
});
