import { canonicalTables, type TableDefinition } from '../../core/tables/canonical-tables.ts';
import { type ColumnShape, missingWords } from '../../core/tables/cell-shape.ts';
import { dateStyle } from '../../core/tables/date-style.ts';
import { daysSql, fitEvidenceSql, numberEvidenceSql, oddNumbersSql } from '../../core/tables/evidence.sql.ts';
import { headerForm } from '../../core/tables/header-name.ts';
import type { Draft } from '../../core/tables/map-file.ts';
import type { ColumnMapping, Undecided } from '../../core/tables/mapping.ts';
import { noValueSql } from '../../core/tables/no-value.sql.ts';
import { type NumberVerdict, numberStyle } from '../../core/tables/number-style.ts';
import { parseBooleanSql, parseDateSql, plausibleDateSql } from '../../core/tables/parse-date.sql.ts';
import { parseNumberSql } from '../../core/tables/parse-number.sql.ts';
import type { Cell, TableEngine } from '../shared/ports.ts';
import type { Settings } from '../shared/settings.ts';
import { currencySigns, pointedKeys } from './amount-evidence.ts';
import type { FileSettings } from './file-settings.ts';

export type Settled = {
  readonly columns: readonly ColumnMapping[];
  readonly undecided: readonly Undecided[];
  /** SQL type of attributes, by position. */
  readonly attributeTypes: ReadonlyMap<number, string>;
};

const NUMERIC = new Set(['money', 'number', 'integer']);
const DISTINCT = 20_000;

/**
 * Decides from all values how each column writes its numbers and dates, and what type each further column has. What the
 * settings say about the file is obeyed. Columns of one file lend each other hints: a decimal comma speaks for day first.
 */
