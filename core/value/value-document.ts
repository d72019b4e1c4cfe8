import type { BuyingFit, NoFit } from './buying-model.ts';
import type { CustomerForecast } from './forecast.ts';
import type { GammaGammaFit } from './gamma-gamma.ts';
import type { ValueModel } from './value-model.ts';

/**
 * `value.json`: what customers are expected to bring in the horizon after the as-of date, the model it comes from and how
 * well it did on the history. Amounts in units of `currency`; customers by id.
 */
export type ValueDocument = {
  readonly version: 1;
  readonly currency: string;
  readonly of: 'margin' | 'revenue';
  /** Why nothing is forecast; null when something is. */
  readonly unavailable_because: string | null;
  readonly horizon_months: number | null;
  readonly horizon_days: number | null;
  /** Order days whose margin was not known and is taken at the base's overall rate. */
  readonly estimated_days: number;
  /** For people. */
  readonly words: string;
  readonly model: ValueModel | null;
  /** The likeliest model of repeat buying, in days, and the model of order values: what P(alive) and recoverable value come from. */
  readonly buying: BuyingFit | NoFit;
  readonly spend: GammaGammaFit | null;
  readonly customers: readonly CustomerForecast[];
};
