import * as z from 'zod';
import { stepConfig } from '../shared/step-config.ts';

/** What this step's process must be told. */
export const config = stepConfig.extend({
  /** Name or ARN of the secret with the providers' keys; none means that no provider is asked. */
  KINDRED_PROVIDER_SECRET: z.string().min(1).optional(),
  /** Seconds of a run that calls to providers may take together, waiting included. */
  KINDRED_PROVIDER_SECONDS: z.coerce.number().int().min(0).max(800).default(420),
  /** Addresses on this machine that stand in for the providers' own, as JSON; for tests. */
  KINDRED_PROVIDER_URLS: z.string().optional(),
});
