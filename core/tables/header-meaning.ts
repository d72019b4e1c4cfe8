import type { TableName } from './canonical-tables.ts';
import { type HeaderConcept, headerConcepts } from './header-lexicon.ts';

/** Strength of a header whose words together name a column, and of one that names it among others. */
export const TOLD = 0.92;
const HINTED = 0.56;

type Recipe = { readonly told?: string; readonly hinted?: string };

const orderId: Recipe = { told: 'id+order', hinted: 'order' };
const customerId: Recipe = { told: 'id+party', hinted: 'party name+party company company+name company+id' };
const rep: Recipe = { told: 'rep id+rep name+rep party+rep order+rep' };
const firmographics: { readonly [column: string]: Recipe } = {
  name: { told: 'company+name name+party name company+party', hinted: 'company party' },
  domain: { told: 'website party+website company+website' },
  description: { told: 'company+description description' },
  industry: { told: 'industry company+industry industry+party category+industry industry+name' },
  employees: { told: 'employees employees+quantity employees+id company+employees' },
  annual_revenue: { told: 'amount+company' },
  city: { told: 'city city+party city+company city+name' },
  region: { told: 'region party+region region+name' },
  country: { told: 'country country+party country+name country+id' },
  postal_code: { told: 'postal id+postal party+postal' },
};

/**
 * Columns as combinations of concepts, joined by `+` in the order of the alphabet: `told` names the column, `hinted` may
 * mean it where nothing better does.
 */
const recipes: { readonly [table in TableName]?: { readonly [column: string]: Recipe } } = {
  customers: {
    customer_id: { told: customerId.told!, hinted: 'id party' },
    ...firmographics,
    sales_rep: rep,
  },
  orders: {
    order_id: { told: orderId.told!, hinted: 'order id' },
    order_date: { told: 'date+order', hinted: 'date' },
    customer_id: customerId,
    order_revenue: {
      told: 'amount+net amount+net+order net+order amount+order net+total net+order+total amount+net+total',
      hinted:
        'amount net total order+total amount+total amount+currency amount+gross amount+gross+order gross+total',
    },
    gross_margin: {
      told: 'margin gross+margin amount+margin margin+order amount+gross+margin margin+net margin+total',
    },
    cogs: { told: 'cost amount+cost cost+order cost+product cost+total' },
    currency: { told: 'currency currency+order currency+id' },
    ship_to: { hinted: 'party+ship name+ship city+ship' },
    sales_rep: rep,
    required_date: { told: 'date+wish date+ship+wish' },
    shipped_date: { told: 'date+ship' },
  },
  order_lines: {
    order_id: { told: orderId.told!, hinted: 'order' },
    line_number: { told: 'id+line id+line+order', hinted: 'line' },
    product_id: { told: 'id+product', hinted: 'product name+product' },
    product_category: { told: 'category category+product' },
    quantity: { told: 'quantity order+quantity product+quantity' },
    line_revenue: {
      told: 'amount+line amount+line+net line+total line+net',
      hinted: 'amount+net amount net',
    },
    line_cogs: { told: 'cost+line amount+cost+line', hinted: 'cost amount+cost' },
  },
  payments: {
    customer_id: customerId,
    order_id: orderId,
    due_date: { told: 'date+due due' },
    paid_date: { told: 'date+paid' },
    amount: { told: 'amount+paid', hinted: 'amount amount+order' },
    invoice_date: { hinted: 'date date+order' },
  },
  returns: {
    order_id: orderId,
    customer_id: customerId,
    return_date: { told: 'date+return', hinted: 'date' },
    return_amount: { told: 'amount+return', hinted: 'amount' },
  },
  quotes: {
    quote_id: { told: 'id+quote', hinted: 'quote' },
    customer_id: customerId,
    created_date: { told: 'date+quote', hinted: 'date' },
    quoted_value: { told: 'amount+quote', hinted: 'amount amount+net' },
  },
  prospects: {
    prospect_id: { told: 'id+prospect', hinted: 'prospect' },
    ...firmographics,
  },
};

const sets = (list: string | undefined): ReadonlySet<string> => new Set((list ?? '').split(' '));
const compiled: ReadonlyMap<string, readonly [ReadonlySet<string>, ReadonlySet<string>]> = new Map(
  Object.entries(recipes).flatMap(([table, columns]) =>
    Object.entries(columns).map(
      ([column, { told, hinted }]) => [`${table}.${column}`, [sets(told), sets(hinted)]] as const,
    ),
  ),
);

/** A header's meaning for a column by its words alone: 0.92 when they name it, 0.56 when they may, 0 otherwise. */
export type HeaderMeaning = (table: TableName, column: string) => number;

/**
 * Reads a header by its words, in the languages of `header-lexicon.ts`, for names that no list foresaw: "Invoice #" is an
 * order number, "Code client" a customer number, "Nettobetrag" an order's revenue. Listed names are stronger.
 *
 * @example
 * headerMeaning('Code client')('orders', 'customer_id'); // => 0.92
 * headerMeaning('Bill To')('orders', 'customer_id'); // => 0.56
 * headerMeaning('Shift pattern')('orders', 'customer_id'); // => 0
 */
export function headerMeaning(header: string): HeaderMeaning {
  const concepts: readonly HeaderConcept[] | null = headerConcepts(header);
  const key = concepts === null || concepts.length === 0 ? null : concepts.join('+');
  return (table, column) => {
    const recipe = key === null ? undefined : compiled.get(`${table}.${column}`);
    if (recipe === undefined || key === null) return 0;
    return recipe[0].has(key) ? TOLD : recipe[1].has(key) ? HINTED : 0;
  };
}
