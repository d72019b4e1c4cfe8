import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Papa from 'papaparse';

const folder = join(import.meta.dirname, '../../../shared/data');

/** Rows of a public data file beside the project; null where it is not at hand. */
export function publicRows(path: string): readonly Readonly<Record<string, string>>[] | null {
  const file = join(folder, path);
  if (!existsSync(file)) return null;
  const bytes = readFileSync(file);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return Papa.parse<Record<string, string>>(text.trim(), { header: true, skipEmptyLines: true }).data;
}
