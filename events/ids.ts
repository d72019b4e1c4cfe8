import * as z from 'zod';

/** A tenant's warehouse: lower-case letters, digits and hyphens, 1–40 characters; it is part of every key. */
export const warehouseId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'lower-case letters, digits, _ and -, at most 40');
/** `land_` and the first 32 hex digits of the landing's hash. */
export const landingId = z.string().regex(/^land_[0-9a-f]{32}$/);
/** `run_` and the first 32 hex digits of the run's hash. */
export const runId = z.string().regex(/^run_[0-9a-f]{32}$/);
export const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD');
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