export async function settleColumns(
  engine: TableEngine,
  raw: string,
  draft: Draft,
  shapes: readonly ColumnShape[],
  settings: FileSettings,
  { time_zone: zone, currency: reporting }: Pick<Settings, 'time_zone' | 'currency'>,
): Promise<Settled> {
  const undecided: Undecided[] = [];
  const setting = (key: string, value: string): string =>
    `"files": {${JSON.stringify(draft.file)}: {${JSON.stringify(key)}: ${value}}}`;
  const texts = new Map<number, readonly string[]>();
  const valuesOf = async (sql: string): Promise<readonly string[]> => {
    const { value } = await engine.columns(sql);
    return (value ?? []).filter((cell): cell is string => typeof cell === 'string');
  };

  // Numbers: first the columns that prove their mark, then the rest with the file's mark as a hint.
  const attributes = draft.columns.filter(({ role }) => role === 'attribute');
  const numberLike = attributes.filter(
    ({ position }) => mostly(shapes[position], numericShapes) && !isCode(draft, position, shapes),
  );
  const numbers = [
    ...draft.columns.filter(({ type, role }) => NUMERIC.has(type) && role !== 'ignored'),
    ...numberLike,
  ];
  const verdicts = new Map<number, NumberVerdict>();
  if (numbers.length > 0) {
    const positions = [...new Set(numbers.map(({ position }) => position))];
    const [row] = await engine.query(numberEvidenceSql(raw, positions));
    const count = (name: string): number => asCount(row?.[name]);
    for (const at of positions) {
      const plain = count(`o_${at}`) === 0;
      const points = count(`p_${at}`);
      if (settings.decimal !== undefined)
        verdicts.set(at, {
          style: { decimal: settings.decimal },
          proven: true,
          evidence: 'the settings say so',
        });
      else if (plain && points > 0 && count(`t_${at}`) < points)
        verdicts.set(at, { style: { decimal: '.', plain: true }, proven: true, evidence: 'decimal points' });
      else if (plain && points === 0)
        verdicts.set(at, { style: { decimal: '.', plain: true }, proven: false, evidence: 'whole numbers' });
      else {
        const values = await valuesOf(oddNumbersSql(raw, at, DISTINCT));
        texts.set(at, values);
        verdicts.set(at, numberStyle(values, null));
      }
    }
    const mark = consensus(
      [...verdicts.values()].flatMap(({ proven, style }) =>
        proven && style !== null ? [style.decimal] : [],
      ),
    );
    if (mark !== null)
      for (const [at, verdict] of verdicts)
        if (!verdict.proven && verdict.style?.plain !== true)
          verdicts.set(at, numberStyle(texts.get(at) ?? [], mark));
  }
  const comma =
    consensus(
      [...verdicts.values()].flatMap(({ proven, style }) =>
        proven && style !== null ? [style.decimal] : [],
      ),
    ) === ',';

  // Dates, the same way; a decimal comma is used where days come first.
  const dateLike = attributes.filter(({ position }) => mostly(shapes[position], dateShapes));
  const dates = [
    ...draft.columns.filter(({ type, role }) => type === 'date' && role !== 'ignored'),
    ...dateLike,
  ];
  const days = new Map<number, readonly string[]>();
  for (const { position } of dates) days.set(position, await valuesOf(daysSql(raw, position, DISTINCT)));
  const forced =
    settings.day_first === undefined
      ? null
      : settings.day_first
        ? ('day-first' as const)
        : ('month-first' as const);
  const first = [...days.values()].map((values) => dateStyle(values.filter(isValue), null));
  const proven = consensus(
    first.flatMap(({ proven: sure, style }) =>
      sure && (style === 'day-first' || style === 'month-first') ? [style] : [],
    ),
  );
  const hint = forced ?? proven ?? (comma ? ('day-first' as const) : null);
  const styles = new Map(
    [...days].map(([position, values]) => {
      const verdict = dateStyle(values.filter(isValue), hint);
      const partedForced =
        forced !== null && (verdict.style === 'day-first' || verdict.style === 'month-first');
      return [
        position,
        partedForced ? { style: forced, proven: true, evidence: 'the settings say so' } : verdict,
      ] as const;
    }),
  );

  const signs = await currencySigns(engine, raw, draft, verdicts, reporting);
  const pointed = await pointedKeys(engine, raw, draft, shapes);
  const attributeTypes = await attributeSql(engine, raw, attributes, shapes, {
    numberLike,
    dateLike,
    verdicts,
    styles,
    zone,
  });
  const columns = draft.columns.map((column): ColumnMapping => {
    const number = verdicts.get(column.position);
    const date = styles.get(column.position);
    if (column.role === 'attribute') {
      const type = attributeTypes.get(column.position);
      if (type === 'DOUBLE' && number?.style != null)
        return { ...column, type: 'number', number: number.style };
      if (type === 'DATE' && date?.style != null) return { ...column, type: 'date', date: date.style };
      return { ...column, type: type === 'BOOLEAN' ? 'boolean' : 'text' };
    }
    if (pointed.has(column.position) && column.type === 'identifier')
      return { ...column, pointed: true, evidence: `${column.evidence}; whole numbers written as 1001.0` };
    if (NUMERIC.has(column.type) && number !== undefined) {
      if (number.style !== null)
        return {
          ...column,
          ...signs.get(column.position),
          number: number.style,
          evidence: `${column.evidence}; ${number.evidence}`,
        };
      undecided.push({
        column: `${column.table}.${column.column}`,
        header: column.header,
        matter: 'decimal mark',
        evidence: number.evidence,
        blocking: column.role === 'canonical',
        setting: setting('decimal', '"."'),
      });
    }
    if (column.type === 'date' && date !== undefined) {
      if (date.style !== null)
        return { ...column, date: date.style, evidence: `${column.evidence}; ${date.evidence}` };
      if ((days.get(column.position) ?? []).filter(isValue).length > 0)
        undecided.push({
          column: `${column.table}.${column.column}`,
          header: column.header,
          matter: 'date order',
          evidence: date.evidence,
          // A date the table can do without is left empty, with a warning.
          blocking: isRequiredColumn(column),
          setting: setting('day_first', 'true'),
        });
    }
    return column;
  });
  return { columns, undecided, attributeTypes };
}

