import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeatureTable } from '../../../core/model/feature-table.ts';
import { featureOf } from './planted-world.ts';

/** Park and Miller's generator, as in test/reference/model-scikit-learn.py. */
export function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** The rows of the Python script: ten uniform columns, a 0/1 outcome and a noisy value. */
export function referenceRows(
  count: number,
  width: number,
  seed: number,
): { readonly x: number[][]; readonly y: Float64Array; readonly z: Float64Array } {
  const next = lehmer(seed);
  const x = Array.from({ length: count }, () => Array.from({ length: width }, next));
  const eta = x.map(
    (row) =>
      -2.2 +
      2.5 * Number(row[0]! > 0.6) +
      2 * row[1]! +
      3 * Number(row[2]! > 0.5) * Number(row[3]! > 0.5) -
      4 * (row[4]! - 0.5) ** 2,
  );
  const y = Float64Array.from(eta, (value) => Number(next() < 1 / (1 + Math.exp(-value))));
  const z = Float64Array.from(eta, (value) => {
    let sum = 0;
    for (let i = 0; i < 12; i++) sum += next();
    return value + sum - 6;
  });
  return { x, y, z };
}

export function numericTable(x: readonly (readonly number[])[]): FeatureTable {
  const width = x[0]?.length ?? 0;
  return {
    ids: x.map((_, i) => `r${String(i).padStart(6, '0')}`),
    features: Array.from({ length: width }, (_, c) => featureOf(`x${c}`, 'numeric')),
    columns: Array.from({ length: width }, (_, c) => ({
      kind: 'numeric',
      values: Float64Array.from(x, (row) => row[c]!),
      known: new Uint8Array(x.length).fill(1),
    })),
  };
}

export type XgboostNode = {
  readonly nodeid: number;
  readonly split?: string;
  readonly split_condition?: number;
  readonly yes?: number;
  readonly missing?: number;
  readonly children?: readonly XgboostNode[];
  readonly leaf?: number;
  readonly cover: number;
};

export type ModelReference = {
  readonly boosting_classifier: { readonly auc: number; readonly log_loss: number };
  readonly boosting_regressor: { readonly rmse: number };
  readonly gradient_boosting_regressor: { readonly rmse: number };
  readonly forest: { readonly auc: number; readonly log_loss: number };
  readonly ridge_logistic: { readonly intercept: number; readonly coefficients: readonly number[] };
  readonly calibration: {
    readonly scores: readonly number[];
    readonly labels: readonly number[];
    readonly platt: { readonly slope: number; readonly intercept: number };
    readonly grid: readonly number[];
    readonly isotonic: readonly number[];
  };
  readonly tree_shap: {
    readonly rows: readonly (readonly (number | null)[])[];
    readonly trees: readonly XgboostNode[];
    readonly contributions: readonly (readonly number[])[];
  };
};

export function modelReference(): ModelReference {
  const path = join(import.meta.dirname, '..', '..', 'reference', 'model-scikit-learn.json');
  return JSON.parse(readFileSync(path, 'utf8'));
}
