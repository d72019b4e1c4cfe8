import * as z from 'zod';
import type { Accounting } from '../../core/tables/accounting.ts';
import { canonicalJson } from '../../core/tables/canonical-json.ts';
import { type TableName, tableNames } from '../../core/tables/canonical-tables.ts';
import type { DropMapping } from '../../core/tables/mapping.ts';
import { landingId as landingIdSchema } from '../../events/ids.ts';
import type { Artifact } from '../../events/step.ts';
import { artifact } from '../../events/step.ts';
import { readArtifact, writeArtifact } from '../shared/artifacts.ts';
import { writeJson } from '../shared/json-artifacts.ts';
import type { ObjectStore } from '../shared/ports.ts';
import type { Settings } from '../shared/settings.ts';
import { sha256 } from '../shared/sha256.ts';
import { LANDING_CONTRACT, type Landed } from './land-files.ts';
import { landingSettings } from './landing-settings.ts';
import type { StoredLanding } from './plan-run.ts';
import type { DropFile } from './source-file.ts';
import { arrivalDay } from './type-file.ts';

export type ArrivalCut = Landed['arrivalCuts'][number];

/**
 * The id of a landing: a hash of every file's content and name, of the order in which files of one table arrived (it decides
 * which of two rows is newer), of the landing settings and the contract. Days of arrival count only where an order is dated
 * after one of them. A queried source counts by its own id, which is a hash of its shards and queries.
 */
export function landingId(
  files: readonly DropFile[],
  tables: ReadonlyMap<string, string>,
  settings: Settings,
  cuts: readonly ArrivalCut[],
  source: string | null = null,
): string {
  const contents = files
    .map(({ file, sha256: hash }) => [hash, file])
    .sort(([a, m], [b, n]) => (`${a} ${m}` < `${b} ${n}` ? -1 : 1));
  const order = new Map<string, string[]>();
  for (const { file } of files) {
    // An archive or a workbook counts for every table its files or sheets gave.
    const made = [...tables]
      .filter(([name]) => name === file || name.startsWith(`${file}/`))
      .map(([, table]) => table);
    for (const table of new Set(made)) order.set(table, [...(order.get(table) ?? []), file]);
  }
  const ages = [...order].filter(([, names]) => names.length > 1).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = canonicalJson({
    contents,
    ages,
    settings: landingSettings(settings),
    arrival_cuts: cuts.map(({ file, day }) => [file, day]),
    contract: LANDING_CONTRACT,
    ...(source === null ? {} : { source }),
  });
  return `land_${sha256(text).slice(0, 32)}`;
}

/** What a source may keep beside the tables, and as which file. */
const extraFiles: { readonly [name: string]: string } = {
  'ga4-features': 'ga4-features.parquet',
  'ga4-lead-history': 'ga4-lead-history.parquet',
  'ga4-source': 'ga4-source.json',
};

const artifactNames = (tables: readonly TableName[]): readonly string[] => [
  'mapping',
  'quarantine',
  ...Object.keys(extraFiles),
  ...tables.map((table) => `table-${table}`),
];

/** Verified by its hash and written by this contract: the door checks that it is the document. */
const accountingDocument = z.custom<Accounting>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    ['landing', 'contract', 'files', 'tables', 'totals'].every((name) => name in value),
  'an accounting document',
);

const storedParts = z.looseObject({ artifacts: z.record(z.string(), artifact.omit({ key: true })) });

const folder = (warehouse: string, landing: string): string => `landed/${warehouse}/${landing}`;
const fileOf = (name: string): string =>
  extraFiles[name] ??
  (name === 'mapping'
    ? 'mapping.json'
    : name === 'quarantine'
      ? 'quarantine.csv'
      : `${name.slice('table-'.length)}.parquet`);

/**
 * Writes a landing's files, `accounting.json` last: it names the others with their hashes, so a landing that has it is whole.
 */
