import '@hono/zod-openapi';
import { targetRecord } from '../shared/target-record.ts';

/** A target as the API answers it: as it is stored. */
export const targetSchema = targetRecord.openapi('Target');
