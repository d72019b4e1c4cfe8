import type { ProviderId } from '../../../core/provider/provider-ids.ts';
import { apollo } from './apollo.ts';
import { dnb } from './dnb.ts';
import { peopleDataLabs } from './people-data-labs.ts';
import type { Provider } from './provider.ts';

/** Every provider by its id; one that is named in `providerIds` and missing here does not compile. */
export const providers: { readonly [id in ProviderId]: Provider } = {
  apollo,
  dnb,
  'people-data-labs': peopleDataLabs,
};
