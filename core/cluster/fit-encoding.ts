import type {
  CategoryColumn,
  FeatureDefinition,
  FeatureTable,
  NumericColumn,
} from '../model/feature-table.ts';
import { selectRows } from '../model/select-rows.ts';
import { quantileSorted } from '../stats/quantile.ts';
import { createRandom } from '../stats/random.ts';
import { type Coordinate, clampZ, type Encoding, encode } from './encoding.ts';
import { redundancyWeights } from './feature-redundancy.ts';
import { boughtCategory } from './feature-words.ts';

export type EncodingParams = {
  /** Features that do not take part, by name. */
  readonly without: readonly string[];
  /** Variance of a whole feature in the space; 1 where it is not named. */
  readonly weights: Readonly<Record<string, number>>;
  /** Variance of all "buys …" features together, at most: product mix is one trait of many columns. */
  readonly most_bought: number;
  /** A feature known for a smaller share of the rows is left out. */
  readonly least_known: number;
  /** A category level held, or lacked, by a smaller share of the rows gets no coordinate: a handful would lie far out alone. */
  readonly least_level: number;
};

export const defaultEncoding: EncodingParams = {
  without: [],
  weights: {},
  most_bought: 3,
  least_known: 0.5,
  least_level: 0.03,
};

/**
 * Learns the encoding of a table. Every feature has the same total variance (its weight, 1 unless told), however many
 * levels it has, less where others measure the same ({@link redundancyWeights}), so revenue does not enter five times: a level's coordinate is divided by the spread of the whole feature, so neither a many-level category nor
 * a rare level dominates. Numeric features are scaled by median and IQR ÷ 1.349 and cut at ±3, long right tails after a
 * logarithm, so one giant does not make a cluster of its own. Unknown becomes the mean: it pulls nowhere; features known
 * for less than `least_known` of the rows are left out, for then the mean would be most of what is clustered.
 * O(rows log rows × features).
 */
export function fitEncoding(table: FeatureTable, params: EncodingParams = defaultEncoding): Encoding {
  const coordinates: Coordinate[] = [];
  const leftOut: { feature: string; because: string }[] = [];
  table.features.forEach((definition, f) => {
    if (params.without.includes(definition.name)) return;
    const column = table.columns[f];
    if (column === undefined) throw new RangeError(`no column for ${definition.name}`);
    const found =
      column.kind === 'numeric'
        ? numericCoordinate(definition, column, params)
        : levelCoordinates(definition, column, params);
    if (typeof found === 'string') leftOut.push({ feature: definition.name, because: found });
    else coordinates.push(...found);
  });
  return { coordinates: balanced(table, coordinates, params), left_out: leftOut };
}

/** Scales coordinates by the features' weights, the cap on product mix, and redundancy. */
function balanced(
  table: FeatureTable,
  coordinates: readonly Coordinate[],
  params: EncodingParams,
): readonly Coordinate[] {
  const names = coordinates.map((coordinate) => coordinate.feature);
  const used = [...new Set(names)];
  const rows = createRandom(redundancySeed).sample(
    table.ids.length,
    Math.min(table.ids.length, redundancyRows),
  );
  const cloud = encode({ coordinates, left_out: [] }, selectRows(table, rows));
  const redundancy = redundancyWeights(
    cloud,
    names.map((name) => used.indexOf(name)),
  );
  const bought = new Set(
    table.features
      .filter((definition) => boughtCategory(definition) !== null)
      .map((definition) => definition.name),
  );
  const mix = used.filter((name) => bought.has(name)).length;
  return coordinates.map((coordinate) => {
    const name = coordinate.feature;
    const share = bought.has(name) ? Math.min(1, params.most_bought / mix) : 1;
    const variance = (params.weights[name] ?? 1) * share * redundancy[used.indexOf(name)]!;
    return { ...coordinate, weight: coordinate.weight * Math.sqrt(variance) };
  });
}

const redundancyRows = 1000;
const redundancySeed = 42;

function numericCoordinate(
  { name }: FeatureDefinition,
  column: NumericColumn,
  params: EncodingParams,
): readonly Coordinate[] | string {
  const rows = column.values.length;
  const values = column.values.filter((_, r) => column.known[r] === 1).sort();
  if (values.length < params.least_known * rows || values.length < 2)
    return `known for ${values.length} of ${rows}`;
  const [low, middle, high] = [
    quantileSorted(values, 0.05),
    quantileSorted(values, 0.5),
    quantileSorted(values, 0.95),
  ];
  // A right tail three times as long as the left one: percentages and amounts alike are read on a log scale.
  const skewed = values[0]! >= 0 && high - middle > 3 * (middle - low);
  const positive = values.filter((x) => x > 0);
  const unit = skewed && positive.length > 0 ? quantileSorted(positive, 0.5) : null;
  const seen = unit === null ? values : values.map((x) => Math.log1p(x / unit));
  const centre = quantileSorted(seen, 0.5);
  const spread = quantileSorted(seen, 0.75) - quantileSorted(seen, 0.25);
  const scale = spread > 0 ? spread / 1.349 : deviation(seen);
  if (!(scale > 0)) return 'the same for everybody';
  const z = seen.map((x) => clampZ((x - centre) / scale));
  const sd = deviation(z);
  if (!(sd > 0)) return 'the same for everybody';
  const weight = 1 / sd;
  const mean = z.reduce((sum, x) => sum + x, 0) / z.length;
  return [{ kind: 'numeric', feature: name, log_unit: unit, centre, scale, mean, weight }];
}

function levelCoordinates(
  { name }: FeatureDefinition,
  column: CategoryColumn,
  params: EncodingParams,
): readonly Coordinate[] | string {
  const rows = column.codes.length;
  const counts = new Float64Array(column.levels.length);
  let known = 0;
  for (const code of column.codes)
    if (code >= 0) {
      known += 1;
      counts[code]! += 1;
    }
  if (known < params.least_known * rows || known < 2) return `known for ${known} of ${rows}`;
  const shares = counts.map((count) => count / known);
  const kept = [...column.levels.keys()].filter(
    (l) => shares[l]! >= params.least_level && shares[l]! <= 1 - params.least_level,
  );
  const variance = kept.reduce((sum, l) => sum + shares[l]! * (1 - shares[l]!), 0);
  if (kept.length === 0)
    return shares.some((share) => share > 1 - params.least_level)
      ? 'nearly the same for everybody'
      : 'no level is common enough';
  const weight = 1 / Math.sqrt(variance);
  return kept.map((l) => ({
    kind: 'level',
    feature: name,
    level: column.levels[l]!,
    mean: shares[l]!,
    weight,
  }));
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
}
