import type { StepPorts } from '../shared/ports.ts';
import type { ProviderWorld } from './providers/provider-world.ts';

/** What the enrich step runs on: what every step has, and a way to talk to providers. */
export type EnrichPorts = StepPorts & { readonly providers: ProviderWorld };
