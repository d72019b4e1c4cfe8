import Papa from 'papaparse';
import * as z from 'zod';

/** One row of a file of leads; `fault` says why it cannot be scored. */
export type LeadRow = { readonly cells: readonly string[]; readonly fault: string | null };

const parsed = z.object({
  data: z.array(z.array(z.string())),
  errors: z.array(z.looseObject({ type: z.string(), row: z.int().optional() })),
});

/**
 * A CSV file of leads as text: every row that is no empty line, in order, with what is wrong with it. A byte-order mark decides
 * the encoding; then whether all of it is UTF-8; else it is windows-1252, as spreadsheets write it. O(bytes).
 */
export function readLeadFile(bytes: Uint8Array): {
  readonly headers: readonly string[];
  readonly rows: readonly LeadRow[];
} {
  const { data, errors } = parsed.parse(Papa.parse(decoded(bytes)));
  const badQuotes = new Set(errors.flatMap(({ type, row }) => (type === 'Quotes' ? [row] : [])));
  const lines = data.flatMap((cells, at) =>
    cells.length === 1 && cells[0] === '' ? [] : [{ cells, quotes: badQuotes.has(at) }],
  );
  const headers = lines[0]?.cells ?? [];
  return {
    headers,
    rows: lines.slice(1).map(({ cells, quotes }) => ({ cells, fault: faultOf(headers, cells, quotes) })),
  };
}

function faultOf(headers: readonly string[], cells: readonly string[], quotes: boolean): string | null {
  if (quotes) return 'a quote in it is not closed: what follows may have been read as part of it';
  if (cells.every((cell) => cell.trim() === '')) return 'every cell is empty';
  const beyond = cells.slice(headers.length).filter((cell) => cell.trim() !== '');
  return beyond.length === 0
    ? null
    : `${cells.length} cells under ${headers.length} headers: quote the text that holds a delimiter (beyond: ${beyond.join(', ').slice(0, 100)})`;
}

function decoded(bytes: Uint8Array): string {
  const [a, b] = bytes;
  const wide = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : null;
  if (wide !== null) return new TextDecoder(wide).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
