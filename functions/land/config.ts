import * as z from 'zod';
import { stepConfig } from '../shared/step-config.ts';

/** What this step's process must be told. */
export const config = stepConfig.extend({
  /** Seconds without a new file after which a drop is closed, where a warehouse's settings leave it open. */
  KINDRED_QUIET_SECONDS: z.coerce.number().int().min(0).max(3600).default(120),
});
