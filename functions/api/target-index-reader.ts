import * as z from 'zod';
import { indexColumns, type TargetIndex } from '../../core/rank/target-index.ts';
import { artifactReader } from './published-run.ts';

const indexRecord: z.ZodType<TargetIndex> = z.object({
  rows: z.int(),
  columns: z.record(z.enum(indexColumns), z.array(z.union([z.string(), z.number(), z.null()]))),
});
/** The compact index of a run's listed targets. */
export const readTargetIndex = artifactReader('target-index', indexRecord);