function isRequiredColumn({ table, column, role }: ColumnMapping): boolean {
  const definition: TableDefinition = canonicalTables[table];
  return (
    role === 'canonical' &&
    Object.entries(definition.columns).some(([name, { required }]) => name === column && required === true)
  );
}

const numericShapes: readonly string[] = ['integer', 'decimal', 'marked-number'];
const dateShapes: readonly string[] = ['iso-date', 'parted-date', 'worded-date'];

function mostly(shape: ColumnShape | undefined, names: readonly string[]): boolean {
  if (shape === undefined || shape.values === 0) return false;
  let sum = 0;
  for (const [name, count] of shape.counts) if (names.includes(name)) sum += count;
  return sum >= 0.98 * shape.values;
}

/** Keys and codes stay text even where they are all digits: a territory 7 is no more than a territory 3. */
function isCode(draft: Draft, position: number, shapes: readonly ColumnShape[]): boolean {
  const header = draft.columns.find((column) => column.position === position)?.header ?? '';
  const leading = (shapes[position]?.counts.get('code') ?? 0) > 0;
  const words = header
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9#]+/);
  return leading || words.some((word) => codeWords.has(word)) || /(id|key|code)$/.test(headerForm(header));
}

const codeWords = new Set([
  'id',
  'key',
  'code',
  'no',
  'nr',
  'number',
  'num',
  'zip',
  'postal',
  'phone',
  'fax',
  'tel',
  'sku',
  'account',
  'reference',
  'ref',
  '#',
]);

const isValue = (value: string): boolean =>
  !missingWords.has(value.toLowerCase()) && !/^0+([./-]0+)*$/.test(value);

function consensus<T extends string>(votes: readonly T[]): T | null {
  const first = votes[0];
  return first !== undefined && votes.every((vote) => vote === first) ? first : null;
}

function asCount(cell: Cell | undefined): number {
  return typeof cell === 'number' ? cell : 0;
}

type AttributeEvidence = {
  readonly numberLike: readonly ColumnMapping[];
  readonly dateLike: readonly ColumnMapping[];
  readonly verdicts: ReadonlyMap<number, NumberVerdict>;
  readonly styles: ReadonlyMap<number, ReturnType<typeof dateStyle>>;
  readonly zone: string;
};

/** The narrowest type that every single value of an attribute has; VARCHAR where one of them does not fit. */
async function attributeSql(
  engine: TableEngine,
  raw: string,
  attributes: readonly ColumnMapping[],
  shapes: readonly ColumnShape[],
  { numberLike, dateLike, verdicts, styles, zone }: AttributeEvidence,
): Promise<ReadonlyMap<number, string>> {
  const present = (at: number): string => `CASE WHEN NOT ${noValueSql(`c${at}`)} THEN c${at} END`;
  const tests = [
    ...numberLike.flatMap(({ position }) => {
      const style = verdicts.get(position)?.style;
      return style == null
        ? []
        : [{ position, type: 'DOUBLE', expression: parseNumberSql(`c${position}`, style, 'DOUBLE') }];
    }),
    ...dateLike.flatMap(({ position }) => {
      const style = styles.get(position)?.style;
      return style == null
        ? []
        : [
            {
              position,
              type: 'DATE',
              expression: plausibleDateSql(parseDateSql(`c${position}`, style, zone)),
            },
          ];
    }),
    ...attributes
      .filter(({ position }) => mostly(shapes[position], ['flag']))
      .map(({ position }) => ({ position, type: 'BOOLEAN', expression: parseBooleanSql(`c${position}`) })),
  ];
  if (tests.length === 0) return new Map();
  const counted = tests.map((test) => ({
    ...test,
    expression: `CASE WHEN ${present(test.position)} IS NULL THEN c${test.position} ELSE CAST(${test.expression} AS VARCHAR) END`,
  }));
  const [row] = await engine.query(fitEvidenceSql(raw, counted));
  return new Map(
    counted.flatMap(({ position, type }) =>
      asCount(row?.[`n_${position}`]) === asCount(row?.[`x_${position}_${type}`])
        ? [[position, type] as const]
        : [],
    ),
  );
}
