import { join } from 'node:path';
import type { Accounting, FileAccounting, TableAccounting } from '../../core/tables/accounting.ts';
import { type TableName, tableNames } from '../../core/tables/canonical-tables.ts';
import { unmappedFile } from '../../core/tables/map-file.ts';
import type { DropMapping, FileMapping } from '../../core/tables/mapping.ts';
import { copyTableSql } from '../../core/tables/resolve-rows.sql.ts';
import { KindredError } from '../shared/errors.ts';
import type { TableEngine } from '../shared/ports.ts';
import type { Settings } from '../shared/settings.ts';
import { accountFile, unreadAccounting } from './account-file.ts';
import { accountOrders, accountTable } from './account-tables.ts';
import { agreeAttributes } from './agree-attributes.ts';
import { expandFile } from './expand-file.ts';
import { finishTables } from './finish-tables.ts';
import { type Gathered, gatherTable } from './gather-table.ts';
import { quarantineCsv } from './quarantine.ts';
import { withRepeatedKeys } from './repeated-keys.ts';
import type { DropFile, Limits } from './source-file.ts';
import { arrivalDay, type TypedFile, typeFile } from './type-file.ts';
import { type Understood, understandFile } from './understand-file.ts';
import { warningsOf } from './warnings.ts';

/** Raised whenever the same files and settings would land as other bytes than before. */
export const LANDING_CONTRACT = 'landing-2';

/** A drop as it landed on the local disk, before anything is stored. */
export type Landed = {
  readonly accounting: Omit<Accounting, 'landing'>;
  readonly mapping: DropMapping;
  readonly quarantine: string;
  /** Local parquet file per table. */
  readonly tables: ReadonlyMap<TableName, string>;
  /** Files with orders dated after their arrival, and that day: part of what the landing depends on. */
  readonly arrivalCuts: readonly { readonly file: string; readonly day: string }[];
  /** What a source keeps beside the tables, by artifact name: a local file, or its text. */
  readonly extras?: ReadonlyMap<string, { readonly file: string } | { readonly text: string }>;
};

/**
 * Lands a drop: reads and maps every file, casts and checks the rows, resolves keys, writes the canonical tables as parquet
 * into `scratch`, and accounts for every row and every cent. A file that cannot be read is refused by itself; the others go
 * on. The same files, settings and arrival order give the same bytes.
 */
export async function landFiles(
  engine: TableEngine,
  scratch: string,
  drop: readonly DropFile[],
  settings: Settings,
  limits?: Limits,
): Promise<Landed> {
  const { files, refused } = await expandFiles([...drop].sort(byAge), scratch, limits);
  const understood: Understood[] = [];
  for (const [index, source] of files.entries()) {
    try {
      understood.push(await understandFile(engine, scratch, index, source, settings, limits));
    } catch (error) {
      if (!(error instanceof KindredError) || error.code !== 'HostileFile') throw error;
      refused.push({ source, error });
    }
  }
  const { read, copies } = withoutCopies(understood);
  const typed: TypedFile[] = [];
  for (const [index, file] of agreeAttributes(read).entries())
    typed.push(await typeFile(engine, index, file, settings.time_zone));
  const gathered = new Map<TableName, Gathered>();
  for (const table of tableNames) {
    const made = await gatherTable(engine, typed, table);
    if (made !== null) gathered.set(table, made);
  }
  const { relations, respelled } = await finishTables(engine, gathered);
  const tables = new Map<TableName, string>();
  const tableAccounts: [TableName, TableAccounting][] = [];
  for (const [table, relation] of relations) {
    const account = await accountTable(engine, relation, gathered.get(table), typed);
    // Nothing was said about it: a refund column of zeros makes no table of returns.
    if (account.rows === 0 && account.files.length === 0) relations.delete(table);
    else tableAccounts.push([table, account]);
  }
  for (const [table, { relation, columns }] of relations) {
    const path = join(scratch, `${table}.parquet`);
    const union = { table, from: relation, columns };
    await engine.run(copyTableSql(`SELECT * FROM ${relation}`, union, path));
    tables.set(table, path);
  }
  const accounts: FileAccounting[] = [];
  const asked = new Map<string, FileMapping>();
  for (const [index, file] of typed.entries()) {
    const table = gathered.get(file.mapping.table ?? 'orders') ?? null;
    const account = await accountFile(engine, file, index, table);
    accounts.push(account);
    asked.set(account.file, withRepeatedKeys(file, index, account.rows_read, table, settings));
  }
  for (const copy of copies) accounts.push(copyAccounting(copy, accounts));
  accounts.push(
    ...understood.filter(({ raw }) => raw === null).map((file) => unreadAccounting(file.source, file)),
  );
  accounts.push(...refused.map(({ source, error }) => unreadAccounting(source, null, error)));
  accounts.sort((a, b) => (a.file < b.file ? -1 : 1));
  const mapping: FileMapping[] = [
    ...understood.map((file) => asked.get(file.source.file) ?? file.mapping),
    ...refused.map(({ source, error }) => ({
      ...unmappedFile(source.file, error.problems[0]?.name ?? 'UNREADABLE'),
      format: null,
      undecided: [],
    })),
  ].sort((a, b) => (a.file < b.file ? -1 : 1));
  const orders = await accountOrders(engine, relations, settings);
  const entries = typed.flatMap(({ quarantined }) => quarantined);
  entries.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0)));
  const accounting = {
    contract: LANDING_CONTRACT,
    files: accounts,
    tables: Object.fromEntries(tableAccounts),
    ...orders,
    ...warningsOf({ accounts, gathered, typed, mapping, orders, settings, respelled }),
  };
  return {
    accounting,
    mapping: { files: mapping },
    quarantine: quarantineCsv(entries),
    tables,
    arrivalCuts: typed
      .filter(({ future }) => future)
      .map(({ source }) => ({ file: source.file, day: arrivalDay(source.arrived) }))
      .sort((a, b) => (a.file < b.file ? -1 : 1)),
  };
}

