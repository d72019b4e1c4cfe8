import { createXmlScanner } from './xml-scanner.ts';

/** A sheet as the workbook lists it. */
export type SheetEntry = { readonly name: string; readonly relation: string };

export type Workbook = { readonly sheets: readonly SheetEntry[]; readonly date1904: boolean };

/** Reads `xl/workbook.xml`. */
export function readWorkbook(xml: string): Workbook {
  const sheets: SheetEntry[] = [];
  let date1904 = false;
  scan(xml, (name, attributes) => {
    if (name === 'sheet')
      sheets.push({ name: attributes.get('name') ?? '', relation: attributes.get('id') ?? '' });
    if (name === 'workbookPr') date1904 = ['1', 'true'].includes(attributes.get('date1904') ?? '');
  });
  return { sheets, date1904 };
}

/** Reads `xl/_rels/workbook.xml.rels`: targets by id, as paths within the workbook. */
export function readRelations(xml: string): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  scan(xml, (name, attributes) => {
    if (name !== 'Relationship' || attributes.get('TargetMode') === 'External') return;
    const target = attributes.get('Target') ?? '';
    targets.set(attributes.get('Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  });
  return targets;
}

/** What a cell style shows a number as. */
export type CellStyle = 'number' | 'date' | 'moment';

/** Reads `xl/styles.xml`: what each cell style shows. */
export function readStyles(xml: string): readonly CellStyle[] {
  const codes = new Map<number, string>();
  const styles: CellStyle[] = [];
  let inside = false;
  scan(
    xml,
    (name, attributes) => {
      if (name === 'numFmt')
        codes.set(Number(attributes.get('numFmtId')), attributes.get('formatCode') ?? '');
      if (name === 'cellXfs') inside = true;
      if (name === 'xf' && inside) {
        const id = Number(attributes.get('numFmtId') ?? '0');
        styles.push(formatStyle(id, codes.get(id)));
      }
    },
    (name) => {
      if (name === 'cellXfs') inside = false;
    },
  );
  return styles;
}

/**
 * What a number format shows: a date, a date with a time, or a number. Times and durations without a date are numbers.
 *
 * @example
 * formatStyle(14, undefined); // => 'date'
 * formatStyle(22, undefined); // => 'moment'
 * formatStyle(164, 'dd"." mmm yyyy'); // => 'date'
 * formatStyle(165, '[Red]#,##0.00 "days"'); // => 'number'
 * formatStyle(166, '[h]:mm'); // => 'number'
 */
export function formatStyle(id: number, code: string | undefined): CellStyle {
  if (code === undefined) {
    if (id === 22) return 'moment';
    return (id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ? 'date' : 'number';
  }
  const letters = code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '').toLowerCase();
  if (/general|[#0?]/.test(letters) || !/[dy]/.test(letters)) return 'number';
  return letters.includes('h') ? 'moment' : 'date';
}

/**
 * A spreadsheet's day number as text. Day 60 of the 1900 system is the leap day that never was; with the days before it, it
 * stays a number, as do negative days.
 *
 * @example
 * serialText(45351, 'date', false); // => '2024-02-29'
 * serialText(43889, 'date', true); // => '2024-02-29'
 * serialText(45351.5, 'moment', false); // => '2024-02-29 12:00:00'
 * serialText(60, 'date', false); // => '60'
 */
export function serialText(serial: number, style: CellStyle, date1904: boolean): string {
  const days = serial + (date1904 ? 1462 : 0);
  if (style === 'number' || days < 61 || days > 2_958_466) return String(serial);
  const seconds = Math.round((days - 25_569) * 86_400);
  const text = new Date(seconds * 1000).toISOString();
  return style === 'date' ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

function scan(
  xml: string,
  open: (name: string, attributes: ReadonlyMap<string, string>) => void,
  close: (name: string) => void = () => undefined,
): void {
  const scanner = createXmlScanner({ open, close, text: () => undefined });
  scanner.push(xml);
  scanner.end();
}
