import type { LabelSummary } from '../../core/label/label-summary.ts';
import { featureRow } from '../../core/model/feature-row.ts';
import type { FeatureTable } from '../../core/model/feature-table.ts';
import { selectFeatures, selectRows } from '../../core/model/select-rows.ts';
import { stackTables } from '../../core/model/stack-tables.ts';
import type { Quote, QuoteOrders } from '../../core/quotes/quote.ts';
import { quoteFeatures } from '../../core/quotes/quote-features.ts';
import { learnQuotes as fitQuotes, openQuotes } from '../../core/quotes/quote-propensity.ts';
import type { QuotesDocument } from '../../core/quotes/quotes-document.ts';
import { readQuotes } from '../../core/quotes/read-quotes.sql.ts';
import type { CompanyCell, CompanyColumns } from '../../core/traits/company-columns.ts';
import { companyFeatures } from '../../core/traits/company-features.ts';
import { planCompanyFeatures } from '../../core/traits/company-plan.ts';
import { joinFeatures } from '../../core/traits/join-features.ts';
import { orderLog } from '../../core/value/order-log.ts';
import { readAttributeTypes } from '../shared/company-columns.ts';
import type { Settings } from '../shared/settings.ts';
import type { StepTables } from '../shared/step-tables.ts';
import { readOrderDays } from './learn-value.ts';
import type { TraitInputs } from './read-inputs.ts';

/** Learns which quotes are won; null where no quotes have landed. Quote attributes count when the settings declare them. */
export async function learnQuotes(
  tables: StepTables,
  inputs: TraitInputs,
  settings: Settings,
  summary: LabelSummary,
): Promise<QuotesDocument | null> {
  const columns = tables.columns.get('quotes');
  if (columns === undefined) return null;
  const declared = settings.model_features.filter((name) => columns.includes(name)).sort();
  const rows = await tables.engine.columns(readQuotes(columns, declared, summary.as_of));
  const quotes = quotesOf(rows);
  const days = await readOrderDays(tables);
  const orders: QuoteOrders = new Map(
    (days === null ? [] : orderLog(days, 'revenue').log).map((entry) => [entry.customer_id, entry]),
  );
  const decided = quotes.filter(({ won }) => won !== null);
  const winRate =
    decided.length === 0 ? 0.5 : decided.filter(({ won }) => won === true).length / decided.length;
  const attributes: CompanyColumns = {
    ids: quotes.map(({ quote_id }) => quote_id),
    columns: Object.fromEntries(declared.map((name) => [name, (rows[name] ?? []) as CompanyCell[]])),
  };
  const types = await readAttributeTypes(tables, 'quotes');
  const plan = planCompanyFeatures(attributes, null, {
    asOfYear: Number(summary.as_of.slice(0, 4)),
    currency: summary.currency === 'XXX' ? null : summary.currency,
    attributes: Object.fromEntries(declared.map((name) => [name, types[name] ?? 'text'])),
    modelFeatures: declared,
  });
  const own = joinFeatures(quoteFeatures(quotes, orders, winRate), companyFeatures(plan, attributes));
  const table = joinFeatures(own, companiesOf(quotes, inputs.customers, own));
  const model = fitQuotes(quotes, table, settings.model_features);
  return { ...model, open: openQuotes(quotes, table, model) };
}

function quotesOf(rows: { readonly [column: string]: readonly unknown[] }): readonly Quote[] {
  const { quote_id = [], customer_id = [], created = [], closed = [], value = [], won = [] } = rows;
  const number = (cell: unknown): number | null => (cell == null ? null : Number(cell));
  return quote_id.map((id, row) => ({
    quote_id: String(id),
    customer_id: customer_id[row] == null ? null : String(customer_id[row]),
    created: Number(created[row]),
    closed: number(closed[row]),
    value: number(value[row]),
    won: typeof won[row] === 'boolean' ? won[row] : null,
  }));
}

/** What each quote's customer is, by timeless features; unknown for a quote without a known customer. */
function companiesOf(quotes: readonly Quote[], customers: FeatureTable, own: FeatureTable): FeatureTable {
  const taken = new Set(own.features.map(({ name }) => name));
  const timeless = selectFeatures(
    customers,
    customers.features.flatMap(({ name, known }) => (known === 'timeless' && !taken.has(name) ? [name] : [])),
  );
  const place = new Map(timeless.ids.map((id, row) => [id, row]));
  const padded = stackTables(timeless, featureRow(timeless.features, {}).table);
  const chosen = selectRows(
    padded,
    quotes.map(({ customer_id }) => place.get(customer_id ?? '') ?? timeless.ids.length),
  );
  return { ...chosen, ids: quotes.map(({ quote_id }) => quote_id) };
}
