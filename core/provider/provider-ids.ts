/** Providers that answer over the network, by the name settings, keys and artifacts use. A plugin adds its name here. */
export const providerIds = ['apollo', 'dnb', 'people-data-labs'] as const;
export type ProviderId = (typeof providerIds)[number];