export async function storeLanding(
  objects: ObjectStore,
  warehouse: string,
  landing: string,
  landed: Landed,
): Promise<StoredLanding> {
  const at = folder(warehouse, landing);
  const artifacts: Record<string, Artifact> = {
    mapping: await writeJson(objects, `${at}/mapping.json`, landed.mapping),
    quarantine: await writeArtifact(objects, `${at}/quarantine.csv`, landed.quarantine),
  };
  for (const table of tableNames) {
    const file = landed.tables.get(table);
    if (file !== undefined)
      artifacts[`table-${table}`] = await writeArtifact(objects, `${at}/${table}.parquet`, { file });
  }
  for (const [name, extra] of landed.extras ?? [])
    artifacts[name] = await writeArtifact(
      objects,
      `${at}/${fileOf(name)}`,
      'text' in extra ? extra.text : extra,
    );
  const hashes = Object.fromEntries(
    Object.entries(artifacts).map(([name, { sha256: hash, bytes }]) => [name, { sha256: hash, bytes }]),
  );
  const accounting: Accounting = { landing, ...landed.accounting };
  artifacts['accounting'] = await writeJson(objects, `${at}/accounting.json`, {
    ...accounting,
    artifacts: hashes,
  });
  return { landing, accounting, artifacts };
}

const inputsSchema = z.strictObject({
  landing: landingIdSchema,
  cuts: z.array(z.strictObject({ file: z.string(), day: z.string() })),
});

const inputsKey = (warehouse: string, files: readonly DropFile[], settings: Settings): string => {
  const text = canonicalJson({
    files: files.map(({ file, sha256: hash }) => [file, hash]),
    settings: landingSettings(settings),
    contract: LANDING_CONTRACT,
  });
  return `landed/${warehouse}/inputs/${sha256(text)}.json`;
};

/** Remembers which landing these very files, in this order of age, became: a rerun then need not read them again. */
export async function rememberInputs(
  objects: ObjectStore,
  warehouse: string,
  files: readonly DropFile[],
  settings: Settings,
  made: { readonly landing: string; readonly cuts: readonly ArrivalCut[] },
): Promise<void> {
  await objects.put(inputsKey(warehouse, files, settings), `${JSON.stringify(made)}\n`, {
    contentType: 'application/json',
  });
}

/** The landing these files became before, when it still holds: no order is dated after its file's arrival, or the days are the same. */
export async function rememberedLanding(
  objects: ObjectStore,
  warehouse: string,
  files: readonly DropFile[],
  settings: Settings,
): Promise<StoredLanding | null> {
  const bytes = await objects.get(inputsKey(warehouse, files, settings));
  if (bytes === null) return null;
  const { landing, cuts } = inputsSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  const days = new Map(files.map(({ file, arrived }) => [file, arrivalDay(arrived)]));
  if (cuts.some(({ file, day }) => days.get(file) !== day)) return null;
  const stored = await readLanding(objects, warehouse, landing);
  const last = stored?.accounting.last_order_date ?? null;
  if (last !== null && [...days.values()].some((day) => day < last)) return null;
  return stored;
}

/** A landing stored before, or null. Its `accounting.json` is what says that it is whole. */
export async function readLanding(
  objects: ObjectStore,
  warehouse: string,
  landing: string,
): Promise<StoredLanding | null> {
  const at = folder(warehouse, landing);
  const key = `${at}/accounting.json`;
  const bytes = await objects.get(key);
  if (bytes === null) return null;
  const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const accounting = accountingDocument.parse(json);
  const hashes = storedParts.parse(json).artifacts;
  const artifacts: Record<string, Artifact> = {
    accounting: { key, sha256: sha256(bytes), bytes: bytes.length },
  };
  for (const name of artifactNames(tableNames)) {
    const hash = hashes[name];
    if (hash !== undefined) artifacts[name] = { key: `${at}/${fileOf(name)}`, ...hash };
  }
  return { landing, accounting, artifacts };
}

/** The mapping of a stored landing, verified. */
export async function readMapping(objects: ObjectStore, { artifacts }: StoredLanding): Promise<DropMapping> {
  const made = artifacts['mapping'];
  if (made === undefined) return { files: [] };
  const json: unknown = JSON.parse(new TextDecoder().decode(await readArtifact(objects, made)));
  return mappingDocument.parse(json);
}

const mappingDocument = z.custom<DropMapping>(
  (value) => typeof value === 'object' && value !== null && 'files' in value,
);
