import * as z from 'zod';

/** What the API's process must be told. */
export const config = z.object({
  KINDRED_BUCKET: z.string().min(1),
  KINDRED_TABLE: z.string().min(1),
  KINDRED_STATE_MACHINE: z.string().min(1),
  /** `path` for S3-protocol servers that know no virtual hosts. */
  KINDRED_S3_STYLE: z.enum(['virtual', 'path']).default('virtual'),
  /** `none` for S3-protocol servers that keep no versions and cannot list them; Kindred's own bucket keeps them. */
  KINDRED_S3_VERSIONS: z.enum(['kept', 'none']).default('kept'),
});
