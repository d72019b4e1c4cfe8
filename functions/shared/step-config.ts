import * as z from 'zod';

/** What every step's process must be told. */
export const stepConfig = z.object({
  KINDRED_BUCKET: z.string().min(1),
  KINDRED_TABLE: z.string().min(1),
  /** Memory of the whole process in MB; the table engine takes its share of it. */
  KINDRED_MEMORY_MB: z.coerce.number().int().min(256).max(65_536),
  /** `path` for S3-protocol servers that know no virtual hosts. */
  KINDRED_S3_STYLE: z.enum(['virtual', 'path']).default('virtual'),
  /** `none` for S3-protocol servers that keep no versions and cannot list them; Kindred's own bucket keeps them. */
  KINDRED_S3_VERSIONS: z.enum(['kept', 'none']).default('kept'),
});

export type StepConfig = z.output<typeof stepConfig>;

/** Lambda gives one core for this much memory. */
const mbPerCore = 1769;

/**
 * What the table engine may take of a process: 60 % of its memory, and the cores that come with it on Lambda. Results do not
 * depend on either.
 *
 * @example
 * tableResources(4096); // => { memoryLimitMb: 2457, threads: 2 }
 * tableResources(1024); // => { memoryLimitMb: 614, threads: 1 }
 */
export function tableResources(memoryMb: number): {
  readonly memoryLimitMb: number;
  readonly threads: number;
} {
  return {
    memoryLimitMb: Math.floor(memoryMb * 0.6),
    threads: Math.max(1, Math.round(memoryMb / mbPerCore)),
  };
}
