import type {
  Column,
  FeatureDefinition,
  FeatureTable,
  KnownWhen,
  Population,
} from '../model/feature-table.ts';
import { selectFeatures, selectRows } from '../model/select-rows.ts';
import { featureSeparation } from '../model/usable-features.ts';

/** What a model may look at: features of whom, known when. */
export type AllowedFeatures = {
  readonly population: Population;
  readonly known: readonly KnownWhen[];
};

/** For predicting the outcome window: what the company is, and what it did before the window began. */
export const predictionFeatures: AllowedFeatures = {
  population: 'customer',
  known: ['timeless', 'feature-window'],
};

/** For companies never sold to: what a prospect can have, and nothing measured in orders. */
export const netNewFeatures: AllowedFeatures = { population: 'prospect', known: ['timeless'] };

export type RefusedFeature = {
  readonly feature: string;
  readonly reason: string;
  /** A person asked for it in the settings: the caller stops the run instead of going on without it. */
  readonly declared: boolean;
};

export type FirewallResult = {
  /** The table without the refused features. */
  readonly table: FeatureTable;
  readonly refused: readonly RefusedFeature[];
};

/** A single feature above this AUC is the label in disguise. */
export const leakAuc = 0.98;

/**
 * Lets only honest features through: known before the label's window begins, available for the model's population, and
 * not able to tell the label alone (AUC above 0.98). Every refusal is named with its reason. Rows with label −1 are not
 * looked at. Call it before every fit; a feature that slips past makes every figure after it worthless.
 *
 * @param label 1, 0 or −1 per row; null when only availability is to be checked.
 * @param declared names that the settings ask for.
 */
export function leakageFirewall(
  table: FeatureTable,
  label: Int8Array | null,
  allowed: AllowedFeatures,
  declared: readonly string[] = [],
): FirewallResult {
  const asked = new Set(declared);
  const sides = label === null ? null : { best: rowsWith(table, label, 1), rest: rowsWith(table, label, 0) };
  const refused: RefusedFeature[] = [];
  const kept: string[] = [];
  table.features.forEach((feature, index) => {
    const reason =
      unavailable(feature, allowed) ??
      (sides === null ? null : revealing(sides.best.columns[index]!, sides.rest.columns[index]!));
    if (reason === null) kept.push(feature.name);
    else refused.push({ feature: feature.name, reason, declared: asked.has(feature.name) });
  });
  return { table: selectFeatures(table, kept), refused };
}

function unavailable(feature: FeatureDefinition, allowed: AllowedFeatures): string | null {
  if (!allowed.known.includes(feature.known)) {
    return feature.known === 'label-window'
      ? 'measured in the window that decides who is best'
      : 'measured in orders before the cut, which this model may not use';
  }
  if (feature.population === 'both' || feature.population === allowed.population) return null;
  return feature.population === 'customer' ? 'only customers can have it' : 'only prospects can have it';
}

function revealing(best: Column, rest: Column): string | null {
  const auc = featureSeparation(best, rest);
  return auc > leakAuc ? `alone it tells the label with AUC ${auc.toFixed(3)}` : null;
}

function rowsWith(table: FeatureTable, label: Int8Array, wanted: number): FeatureTable {
  return selectRows(
    table,
    Array.from(label.keys()).filter((row) => label[row] === wanted),
  );
}
