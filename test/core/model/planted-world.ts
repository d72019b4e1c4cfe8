import type { Column, FeatureDefinition, FeatureTable } from '../../../core/model/feature-table.ts';
import { createRandom } from '../../../core/stats/random.ts';

export type World = {
  readonly customers: FeatureTable;
  readonly best: Int8Array;
  readonly background: FeatureTable;
  /** Per candidate: among the 2.5 % with the greatest planted fit. */
  readonly fits: Uint8Array;
};

export type WorldParams = {
  readonly customers: number;
  readonly prospects: number;
  /** Standard deviation of what decides who is best beside the planted traits. */
  readonly noise: number;
  /** How much more often customers sit in industries and regions that have nothing to do with being good. */
  readonly shift: number;
  readonly missing: number;
  readonly decoys: number;
};

const industries = ['3331', '3329', '3118', '3254', '4238', '2362', '4841', '6221', '5415', '7225'];
const regions = ['Midwest', 'South', 'West', 'Northeast'];

type Company = { readonly values: readonly (string | number)[]; readonly fit: number };

/** Companies whose worth hangs on six planted traits, with decoys, gaps and a market unlike the customers. */
export function plantWorld(seed: number, changes: Partial<WorldParams> = {}): World {
  const params: WorldParams = {
    customers: 1000,
    prospects: 6000,
    noise: 1.2,
    shift: 1,
    missing: 0.15,
    decoys: 6,
    ...changes,
  };
  const random = createRandom(seed);
  const weighted = (weights: readonly number[]): number => {
    let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
    let index = 0;
    while (index < weights.length - 1 && left > weights[index]!) {
      left -= weights[index]!;
      index++;
    }
    return index;
  };
  const make = (customer: boolean): Company => {
    const extra = customer ? params.shift : 0;
    const industry = weighted(industries.map((_, i) => (i >= 2 && i < 5 ? 1 + 2 * extra : 1)));
    const region = weighted([1, 1 + extra, 1, 1]);
    const employees = Math.max(1, Math.round(Math.exp(4.3 + 1.2 * random.normal())));
    const edi = random.next() < 0.2;
    const sites = 1 + Math.floor(-Math.log(1 - random.next()) * 1.2);
    const upkeep = random.int(3);
    return {
      values: [
        `${industries[industry]!}${1 + random.int(3)}0`,
        employees,
        regions[region]!,
        edi ? 'yes' : 'no',
        sites,
        ['in-house', 'mixed', 'outsourced'][upkeep]!,
        ...Array.from({ length: params.decoys }, (_, i) =>
          i % 2 === 0 ? random.normal() : ['a', 'b', 'c', 'd'][random.int(4)]!,
        ),
      ],
      fit:
        Number(industry === 0) +
        0.6 * Number(industry === 1) +
        Number(employees >= 200 && employees < 500) +
        0.6 * Number(region === 0) +
        0.9 * Number(edi) +
        0.8 * Number(sites >= 3) +
        0.7 * Number(upkeep === 0),
    };
  };
  const customers = Array.from({ length: params.customers }, () => make(true));
  const prospects = Array.from({ length: params.prospects }, () => make(false));
  const worth = customers.map(({ fit }) => fit + params.noise * random.normal());
  const cut = [...worth].sort((a, b) => b - a)[Math.round(params.customers / 5) - 1]!;
  const fitness = prospects.map(({ fit }) => fit + 1e-6 * random.normal());
  const fitCut = [...fitness].sort((a, b) => b - a)[Math.round(params.prospects * 0.025) - 1]!;
  const hide = (): boolean => random.next() < params.missing;
  return {
    customers: tabulate(customers, 'C', params.decoys, hide),
    best: Int8Array.from(worth, (value) => (value >= cut ? 1 : 0)),
    background: tabulate(prospects, 'P', params.decoys, hide),
    fits: Uint8Array.from(fitness, (value) => (value >= fitCut ? 1 : 0)),
  };
}

function tabulate(
  companies: readonly Company[],
  prefix: string,
  decoys: number,
  hide: () => boolean,
): FeatureTable {
  const forms: [string, FeatureDefinition['form']][] = [
    ['naics', 'hierarchy'],
    ['employees', 'numeric'],
    ['region', 'category'],
    ['edi', 'boolean'],
    ['facility_count', 'numeric'],
    ['attribute_upkeep', 'category'],
    ...Array.from({ length: decoys }, (_, i): [string, FeatureDefinition['form']] => [
      `attribute_decoy_${i}`,
      i % 2 === 0 ? 'numeric' : 'category',
    ]),
  ];
  return {
    ids: companies.map((_, i) => `${prefix}${String(i).padStart(6, '0')}`),
    features: forms.map(([name, form]) => featureOf(name, form)),
    columns: forms.map(([, form], i) =>
      columnOf(
        companies.map(({ values }) => (hide() ? null : values[i]!)),
        form,
      ),
    ),
  };
}

export function featureOf(name: string, form: FeatureDefinition['form']): FeatureDefinition {
  return {
    name,
    label: name,
    category: 'firmographic',
    population: 'both',
    known: 'timeless',
    unit: form === 'numeric' ? '' : null,
    form,
  };
}

export function columnOf(
  values: readonly (string | number | null)[],
  form: FeatureDefinition['form'],
): Column {
  if (form === 'numeric') {
    return {
      kind: 'numeric',
      values: Float64Array.from(values, (value) => Number(value ?? 0)),
      known: Uint8Array.from(values, (value) => (value === null ? 0 : 1)),
    };
  }
  const levels = [...new Set(values.filter((value) => value !== null).map(String))].sort();
  const codes = new Map(levels.map((level, code) => [level, code]));
  return {
    kind: 'category',
    levels,
    codes: Int32Array.from(values, (value) => (value === null ? -1 : codes.get(String(value))!)),
  };
}

/** A table from rows of plain values; forms by column. */
export function tableOf(
  forms: Readonly<Record<string, FeatureDefinition['form']>>,
  rows: readonly (readonly (string | number | null)[])[],
): FeatureTable {
  const names = Object.keys(forms);
  return {
    ids: rows.map((_, i) => `r${String(i).padStart(5, '0')}`),
    features: names.map((name) => featureOf(name, forms[name]!)),
    columns: names.map((name, i) =>
      columnOf(
        rows.map((row) => row[i] ?? null),
        forms[name]!,
      ),
    ),
  };
}

/** Share of planted fits among the k candidates with the highest scores. */
export function precisionAt(world: World, scores: Float64Array, k: number): number {
  const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
  return order.slice(0, k).reduce((sum, row) => sum + world.fits[row]!, 0) / k;
}
