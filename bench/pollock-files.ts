/**
 * Polluted versions of one file, after "Pollock: A Data Loading Benchmark" (Vitagliano et al., PVLDB 16(8), 2023): the same
 * kinds of pollution, over a table of our own, with the weights its authors counted in a survey of 3,712 real files.
 */
export type Polluted = {
  readonly name: string;
  /** The kind of pollution the file belongs to. */
  readonly kind: string;
  /** How often the kind occurs in real files, shared among the files of the kind. */
  readonly weight: number;
  readonly text: string;
  /** What a perfect reader gives: header cells and records. */
  readonly header: readonly string[];
  readonly records: readonly (readonly string[])[];
};

const names = [
  'DATE',
  'TIME',
  'Qty',
  'PRODUCTID',
  'Price',
  'ProductType',
  'ProductDescription',
  'URL',
  'Comments',
];
const RECORDS = 91;

/** Weights of the kinds with one file each. */
const survey = {
  source: 1,
  no_payload: 15,
  no_trailing_newline: 184,
  double_trailing_newline: 5,
  no_header: 470,
  header_multirow_2: 47,
  header_multirow_3: 47,
  preamble: 282,
  multitable_same: 188 / 3,
  multitable_more: 188 / 3,
  multitable_less: 188 / 3,
  header_only: 3,
  one_data_row: 4,
  record_delimiter_cr: 7,
  record_delimiter_lf: 1691,
  field_delimiter_tab: 4,
  field_delimiter_semicolon: 834,
  field_delimiter_space: 4,
  field_delimiter_comma_space: 101,
  quotation_char_single: 11,
  escape_char_backslash: 1,
  escape_char_none: 7,
} as const;
/** Weights of the kinds that pollute one place of one row, over all their files together. */
const rowKinds = { row_less_separators: 260, row_more_separators: 260, row_extra_quote: 8 } as const;

type Table = { readonly header: readonly string[]; readonly records: readonly (readonly string[])[] };

function sourceTable(): Table {
  const records = Array.from({ length: RECORDS }, (_, i) => [
    `${String(1 + (i % 28)).padStart(2, '0')}/0${1 + (i % 9)}/2018`,
    `${String(i % 24).padStart(2, '0')}:${String((i * 7) % 60).padStart(2, '0')}`,
    String(1 + (i % 12)),
    `P-${1000 + i}`,
    `${(i * 37) % 900}.${String((i * 13) % 100).padStart(2, '0')}`,
    ['Pump', 'Valve', 'Seal kit'][i % 3] ?? '',
    i % 5 === 0 ? `Ball valve, ${i} mm "long" type` : i % 7 === 0 ? `two\nlines ${i}` : `Plain part ${i}`,
    `https://parts.example/p?id=${i}`,
    i % 4 === 0 ? '' : `comment ${i}`,
  ]);
  return { header: names, records };
}

type Style = {
  readonly delimiter?: string;
  readonly newline?: string;
  readonly quote?: string;
  readonly escape?: string;
};

function row(
  cells: readonly string[],
  { delimiter = ',', quote = '"', escape: escaping = quote }: Style = {},
): string {
  return cells
    .map((cell) => `${quote}${cell.replaceAll(quote, `${escaping}${quote}`)}${quote}`)
    .join(delimiter);
}

function text({ header, records }: Table, style: Style = {}): string {
  const newline = style.newline ?? '\r\n';
  return [header, ...records].map((cells) => `${row(cells, style)}${newline}`).join('');
}

/**
 * The polluted files. `every` thins out the kinds that pollute one place of one row: 1 gives all of them (about 2,300 files),
 * 9 every ninth; the weights are shared among those that are left.
 */
