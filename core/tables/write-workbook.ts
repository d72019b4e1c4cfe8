import { strToU8, type Zippable, zipSync } from 'fflate';

/** What a column of a sheet is shown as. `text` keeps leading zeros that a person types. */
export type SheetColumn = { readonly width: number; readonly format: 'text' | 'number' | 'date' | 'general' };

/** A sheet: a header row, then rows. Numbers are written as numbers, `YYYY-MM-DD` in date columns as days. */
export type Sheet = {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';
const openxml = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** Positions in `styles`; `header` is the bold one. */
const style = { general: 0, header: 1, text: 2, number: 3, date: 4 } as const;

const styles = `${head}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf xfId="0"/><xf fontId="1" applyFont="1" xfId="0"/><xf numFmtId="49" applyNumberFormat="1" xfId="0"/><xf numFmtId="4" applyNumberFormat="1" xfId="0"/><xf numFmtId="164" applyNumberFormat="1" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/**
 * An Excel workbook of small sheets, as bytes: the same sheets, the same bytes, in any time zone. The header stays in sight. Made
 * for templates; a table of data is better written as CSV or parquet, since the whole workbook is held in memory.
 */
export function writeWorkbook(sheets: readonly Sheet[]): Uint8Array<ArrayBuffer> {
  const numbers = sheets.map((_, at) => at + 1);
  const parts: readonly (readonly [string, string])[] = [
    [
      '[Content_Types].xml',
      `${head}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${openxml}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${openxml}.styles+xml"/>${numbers.map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${openxml}.worksheet+xml"/>`).join('')}</Types>`,
    ],
    [
      '_rels/.rels',
      `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets.map(({ name }, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${head}<Relationships xmlns="${packaged}/relationships">${numbers.map((n) => `<Relationship Id="rId${n}" Type="${office}/worksheet" Target="worksheets/sheet${n}.xml"/>`).join('')}<Relationship Id="rId${sheets.length + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ['xl/styles.xml', styles],
    ...sheets.map((sheet, at) => [`xl/worksheets/sheet${at + 1}.xml`, sheetXml(sheet)] as const),
  ];
  const files: Zippable = Object.fromEntries(parts.map(([name, xml]) => [name, strToU8(xml)]));
  // A local date, since zip archives write local times: the same digits everywhere.
  return zipSync(files, { mtime: new Date(1980, 0, 1, 12) });
}

function sheetXml({ columns, header, rows }: Sheet): string {
  const cols = columns
    .map(
      ({ width, format }, at) =>
        `<col min="${at + 1}" max="${at + 1}" width="${width}" style="${style[format]}" customWidth="1"/>`,
    )
    .join('');
  const cells = (values: readonly string[], of: (at: number) => string): string =>
    values.map((_, at) => of(at)).join('');
  const text = (value: string, at: number, line: number, shown: number): string =>
    `<c r="${columnName(at)}${line}" s="${shown}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
  const cell = (value: string, at: number, line: number): string => {
    const format = columns[at]?.format ?? 'general';
    if (value === '') return '';
    const number = format === 'date' ? dayNumber(value) : format === 'number' ? Number(value) : null;
    return number === null || !Number.isFinite(number)
      ? text(value, at, line, style[format])
      : `<c r="${columnName(at)}${line}" s="${style[format]}"><v>${number}</v></c>`;
  };
  const lines = [
    `<row r="1">${cells(header, (at) => text(header[at] ?? '', at, 1, style.header))}</row>`,
    ...rows.map(
      (row, at) => `<row r="${at + 2}">${cells(row, (place) => cell(row[place] ?? '', place, at + 2))}</row>`,
    ),
  ];
  return `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${cols}</cols><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

/** Days since 1899-12-30, as spreadsheets count; null for what is no date. */
function dayNumber(day: string): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year === undefined) return null;
  return Date.UTC(Number(year), Number(month) - 1, Number(date)) / 86_400_000 + 25_569;
}

/**
 * The letters of a column, from 0.
 *
 * @example
 * columnName(0); // => 'A'
 * columnName(26); // => 'AA'
 */
export function columnName(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : `${columnName(Math.floor(at / 26) - 1)}${last}`;
}

const marks: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);
const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => marks.get(mark) ?? mark);
