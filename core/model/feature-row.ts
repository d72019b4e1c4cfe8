import type { Column, FeatureDefinition, FeatureTable } from './feature-table.ts';

export type LeadValue = string | number | boolean | null;

/** What a request gave that this feature cannot take, and why. */
export type IgnoredFeature = { readonly feature: string; readonly reason: string };

/**
 * One company's features as a table of one row, under the names a model knows. A name given as null is unknown; a value of
 * the wrong kind is unknown too and named in `ignored`. Levels are matched to `levels` without regard to case; a level nobody
 * has seen stays as it came, and the model puts it with the others.
 *
 * @example
 * const size = { name: 'employees', label: 'Employees', category: 'firmographic', population: 'both', known: 'timeless', unit: 'employees', form: 'numeric' };
 * featureRow([size], { employees: 'many' }).ignored; // => [{ feature: 'employees', reason: 'not a number: many' }]
 */
export function featureRow(
  definitions: readonly FeatureDefinition[],
  values: { readonly [feature: string]: LeadValue | undefined },
  levels: { readonly [feature: string]: readonly string[] } = {},
): { readonly table: FeatureTable; readonly ignored: readonly IgnoredFeature[] } {
  const ignored: IgnoredFeature[] = [];
  const columns = definitions.map((definition): Column => {
    const value = values[definition.name] ?? null;
    if (definition.form === 'numeric') {
      const number = numberOf(value);
      if (value !== null && number === null)
        ignored.push({ feature: definition.name, reason: `not a number: ${String(value).slice(0, 60)}` });
      return {
        kind: 'numeric',
        values: Float64Array.of(number ?? 0),
        known: Uint8Array.of(number === null ? 0 : 1),
      };
    }
    const level =
      definition.form === 'boolean' ? yesOrNo(value) : value === null ? null : String(value).trim();
    if (value !== null && (level === null || level === ''))
      ignored.push({
        feature: definition.name,
        reason: definition.form === 'boolean' ? `neither yes nor no: ${String(value).slice(0, 60)}` : 'empty',
      });
    if (level === null || level === '') return { kind: 'category', levels: [], codes: Int32Array.of(-1) };
    const known = levels[definition.name]?.find((name) => name.toLowerCase() === level.toLowerCase());
    return { kind: 'category', levels: [known ?? level], codes: Int32Array.of(0) };
  });
  return { table: { ids: ['lead'], features: definitions, columns }, ignored };
}

function numberOf(value: LeadValue): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value.replace(/[,\s]/g, ''));
  return Number.isFinite(number) ? number : null;
}

const yes: ReadonlySet<string> = new Set(['yes', 'y', 'true', 't', '1']);
const no: ReadonlySet<string> = new Set(['no', 'n', 'false', 'f', '0']);

function yesOrNo(value: LeadValue): string | null {
  const text = String(value).trim().toLowerCase();
  if (value !== null && yes.has(text)) return 'yes';
  return value !== null && no.has(text) ? 'no' : null;
}
