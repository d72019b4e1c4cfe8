import '@hono/zod-openapi';
import { targetRecord } from '../shared/target-record.ts';

/** A target as the API answers it: as it is stored. Cloned, because a schema made before the OpenAPI extension was loaded lacks it. */
export const targetSchema = targetRecord.clone().openapi('Target');
