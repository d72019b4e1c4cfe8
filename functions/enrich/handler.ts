import { runState, stepResult } from '../../events/step.ts';
import { openDuckdb } from '../shared/duckdb.ts';
import { stepHandler } from '../shared/lambda.ts';
import { makeLog } from '../shared/powertools.ts';
import { openSecret } from '../shared/secrets.ts';
import { config } from './config.ts';
import { providerUrls, systemWorld } from './providers/system-world.ts';
import { run } from './run.ts';

const secret = openSecret(process.env['KINDRED_PROVIDER_SECRET'], makeLog('enrich'));

/** The Lambda door of the enrich step: the run's state in, what the step wrote and counted out. */
export const handler = stepHandler(
  {
    step: 'enrich',
    config,
    request: runState,
    answer: stepResult,
    run: async (ports, state, { KINDRED_PROVIDER_SECONDS, KINDRED_PROVIDER_URLS }) => {
      const providers = systemWorld({
        // A warehouse's own key, else the one all warehouses share.
        key: async (provider) => (await secret(`${state.warehouse}/${provider}`)) ?? (await secret(provider)),
        base_urls: KINDRED_PROVIDER_URLS === undefined ? {} : providerUrls.parse(KINDRED_PROVIDER_URLS),
        call_ms: KINDRED_PROVIDER_SECONDS * 1000,
      });
      return await run({ ...ports, providers }, state);
    },
    openTables: openDuckdb,
  },
  process.env,
);
