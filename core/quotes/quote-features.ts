import type { FeatureDefinition, FeatureTable } from '../model/feature-table.ts';
import { numericColumn } from '../traits/read-column.ts';
import type { Quote, QuoteOrders } from './quote.ts';

type Measure = {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly of: (quote: Quote, before: Before) => number | null;
};

/** What was known of the customer on the day a quote was made. */
type Before = {
  readonly orders: number;
  readonly usual: number | null;
  readonly silence: number | null;
  readonly months: number | null;
  readonly decided: number;
  readonly won: number;
};

/** Decided quotes that the base's win rate counts for beside a customer's own. */
const priorQuotes = 4;

const measures = (winRate: number): readonly Measure[] => [
  { name: 'quoted_value', label: 'Quoted value', unit: 'money', of: ({ value }) => value },
  {
    name: 'times_usual_order',
    label: 'Quoted value ÷ usual order',
    unit: '',
    of: ({ value }, { usual }) => (value === null || usual === null || usual <= 0 ? null : value / usual),
  },
  { name: 'orders_before', label: 'Days with an order before', unit: '', of: (_, { orders }) => orders },
  {
    name: 'days_since_order',
    label: 'Days since the last order',
    unit: 'days',
    of: (_, { silence }) => silence,
  },
  {
    name: 'months_as_customer',
    label: 'Months since the first order',
    unit: 'months',
    of: (_, { months }) => months,
  },
  { name: 'quotes_before', label: 'Quotes decided before', unit: '', of: (_, { decided }) => decided },
  {
    name: 'win_rate_before',
    label: 'Share of earlier quotes won',
    unit: 'share',
    of: (_, { decided, won }) => (won + priorQuotes * winRate) / (decided + priorQuotes),
  },
];

/**
 * Quotes as features known on the day each was made: its value, and what the customer had ordered and decided by then.
 * Nothing dated on or after that day is looked at, so `known` is the window before the outcome. The customer's own win rate
 * is drawn towards `winRate` with the weight of four quotes. O(quotes + orders + quotes of a customer²).
 *
 * @example
 * const quote = { quote_id: 'q', customer_id: 'a', created: 100, closed: null, value: 30, won: null };
 * const table = quoteFeatures([quote], new Map([['a', { days: [10, 200], values: [15, 99] }]]), 0.5);
 * table.features.map(({ name }, i) => [name, table.columns[i].values[0]])[1]; // => ['times_usual_order', 2]
 */
export function quoteFeatures(quotes: readonly Quote[], orders: QuoteOrders, winRate: number): FeatureTable {
  const decided = Map.groupBy(
    quotes.filter(({ won, closed }) => won !== null && closed !== null),
    ({ customer_id }) => customer_id,
  );
  const befores = quotes.map((quote): Before => {
    const own = quote.customer_id === null ? undefined : orders.get(quote.customer_id);
    const count = own === undefined ? 0 : own.days.findLastIndex((day) => day < quote.created) + 1;
    const earlier =
      quote.customer_id === null
        ? []
        : (decided.get(quote.customer_id) ?? []).filter(({ closed }) => closed! < quote.created);
    const sum = own?.values.slice(0, count).reduce((total, value) => total + value, 0) ?? 0;
    return {
      orders: count,
      usual: count === 0 ? null : sum / count,
      silence: count === 0 ? null : quote.created - own!.days[count - 1]!,
      months: count === 0 ? null : (quote.created - own!.days[0]!) / 30.4375,
      decided: earlier.length,
      won: earlier.filter(({ won }) => won === true).length,
    };
  });
  const list = measures(winRate);
  return {
    ids: quotes.map(({ quote_id }) => quote_id),
    features: list.map(
      ({ name, label, unit }): FeatureDefinition => ({
        name,
        label,
        category: 'behavioural',
        population: 'customer',
        known: 'feature-window',
        unit,
        form: 'numeric',
      }),
    ),
    columns: list.map(({ of }) => numericColumn(quotes.map((quote, row) => of(quote, befores[row]!)))),
  };
}
