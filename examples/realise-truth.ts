import type { Account } from './accounts.ts';
import { dateOf } from './calendar.ts';
import type { OrderBook } from './order-book.ts';
import { decoys, nature, natureOf, plantedTraits, prerequisites } from './planted-traits.ts';
import type { PlantedTruth, RealisedTrait } from './planted-truth.ts';
import type { ProspectBook, ProspectTruth } from './prospect-file.ts';
import type { QuoteBook } from './quote-file.ts';
import type { SignalBook } from './signal-file.ts';

/** Share of the customers with an order that count as best: the settings' default. */
const bestShare = 0.2;

/** Adds up what the generator did into the answers a run is held against. */
export function realiseTruth(made: {
  readonly seed: number;
  readonly months: number;
  readonly as_of: number;
  readonly accounts: readonly Account[];
  readonly book: OrderBook;
  readonly customerDirt: Readonly<Record<string, number>>;
  readonly quotes: QuoteBook;
  readonly market: ProspectBook;
  readonly signals: SignalBook;
}): PlantedTruth {
  const { accounts, book, market } = made;
  const ordered = accounts.flatMap((_, index) => (book.orders[index]! > 0 ? [index] : []));
  const byMargin = [...ordered].sort((a, b) => book.net_margin_e4[b]! - book.net_margin_e4[a]! || a - b);
  const cut = Math.ceil(bestShare * ordered.length);
  const best = byMargin.slice(0, cut);
  const rest = byMargin.slice(cut);
  const id = (index: number): string => accounts[index]!.customer_id;
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const lastDay = book.last_day.reduce((latest, day) => Math.max(latest, day), 0);
  const end = lastDay + 1;
  const fits = new Set(market.fits);
  const copies = new Set([
    ...market.hidden.map((entry) => entry.prospect_id),
    ...market.duplicates.map((entry) => entry.prospect_id),
  ]);
  const netNew = market.prospects.filter((prospect) => !copies.has(prospect.prospect_id));
  const share = <T>(list: readonly T[], test: (one: T) => boolean): number =>
    list.length === 0 ? 0 : list.filter(test).length / list.length;
  const traits = plantedTraits.map((trait, place): RealisedTrait => {
    const has = (index: number): boolean => (natureOf(accounts[index]!.company) >> place) % 2 === 1;
    const rate_best = share(best, has);
    const rate_rest = share(rest, has);
    const among = (list: typeof netNew): number | null =>
      trait.population === 'customer' ? null : share(list, (prospect) => (prospect.has >> place) % 2 === 1);
    return {
      id: trait.id,
      words: trait.words,
      population: trait.population,
      forms: trait.forms,
      effect: trait.effect,
      prevalence: share(ordered, has),
      rate_best,
      rate_rest,
      lift: rate_rest === 0 ? 0 : rate_best / rate_rest,
      rate_fits: among(netNew.filter((prospect) => fits.has(prospect.prospect_id))),
      rate_prospects: among(netNew),
    };
  });
  return {
    seed: made.seed,
    as_of: dateOf(end),
    months: made.months,
    rows: {
      'Customers.csv': accounts.length,
      'Orders.csv': book.rows.orders,
      'OrderLines.csv.gz': book.rows.lines,
      'Payments.csv': book.rows.payments,
      'Returns.csv': book.rows.returns,
      'Quotes.csv': made.quotes.rows,
      'Prospects.csv': market.rows,
      'Signals.csv': made.signals.rows,
    },
    dirt: { ...book.dirt, 'Customers.csv': made.customerDirt, 'Prospects.csv': market.dirt },
    money: {
      revenue_cents: sum(book.revenue_cents),
      margin_cents: sum(book.margin_cents),
      net_margin_e4: sum(book.net_margin_e4),
      returned_cents: sum(book.returned_cents),
      best_net_margin_e4: best.reduce((total, index) => total + book.net_margin_e4[index]!, 0),
      unknown_customer_cents: book.unknown_customer_cents,
      negative_margin_customers: ordered.filter((index) => book.net_margin_e4[index]! < 0).length,
    },
    never_ordered: accounts.flatMap((_, index) => (book.orders[index] === 0 ? [id(index)] : [])),
    best: best.map(id).sort(),
    last_year: lastYear(book, id),
    traits,
    prerequisites: prerequisites.map(({ id: name, words }) => ({ id: name, words })),
    decoys,
    styles: Object.fromEntries(ordered.map((index) => [id(index), accounts[index]!.style])),
    lapsed: ordered
      .filter(
        (index) => silentFor(index, made) >= 4 && accounts[index]!.lapsed && book.net_margin_e4[index]! > 0,
      )
      .map(id),
    buying: ordered.filter((index) => accounts[index]!.end >= made.as_of).map(id),
    hidden: market.hidden,
    duplicates: market.duplicates,
    namesakes: market.namesakes,
    fits: market.fits,
    net_new: netNew.length,
    ceiling: ceiling(netNew, fits),
    in_market: made.signals.in_market,
    quotes: made.quotes,
  };
}

/** What a backtest that goes back 12 months should find. */
function lastYear(book: OrderBook, id: (index: number) => string): PlantedTruth['last_year'] {
  const { orders, net_margin_e4 } = book.last_year;
  const known = [...orders.keys()].filter((index) => book.orders[index]! > orders[index]!);
  const came = known
    .filter((index) => orders[index]! > 0)
    .sort((a, b) => net_margin_e4[b]! - net_margin_e4[a]! || a - b);
  return {
    known: known.length,
    best: came
      .slice(0, Math.ceil(bestShare * came.length))
      .map(id)
      .sort(),
  };
}

/** Silence at the as-of date in own median gaps; 0 for fewer than five orders, whose gap nobody can know. */
function silentFor(index: number, made: { readonly as_of: number; readonly book: OrderBook }): number {
  const { orders, last_day, median_gap } = made.book;
  if (orders[index]! < 5) return 0;
  return (made.as_of - last_day[index]!) / Math.max(1, median_gap[index]!);
}

/**
 * Precision at 100 and 500 of whoever knew every effect and saw only the rows: an unseen trait counts by how common it is.
 * No list can be expected to do better.
 */
function ceiling(prospects: readonly ProspectTruth[], fits: ReadonlySet<string>): PlantedTruth['ceiling'] {
  const bit = (bits: number, place: number): number => (bits >> place) % 2;
  const common = nature.map(
    (_, place) =>
      prospects.reduce((sum, { has }) => sum + bit(has, place), 0) / Math.max(1, prospects.length),
  );
  const ranked = prospects
    .map(({ prospect_id, has, shows }) => ({
      prospect_id,
      seen: nature.reduce(
        (sum, { effect }, place) =>
          sum + effect * (bit(shows, place) === 1 ? bit(has, place) : common[place]!),
        0,
      ),
    }))
    .sort((a, b) => b.seen - a.seen || (a.prospect_id < b.prospect_id ? -1 : 1));
  const at = (k: number): number =>
    ranked.slice(0, k).filter(({ prospect_id }) => fits.has(prospect_id)).length / k;
  return { precision_at_100: at(100), precision_at_500: at(500) };
}
