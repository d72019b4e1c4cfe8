import { stepConfig } from '../shared/step-config.ts';

/** What this step's process must be told. */
export const config = stepConfig;
