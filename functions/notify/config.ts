import * as z from 'zod';

/** What the notifying step's process must be told. */
export const config = z.object({
  KINDRED_BUCKET: z.string().min(1),
  KINDRED_TABLE: z.string().min(1),
  /** Event bus that operators and tenants subscribe to. */
  KINDRED_BUS: z.string().min(1),
  KINDRED_MEMORY_MB: z.coerce.number().int().min(256).max(65_536).default(512),
  /** `path` for S3-protocol servers that know no virtual hosts. */
  KINDRED_S3_STYLE: z.enum(['virtual', 'path']).default('virtual'),
  /** `none` for S3-protocol servers that keep no versions and cannot list them; Kindred's own bucket keeps them. */
  KINDRED_S3_VERSIONS: z.enum(['kept', 'none']).default('kept'),
});
