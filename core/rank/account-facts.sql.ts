const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The names under which files keep a sales territory of their own, best first. */
export const territoryColumns: readonly string[] = [
  'attribute_sales_territory',
  'attribute_territory',
  'attribute_territory_name',
  'attribute_sales_district',
  'attribute_sales_area',
  'attribute_sales_region',
];

/**
 * The column that holds a company's sales territory; null where a file has none.
 *
 * @example
 * territoryColumn(['name', 'attribute_territory']); // => 'attribute_territory'
 */
export function territoryColumn(columns: readonly string[]): string | null {
  const plain = (name: string): string => name.replaceAll('_', '');
  for (const wanted of territoryColumns) {
    const column = columns.find((name) => plain(name) === plain(wanted));
    if (column !== undefined) return column;
  }
  return null;
}

/** Accounts by place and owner: `territory`, `region`, `country`, `owner`, `customers`. */
export function accountPlacesSql(columns: readonly string[]): string {
  const text = (name: string | null, as: string): string =>
    `${name !== null && columns.includes(name) ? `NULLIF(TRIM(CAST(${quote(name)} AS VARCHAR)), '')` : 'CAST(NULL AS VARCHAR)'} AS ${as}`;
  return `SELECT territory, region, country, owner, COUNT(*) AS customers FROM (
    SELECT ${text(territoryColumn(columns), 'territory')}, ${text('region', 'region')}, ${text('country', 'country')}, ${text('sales_rep', 'owner')}
    FROM customers) places
    WHERE territory IS NOT NULL OR region IS NOT NULL OR country IS NOT NULL
    GROUP BY ALL ORDER BY ALL`;
}

/** The seller of the last order that names one, per customer of `wanted(customer_id)`. */
export const lastSellerSql = `SELECT customer_id, sales_rep FROM (
  SELECT o.customer_id, o.sales_rep, ROW_NUMBER() OVER (PARTITION BY o.customer_id ORDER BY o.order_date DESC, o.order_id DESC) AS place
  FROM orders o JOIN wanted USING (customer_id) WHERE o.sales_rep IS NOT NULL AND o.sales_rep <> '') latest
  WHERE place = 1 ORDER BY customer_id`;

/** The category that made most revenue in the last order with a known one, per customer of `wanted(customer_id)`. */
export const lastCategorySql = `SELECT customer_id, product_category FROM (
  SELECT o.customer_id, l.product_category,
    ROW_NUMBER() OVER (PARTITION BY o.customer_id ORDER BY o.order_date DESC, o.order_id DESC, SUM(l.line_revenue) DESC NULLS LAST, l.product_category) AS place
  FROM orders o JOIN wanted USING (customer_id) JOIN lines l ON l.order_id = o.order_id
  WHERE l.product_category IS NOT NULL AND l.product_category <> ''
  GROUP BY o.customer_id, o.order_date, o.order_id, l.product_category) latest
  WHERE place = 1 ORDER BY customer_id`;
