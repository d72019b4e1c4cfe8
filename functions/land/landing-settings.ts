import type { Ga4Settings } from '../shared/ga4-settings.ts';
import type { Settings } from '../shared/settings.ts';

/** What of a GA4 source decides its rows; caps, prices and credentials do not. */
type Ga4Landing = Pick<
  Ga4Settings,
  'project' | 'dataset' | 'location' | 'window' | 'late_days' | 'time_zone' | 'user_properties'
>;

/** The settings landing reads: only they are part of a landing's id, so that a new weight lands nothing again. */
export type LandingSettings = Pick<
  Settings,
  'currency' | 'time_zone' | 'files' | 'bad_rows' | 'exchange_rates'
> & { readonly ga4?: Ga4Landing };

export function landingSettings(settings: Settings): LandingSettings {
  const { currency, time_zone, files, bad_rows, exchange_rates, source } = settings;
  return {
    currency,
    time_zone,
    files,
    bad_rows,
    exchange_rates,
    ...(source === undefined ? {} : { ga4: ga4Landing(source.ga4) }),
  };
}

function ga4Landing(source: Ga4Settings): Ga4Landing {
  const { project, dataset, location, window, late_days, time_zone, user_properties } = source;
  return { project, dataset, location, window, late_days, time_zone, user_properties };
}
