import type { FeatureTable } from '../../core/model/feature-table.ts';
import type { Quote, QuoteOrders } from '../../core/quotes/quote.ts';
import { quoteFeatures } from '../../core/quotes/quote-features.ts';
import { learnQuotes } from '../../core/quotes/quote-propensity.ts';
import { dayNumber } from '../../core/rollup/calendar.ts';
import { joinFeatures } from '../../core/traits/join-features.ts';
import { categoryColumn, numericColumn } from '../../core/traits/read-column.ts';
import { categoryFeature, numericFeature } from '../planted-table.ts';
import { publicRows } from './public-data.ts';

const levels = ['product_category', 'sales_agent', 'manager', 'region'] as const;

/** The negative control on public pipeline data as Markdown; null where they are not at hand. A second. */
export function quoteFigures(): string | null {
  const rows = publicRows('crm-sales-opportunities/Quotes.csv');
  const sales = publicRows('crm-sales-opportunities/Orders.csv');
  const accounts = publicRows('crm-sales-opportunities/Customers.csv');
  if (rows === null || sales === null || accounts === null) return null;
  const made = rows.filter((row) => (row['created_date'] ?? '') !== '');
  const quotes = made.map(
    (row): Quote => ({
      quote_id: row['quote_id']!,
      customer_id: row['customer_id'] || null,
      created: dayNumber(row['created_date']!),
      closed: row['close_date'] ? dayNumber(row['close_date']) : null,
      value: row['quoted_value'] ? Number(row['quoted_value']) : null,
      won: row['won'] ? Number(row['won']) === 1 : null,
    }),
  );
  const byCustomer = Map.groupBy(sales, (row) => row['customer_id'] ?? '');
  const orders: QuoteOrders = new Map(
    [...byCustomer].map(([id, own]) => {
      const sorted = own.map((row) => [dayNumber(row['order_date']!), Number(row['order_revenue'])] as const);
      sorted.sort(([x, v], [y, w]) => x - y || v - w);
      return [id, { days: sorted.map(([day]) => day), values: sorted.map(([, value]) => value) }];
    }),
  );
  const account = new Map(accounts.map((row) => [row['customer_id'], row]));
  const of = (row: (typeof made)[number], column: string): string | undefined =>
    account.get(row['customer_id'])?.[column];
  const known: FeatureTable = {
    ids: quotes.map(({ quote_id }) => quote_id),
    features: [
      ...levels.map(categoryFeature),
      numericFeature('list_price'),
      categoryFeature('industry'),
      categoryFeature('country'),
      numericFeature('employees'),
      numericFeature('annual_revenue_musd'),
    ],
    columns: [
      ...levels.map((name) => categoryColumn(made.map((row) => row[name] || null))),
      numericColumn(made.map((row) => Number(row['list_price']) || null)),
      categoryColumn(made.map((row) => of(row, 'industry') ?? null)),
      categoryColumn(made.map((row) => of(row, 'country') ?? null)),
      numericColumn(made.map((row) => Number(of(row, 'employees')) || null)),
      numericColumn(made.map((row) => Number(of(row, 'annual_revenue_musd')) || null)),
    ],
  };
  const decided = quotes.filter(({ won }) => won !== null);
  const rate = decided.filter(({ won }) => won).length / decided.length;
  const model = learnQuotes(quotes, joinFeatures(quoteFeatures(quotes, orders, rate), known));
  return [
    `Public pipeline data in which winning is a coin (${decided.length.toLocaleString('en-US')} decided quotes, ${(100 * rate).toFixed(1)} % won), with product, price, agent, manager, region and the account's own facts as features: *${model.words}*`,
    '',
    `Refused by name: ${model.refused.map(({ feature, reason }) => `\`${feature}\` (${reason})`).join(', ')}: the file writes 0 as the value of a lost quote.`,
  ].join('\n');
}
