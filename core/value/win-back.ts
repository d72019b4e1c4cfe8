import { dayNumber } from '../rollup/calendar.ts';
import type { CustomerRollup } from '../rollup/customer-rollup.ts';
import type { RepeatHistory } from './bg-nbd.ts';
import { aliveProbability, type BuyingParameters } from './buying-model.ts';
import { buyingRows, type CadenceModel, cadenceDays, fitCadence, stillBuying } from './cadence.ts';
import { expectedOrderValue, type GammaGammaParameters } from './gamma-gamma.ts';
import type { ValueDocument } from './value-document.ts';

export type Aliveness = { readonly model: BuyingParameters } | { readonly unavailable_because: string };

export type WinBackParams = {
  /** As in the settings: silent for so many own cadences, or for so many days. */
  readonly inactivity: { readonly cadence: number } | { readonly days: number };
  /** A buying model in days to take P(alive) from ({@link fittedBuying}); without one it follows from the customer's own gaps. */
  readonly alive?: Aliveness;
  /** A fitted model of order values (units of money) that draws the yearly value of customers with few orders towards everybody's. */
  readonly spend?: { readonly of: 'margin' | 'revenue'; readonly parameters: GammaGammaParameters } | null;
  /** Recorded win-back attempts on lapsed customers, and how many bought again; none recorded when left out. */
  readonly attempts?: { readonly contacted: number; readonly won: number };
};

/**
 * Share of gone customers that can be won back before any attempt is recorded: 20–40 % is commonly reported (Griffin and
 * Lowenstein, "Customer Winback", 2001). It counts as ten attempts beside the recorded ones.
 */
const assumedRegain = { share: 0.3, attempts: 10 };

/** What winning one customer back would be worth, and how that was reckoned. Null means "not known". */
export type WinBack = {
  readonly customer_id: string;
  readonly lapsed: boolean;
  readonly last_order_date: string;
  /** Usual days between its orders, its own gaps shrunk to the cohort's. */
  readonly cadence_days: number | null;
  readonly cadence_from: 'own gaps and cohort' | 'cohort only' | 'nothing';
  readonly silence_days: number;
  /** silence ÷ cadence. */
  readonly silence_ratio: number | null;
  /** Probability that it still buys; null where nothing can tell, with the reason. */
  readonly p_alive: number | null;
  readonly p_alive_unavailable_because: string | null;
  /** Chance that it is gone × chance to win a gone customer back, halved for each year it is overdue. */
  readonly p_recoverable: number;
  /** `assumed` while no attempt is recorded: the amount then only orders the list. */
  readonly p_recoverable_from: 'assumed' | 'recorded attempts';
  /** Net margin (and revenue) in its buying window, and per year of its buying time: integers of 1/10,000. */
  readonly past_margin_e4: number | null;
  readonly past_revenue_e4: number;
  readonly yearly_margin_e4: number | null;
  readonly yearly_revenue_e4: number;
  /** yearly × p_recoverable, rounded to whole 1/10,000. */
  readonly recoverable_margin_e4_12m: number | null;
  readonly recoverable_revenue_e4_12m: number;
  readonly past_orders: number;
  readonly category_breadth: number | null;
  readonly days_to_pay: number | null;
  readonly days_late: number | null;
  /** One sentence a rep would say. */
  readonly words: string;
};

const yearDays = 365.25;

/**
 * Which customers fell silent and what they are worth: one row per customer that ever ordered, by customer_id. Give all
 * rollup rows (the label window's; rows of the feature window serve customers without orders in the label window).
 *
 * Lapsed by cadence: silent for at least the settings' multiple of its own cadence, and more likely gone than still
 * buying (P(alive) < ½), which spares irregular buyers. Lapsed by days: silent for so many days.
 *
 * recoverable 12-month margin = margin per year of its own buying time × p_recoverable; with a spend model its orders are
 * taken at the margin the model expects of them, so that one lucky order is not a yearly income.
 * Buying time = days from the first to the last order of the window + one cadence, at least one year (nothing is
 * extrapolated from less). p_recoverable = (1 − P(alive)) × regain × ½^(days overdue ÷ 365.25): who would order anyway is
 * not won back. regain = (won + 3) ÷ (contacted + 10) of the recorded attempts, an assumed 30 % before there are any; the
 * halving per year overdue is an assumption too. The margin is null where the cost is unknown: rank by
 * revenue then, and say so. A negative margin stays negative.
 * O(customers). Method: docs/methods/win-back.md.
 *
 * @example
 * findLapsed([], { inactivity: { cadence: 2.5 } }); // => []
 */
export function findLapsed(
  rollups: readonly CustomerRollup[],
  params: WinBackParams,
  cadence: CadenceModel = fitCadence(buyingRows(rollups)),
): readonly WinBack[] {
  return buyingRows(rollups).flatMap((row) => {
    const last = row.last_order_ever ?? row.last_order_date;
    return row.recency_days === null || last === null
      ? []
      : [winBack(row, row.recency_days, last, params, cadence)];
  });
}