type Refused = { readonly source: DropFile; readonly error: KindredError };

/** Archives and workbooks as the files they hold, in their place. */
async function expandFiles(
  drop: readonly DropFile[],
  scratch: string,
  limits: Limits | undefined,
): Promise<{ readonly files: readonly DropFile[]; readonly refused: Refused[] }> {
  const files: DropFile[] = [];
  const refused: Refused[] = [];
  for (const [index, source] of drop.entries()) {
    try {
      files.push(...(await expandFile(source, scratch, index, limits)));
    } catch (error) {
      if (!(error instanceof KindredError) || error.code !== 'HostileFile') throw error;
      refused.push({ source, error });
    }
  }
  return { files, refused };
}

/** Oldest first; files of the same second by name, so that the clock of the place that took them in decides nothing. */
export function byAge(a: DropFile, b: DropFile): number {
  const [first, second] = [a, b].map(({ arrived }) => Math.floor(Date.parse(arrived) / 1000));
  return (first ?? 0) - (second ?? 0) || (a.file < b.file ? -1 : a.file > b.file ? 1 : 0);
}

type Read = Understood & { readonly raw: string };
type Copy = { readonly file: Read; readonly kept: string };

/** The very same bytes under two names count once: the newest stays. */
function withoutCopies(understood: readonly Understood[]): {
  readonly read: readonly Read[];
  readonly copies: readonly Copy[];
} {
  const withRows = understood.filter((file): file is Read => file.raw !== null);
  const newest = new Map(withRows.map((file) => [file.source.sha256, file.source.file]));
  const isKept = (file: Read): boolean => newest.get(file.source.sha256) === file.source.file;
  return {
    read: withRows.filter(isKept),
    copies: withRows
      .filter((file) => !isKept(file))
      .map((file) => ({ file, kept: newest.get(file.source.sha256) ?? '' })),
  };
}

function copyAccounting({ file, kept }: Copy, accounts: readonly FileAccounting[]): FileAccounting {
  const original = accounts.find((account) => account.file === kept);
  const blank = unreadAccounting(file.source, file);
  if (original === undefined) return blank;
  return {
    ...blank,
    verdict: 'landed',
    table: file.mapping.table,
    rows_read: original.rows_read,
    rows_deduplicated: original.rows_read,
    lines_skipped: original.lines_skipped,
    totals: { ...blank.totals, read: original.totals.read, deduplicated: original.totals.read },
    note: `the same bytes as ${kept}`,
  };
}
