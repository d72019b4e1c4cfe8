import Papa from 'papaparse';
import * as z from 'zod';
import { outboxKeys } from '../functions/shared/outbox.ts';
import type { ObjectStore } from '../functions/shared/ports.ts';

const rowSchema = z.looseObject({
  file: z.string(),
  line: z.string(),
  column: z.string(),
  value: z.string(),
  reason: z.string(),
  remedy: z.string(),
});

/** As many as fit a screen beside the message. */
const most = 5;

/** The first refused rows of a warehouse's last drop, and how many more there are. */
export async function refusedRows(objects: ObjectStore, warehouse: string): Promise<readonly string[]> {
  const bytes = await objects.get(outboxKeys(warehouse).quarantine);
  return bytes === null ? [] : refusedRowLines(Buffer.from(bytes).toString('utf8'));
}

/** The first rows of a `quarantine.csv`, each in a line a person can act on. */
export function refusedRowLines(csv: string): readonly string[] {
  const { data } = Papa.parse(csv, { header: true, skipEmptyLines: true });
  const lines = data.slice(0, most).map((row) => {
    const { file, line, column, value, reason, remedy } = rowSchema.parse(row);
    const place = [file, line === '' ? '' : `line ${line}`, column === '' ? '' : `column ${column}`];
    return `${place.filter(Boolean).join(', ')}: ${JSON.stringify(value.slice(0, 60))}: ${reason}; ${remedy}`;
  });
  return data.length > most ? [...lines, `and ${data.length - most} more, in quarantine.csv`] : lines;
}