/**
 * What {@link findLapsed} takes from a run's forecasts: the buying model for P(alive) and the model of order values. Where
 * none could be fitted, P(alive) follows from each customer's own gaps.
 */
export function fittedBuying(value: ValueDocument | null): Pick<WinBackParams, 'alive' | 'spend'> {
  if (value === null) return { alive: { unavailable_because: 'nothing was forecast in this run' } };
  const { buying, spend, of } = value;
  return {
    alive: 'unavailable_because' in buying ? buying : { model: buying.parameters },
    spend: spend === null ? null : { of, parameters: spend.parameters },
  };
}

function winBack(
  row: CustomerRollup,
  silent: number,
  last: string,
  { inactivity, alive, attempts, spend = null }: WinBackParams,
  model: CadenceModel,
): WinBack {
  const usual = cadenceDays(row, model);
  const ratio = usual === null ? null : silent / usual;
  const aliveness = aliveOf(row, silent, alive, model);
  const alivePart = aliveness.p_alive ?? 0.5;
  const lapsed =
    'days' in inactivity
      ? silent >= inactivity.days
      : ratio !== null && ratio >= inactivity.cadence && alivePart < 0.5;
  const overdueYears = Math.max(0, silent - (usual ?? 0)) / yearDays;
  const { contacted, won } = attempts ?? { contacted: 0, won: 0 };
  const regain = (won + assumedRegain.share * assumedRegain.attempts) / (contacted + assumedRegain.attempts);
  const chance = (1 - alivePart) * regain * 0.5 ** overdueYears;
  const buyingDays = Math.max(yearDays, historyOf(row, silent).last + (usual ?? 0));
  const yearly = (amount: number): number => Math.round((amount * yearDays) / buyingDays);
  /** What its orders would have come to had each been worth what the spend model expects of it. */
  const expected = (amount: number, of: 'margin' | 'revenue'): number =>
    spend?.of !== of || row.order_days === 0
      ? amount
      : row.order_days *
        10_000 *
        expectedOrderValue(spend.parameters, {
          orders: row.order_days,
          mean: amount / 10_000 / row.order_days,
        });
  const yearlyMargin = row.margin_e4 === null ? null : yearly(expected(row.margin_e4, 'margin'));
  const yearlyRevenue = yearly(expected(row.revenue_e4, 'revenue'));
  return {
    customer_id: row.customer_id,
    lapsed,
    last_order_date: last,
    cadence_days: usual,
    cadence_from: usual === null ? 'nothing' : row.order_days > 1 ? 'own gaps and cohort' : 'cohort only',
    silence_days: silent,
    silence_ratio: ratio,
    ...aliveness,
    p_recoverable: chance,
    p_recoverable_from: contacted > 0 ? 'recorded attempts' : 'assumed',
    past_margin_e4: row.margin_e4,
    past_revenue_e4: row.revenue_e4,
    yearly_margin_e4: yearlyMargin,
    yearly_revenue_e4: yearlyRevenue,
    recoverable_margin_e4_12m: yearlyMargin === null ? null : Math.round(yearlyMargin * chance),
    recoverable_revenue_e4_12m: Math.round(yearlyRevenue * chance),
    past_orders: row.orders,
    category_breadth: row.category_breadth,
    days_to_pay: row.days_to_pay,
    days_late: row.days_late,
    words: silenceWords(silent, usual, row.order_days),
  };
}

/** A rollup row as the buying history BG/NBD reads, in days. Several orders on one day are one. */
export function historyOf(row: CustomerRollup, silence: number): RepeatHistory {
  if (row.first_order_date === null || row.last_order_date === null)
    return { repeats: 0, last: 0, observed: silence };
  const span = dayNumber(row.last_order_date) - dayNumber(row.first_order_date);
  return { repeats: Math.max(0, row.order_days - 1), last: span, observed: span + silence };
}

function aliveOf(
  row: CustomerRollup,
  silent: number,
  alive: Aliveness | undefined,
  model: CadenceModel,
): Pick<WinBack, 'p_alive' | 'p_alive_unavailable_because'> {
  const history = historyOf(row, silent);
  // BG/NBD cannot doubt a customer that ordered once.
  const usable =
    alive !== undefined && 'model' in alive && (history.repeats > 0 || alive.model.kind !== 'bg-nbd')
      ? alive.model
      : null;
  const chance = usable === null ? stillBuying(row, model, silent) : aliveProbability(usable, history);
  return {
    p_alive: chance,
    p_alive_unavailable_because: chance === null ? 'nobody in this base has ordered twice yet' : null,
  };
}

function silenceWords(silent: number, usual: number | null, orderDays: number): string {
  const days = `Silent for ${silent} ${silent === 1 ? 'day' : 'days'}`;
  if (usual === null) return `${days}; nobody in this base has ordered twice yet`;
  const times = (silent / usual).toFixed(1);
  const whose = orderDays > 1 ? 'its usual' : "this base's usual";
  return `${days}: ${times} times ${whose} ${Math.round(usual)} days between orders`;
}
