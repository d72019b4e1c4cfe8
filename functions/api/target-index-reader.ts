import * as z from 'zod';
import { indexColumns, type TargetIndex } from '../../core/rank/target-index.ts';
import { artifactReader } from './published-run.ts';

const shape = z.object({
  rows: z.int(),
  columns: z.record(z.enum(indexColumns), z.custom<readonly unknown[]>(Array.isArray)),
});

/** Its bytes are verified by hash, so the door checks that every column is there and whole, not each of a million cells. */
const indexRecord = z.custom<TargetIndex>((value) => {
  const parsed = shape.safeParse(value);
  return (
    parsed.success && indexColumns.every((name) => parsed.data.columns[name].length === parsed.data.rows)
  );
}, 'an index of targets');

/** The compact index of a run's listed targets. */
export const readTargetIndex = artifactReader('target-index', indexRecord);
