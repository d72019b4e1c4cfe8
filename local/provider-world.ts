import { keyName } from '../functions/enrich/provider-session.ts';
import type { ProviderWorld } from '../functions/enrich/providers/provider-world.ts';
import { providerUrls, systemWorld } from '../functions/enrich/providers/system-world.ts';

/** How long a laptop's run may talk to providers: there is no time limit to a step, but somebody waits. */
const callMs = 30 * 60_000;

/** Providers as a laptop reaches them: keys from the environment (`KINDRED_APOLLO_KEY` and so on), nowhere else. */
export function localProviders(
  environment: { readonly [name: string]: string | undefined } = process.env,
): ProviderWorld {
  const urls = environment['KINDRED_PROVIDER_URLS'];
  return systemWorld({
    key: async (provider) => environment[keyName(provider)]?.trim() || null,
    base_urls: urls === undefined || urls === '' ? {} : providerUrls.parse(urls),
    call_ms: callMs,
  });
}
