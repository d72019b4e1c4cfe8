import { attributePrefix, canonicalTables, type TableName } from '../../core/tables/canonical-tables.ts';
import { type Projection, projectRows } from '../../core/tables/project-rows.sql.ts';
import { copiesSql, keyOf, losersSql, type Union } from '../../core/tables/resolve-rows.sql.ts';
import { sqlName } from '../../core/tables/sql-text.ts';
import type { TableEngine } from '../shared/ports.ts';
import type { TypedFile } from './type-file.ts';

/** One canonical table in the engine, its rows resolved. */
export type Gathered = {
  readonly table: TableName;
  readonly relation: string;
  /** The same without the rows other files only carry along; null when no file is of this table. */
  readonly ownRelation: string | null;
  /** Column → SQL type, in the order they are written. */
  readonly columns: ReadonlyMap<string, string>;
  /** Indices of the files that gave rows of their own. */
  readonly own: readonly number[];
  /** Relation of rows that gave way: `_rank` (index of the file), `_n`, `same`. Null when none did. */
  readonly losers: string | null;
  /** Exact copies kept, in a table without a key. */
  readonly copies: number;
  /** Rows that gave way to a different row of the same key in the same file, by index of the file. */
  readonly conflicts: ReadonlyMap<number, number>;
};

/**
 * Brings the rows of one table together from all files, oldest first, and resolves those of equal key. Rows that a file only
 * carries along (an order file's customers) fill in where no file of the table itself has the key.
 */
export async function gatherTable(
  engine: TableEngine,
  files: readonly TypedFile[],
  table: TableName,
): Promise<Gathered | null> {
  const projections = files.flatMap((file, index) => {
    const made =
      file.mapping.table === null ? null : projectRows(file.mapping, file.typed, table, file.attributeTypes);
    return made === null ? [] : [{ index, made, own: file.mapping.table === table }];
  });
  const own = projections.filter((part) => part.own);
  const carried = projections.filter((part) => !part.own);
  if (projections.length === 0) return null;
  const columns = columnTypes(
    table,
    [...own, ...carried].map(({ made }) => made),
  );
  const names = [...columns.keys()];
  const unioned = async (
    relation: string,
    parts: readonly { readonly index: number; readonly made: Projection }[],
  ): Promise<Union> => {
    const selects = parts.map(({ index, made }) => {
      const cells = names.map((name) =>
        made.columns.has(name)
          ? `CAST(${sqlName(name)} AS ${columns.get(name)}) AS ${sqlName(name)}`
          : `CAST(NULL AS ${columns.get(name)}) AS ${sqlName(name)}`,
      );
      return `SELECT CAST(${index} AS INTEGER) AS _rank, _n, ${cells.join(', ')} FROM (${made.select})`;
    });
    await engine.run(`CREATE TABLE ${relation} AS ${selects.join(' UNION ALL ')}`);
    return { table, from: relation, columns: names };
  };
  let relation = '';
  let losers: string | null = null;
  let copies = 0;
  const conflicts = new Map<number, number>();
  if (own.length > 0) {
    const union = await unioned(`own_${table}`, own);
    relation = union.from;
    const key = keyOf(union);
    if (key === null) {
      const [row] = await engine.query(copiesSql(union));
      copies = Number(row?.['copies'] ?? 0);
    } else {
      await engine.run(`CREATE TABLE losers_${table} AS ${losersSql(union, key)}`);
      const [row] = await engine.query(`SELECT count(*) AS n FROM losers_${table}`);
      if (Number(row?.['n'] ?? 0) > 0) {
        losers = `losers_${table}`;
        for (const conflict of await engine.query(
          `SELECT _rank, count(*) AS rows FROM ${losers} WHERE own AND NOT same GROUP BY _rank ORDER BY _rank`,
        ))
          conflicts.set(Number(conflict['_rank']), Number(conflict['rows']));
        await engine.run(
          `CREATE VIEW kept_${table} AS SELECT * FROM ${relation} ANTI JOIN ${losers} USING (_rank, _n)`,
        );
        relation = `kept_${table}`;
      }
    }
  }
  const ownRelation = own.length > 0 ? relation : null;
  const [first] = canonicalTables[table].key ?? [];
  // Money given back adds to what a returns file says; payments on orders do not add to a payments file.
  const adds = first !== undefined || table === 'returns';
  if (carried.length > 0 && (own.length === 0 || adds)) {
    const union = await unioned(`carried_${table}`, carried);
    const key = keyOf(union);
    let extra = union.from;
    if (key !== null) {
      await engine.run(
        `CREATE VIEW fresh_${table} AS SELECT * FROM ${extra} ANTI JOIN (${losersSql(union, key)}) USING (_rank, _n)`,
      );
      extra = `fresh_${table}`;
    }
    if (relation === '') relation = extra;
    else {
      const keys = (key ?? []).map(sqlName).join(', ');
      await engine.run(
        `CREATE VIEW all_${table} AS SELECT * FROM ${relation} UNION ALL SELECT * FROM ${extra} ${key === null ? '' : ` ANTI JOIN ${relation} USING (${keys})`}`,
      );
      relation = `all_${table}`;
    }
  }
  return {
    table,
    relation,
    ownRelation,
    columns,
    own: own.map(({ index }) => index),
    losers,
    copies,
    conflicts,
  };
}

/** Canonical columns in the table's order, then attributes by name; a type that files disagree on becomes VARCHAR. */
function columnTypes(table: TableName, parts: readonly Projection[]): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const { columns } of parts)
    for (const [name, type] of columns)
      types.set(name, (types.get(name) ?? type) === type ? type : 'VARCHAR');
  const canonical = Object.keys(canonicalTables[table].columns).filter((name) => types.has(name));
  const attributes = [...types.keys()].filter((name) => name.startsWith(attributePrefix)).sort();
  return new Map([...canonical, ...attributes].map((name) => [name, types.get(name) ?? 'VARCHAR']));
}
