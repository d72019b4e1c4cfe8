import * as z from 'zod';
import { exportNames } from '../../core/exports/export-format.ts';

const exportFile = z.strictObject({
  /** Name under the run's `exports/`. */
  file: z.string(),
  rows: z.int(),
  key: z.string(),
  sha256: z.string(),
  bytes: z.int(),
});

/** `exports/exports.json`: every form the lists were written in, or why they were not. */
export const exportIndex = z.strictObject({
  version: z.literal(1),
  run: z.string(),
  as_of: z.string(),
  lists: z.array(z.string()),
  /** In the files; those held back at random are in none. */
  companies: z.int(),
  held_back: z.int(),
  formula_guard: z.boolean(),
  formats: z.array(
    z.strictObject({
      format: z.enum(exportNames),
      title: z.string(),
      how: z.string(),
      files: z.array(exportFile),
      left_out: z.int(),
      warning: z.string().nullable(),
      unavailable_because: z.string().nullable(),
    }),
  ),
});

export type ExportIndex = z.infer<typeof exportIndex>;
export type ExportedFile = z.infer<typeof exportFile>;
