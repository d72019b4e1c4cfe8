import type { Settings } from '../shared/settings.ts';

/** The settings landing reads: only they are part of a landing's id, so that a new weight lands nothing again. */
export type LandingSettings = Pick<
  Settings,
  'currency' | 'time_zone' | 'files' | 'bad_rows' | 'exchange_rates'
>;

export function landingSettings(settings: Settings): LandingSettings {
  const { currency, time_zone, files, bad_rows, exchange_rates } = settings;
  return { currency, time_zone, files, bad_rows, exchange_rates };
}
