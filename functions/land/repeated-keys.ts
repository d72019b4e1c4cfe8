import type { FileMapping, Undecided } from '../../core/tables/mapping.ts';
import type { Settings } from '../shared/settings.ts';
import { fileSettings } from './file-settings.ts';
import type { Gathered } from './gather-table.ts';
import type { TypedFile } from './type-file.ts';

/** A few rows that share a key and differ are dirt; this many are a file of another kind. */
const FEW = 10;
const SHARE = 0.05;

/**
 * A file many of whose rows share a key and differ is probably one of parts (lines, shipments), not of wholes: keeping one row
 * of each key would lose money silently, so the settings have to say. Returns the mapping with that question.
 */
export function withRepeatedKeys(
  file: TypedFile,
  index: number,
  rows: number,
  gathered: Gathered | null,
  settings: Settings,
): FileMapping {
  const { mapping, source } = file;
  const repeated = gathered?.conflicts.get(index) ?? 0;
  const decided = fileSettings(settings, source.file).table !== undefined;
  if (repeated < FEW || repeated < SHARE * rows || decided || mapping.table === null) return mapping;
  const key = mapping.columns.find(({ table, role }) => table === mapping.table && role === 'canonical');
  const sum = mapping.columns.find(({ column }) => column === 'order_revenue');
  const line =
    mapping.table === 'orders' && sum !== undefined
      ? `"files": {${JSON.stringify(source.file)}: {"table": "order_lines", "columns": {${JSON.stringify(sum.header)}: "line_revenue"}}} to add them up, or {"table": "orders"} to keep one row of each`
      : `"files": {${JSON.stringify(source.file)}: {"table": "${mapping.table}"}} to keep one row of each`;
  const question: Undecided = {
    column: `${mapping.table}.${key?.column ?? 'key'}`,
    header: key?.header ?? '',
    matter: 'repeated key',
    evidence: `${repeated} of ${rows} rows have the key of another row and differ from it`,
    blocking: true,
    setting: line,
  };
  return { ...mapping, undecided: [...mapping.undecided, question] };
}