export function pollutedFiles(every: number): readonly Polluted[] {
  const table = sourceTable();
  const { header, records } = table;
  const lines = [header, ...records].map((cells) => row(cells));
  const whole = text(table);
  const single = (kind: keyof typeof survey, content: string, expected: Table): Polluted => ({
    name: kind,
    kind,
    weight: survey[kind],
    text: content,
    ...expected,
  });
  const second = (width: number): Table => ({
    header: Array.from({ length: width }, (_, i) => `Second ${i}`),
    records: Array.from({ length: 10 }, (_, i) => Array.from({ length: width }, (_, at) => `s${i}-${at}`)),
  });
  const stacked = (width: number): readonly [string, Table] => {
    const other = second(width);
    return [`${whole}${text(other)}`, { header, records: [...records, other.header, ...other.records] }];
  };
  const multirow = (count: number): readonly [string, Table] => {
    const extra = Array.from({ length: count - 1 }, (_, i) => header.map((name) => `${name} ${i}`));
    return [
      text({ header, records: [...extra, ...records] }),
      { header: [...header, ...extra.flat()], records },
    ];
  };
  const files: Polluted[] = [
    single('source', whole, table),
    single('no_payload', '', { header: [], records: [] }),
    single('no_trailing_newline', whole.slice(0, -2), table),
    single('double_trailing_newline', `${whole}\r\n`, table),
    single('no_header', text({ header: records[0] ?? [], records: records.slice(1) }), {
      header: [],
      records,
    }),
    single('header_multirow_2', ...multirow(2)),
    single('header_multirow_3', ...multirow(3)),
    single('preamble', `"Sales of parts"\r\n"exported by nobody"\r\n\r\n${whole}`, table),
    single('multitable_same', ...stacked(names.length)),
    single('multitable_more', ...stacked(names.length + 3)),
    single('multitable_less', ...stacked(names.length - 3)),
    single('header_only', text({ header, records: [] }), { header, records: [] }),
    single('one_data_row', text({ header, records: records.slice(0, 1) }), {
      header,
      records: records.slice(0, 1),
    }),
    single('record_delimiter_cr', text(table, { newline: '\r' }), table),
    single('record_delimiter_lf', text(table, { newline: '\n' }), table),
    single('field_delimiter_tab', text(table, { delimiter: '\t' }), table),
    single('field_delimiter_semicolon', text(table, { delimiter: ';' }), table),
    single('field_delimiter_space', text(table, { delimiter: ' ' }), table),
    single('field_delimiter_comma_space', text(table, { delimiter: ', ' }), table),
    single('quotation_char_single', text(table, { quote: "'" }), table),
    single('escape_char_backslash', text(table, { escape: '\\' }), table),
    single('escape_char_none', text(table, { escape: '' }), table),
  ];
  const rowFiles = new Map<keyof typeof rowKinds, Omit<Polluted, 'weight'>[]>();
  let counter = 0;
  for (let at = 0; at <= RECORDS; at += 1) {
    for (let column = 1; column < names.length; column += 1) {
      counter += 1;
      if (counter % every !== 0) continue;
      const cells = at === 0 ? header : (records[at - 1] ?? []);
      const polluted = (kind: keyof typeof rowKinds, line: string, expected: readonly string[]): void => {
        const content = lines.map((other, i) => `${i === at ? line : other}\r\n`).join('');
        const want: Table =
          at === 0
            ? { header: expected, records }
            : { header, records: records.map((other, i) => (i === at - 1 ? expected : other)) };
        rowFiles.set(kind, [
          ...(rowFiles.get(kind) ?? []),
          { name: `${kind} ${at}/${column}`, kind, text: content, ...want },
        ]);
      };
      const [left, right] = [cells.slice(0, column), cells.slice(column)];
      polluted('row_more_separators', `${row(left)},,${row(right)}`, [...left, '', ...right]);
      polluted('row_less_separators', `${row(left)}${row(right)}`, [
        ...left.slice(0, -1),
        `${left.at(-1) ?? ''}"${right[0] ?? ''}`,
        ...right.slice(1),
      ]);
      polluted(
        'row_extra_quote',
        cells.map((cell, i) => (i === column ? `"""${cell.replaceAll('"', '""')}"` : row([cell]))).join(','),
        cells.map((cell, i) => (i === column ? `"${cell}` : cell)),
      );
    }
  }
  for (const [kind, made] of rowFiles)
    files.push(...made.map((file) => ({ ...file, weight: rowKinds[kind] / made.length })));
  return files;
}

/** The ten measures of one file, each 0–1: success; precision, recall and F1 of header cells, records and cells. */
export function measures(
  file: Polluted,
  loaded: { readonly header: readonly string[]; readonly records: readonly (readonly string[])[] } | null,
): readonly number[] {
  if (loaded === null) return Array.from({ length: 10 }, () => 0);
  const tidy = (cell: string): string => cell.trim();
  const joined = (cells: readonly string[]): string => cells.map(tidy).join('\u001f');
  return [
    1,
    ...scores(file.header.map(tidy), loaded.header.map(tidy)),
    ...scores(file.records.map(joined), loaded.records.map(joined)),
    ...scores(file.records.flat().map(tidy), loaded.records.flat().map(tidy)),
  ];
}

function scores(want: readonly string[], got: readonly string[]): readonly number[] {
  if (want.length === 0) return [1, 1, 1];
  const left = new Map<string, number>();
  for (const item of want) left.set(item, (left.get(item) ?? 0) + 1);
  let common = 0;
  for (const item of got) {
    const count = left.get(item) ?? 0;
    if (count === 0) continue;
    left.set(item, count - 1);
    common += 1;
  }
  if (common === 0) return [0, 0, 0];
  const precision = common / got.length;
  const recall = common / want.length;
  return [precision, recall, (2 * precision * recall) / (precision + recall)];
}
