/** A key as it is compared: upper case, leading zeros of all-digit keys dropped, Salesforce ids cut to their first 15. */
export function comparableKeySql(key: string): string {
  return `CASE WHEN regexp_full_match(${key}, '\\d+') THEN ltrim(${key}, '0') WHEN regexp_full_match(${key}, '001[A-Za-z0-9]{15}') THEN left(${key}, 15) WHEN regexp_full_match(${key}, '001[A-Za-z0-9]{12}') THEN ${key} ELSE upper(${key}) END`;
}

/**
 * SELECT of the customer keys that orders write differently from the customers file (`written`) with the one customer they
 * can mean (`known`). Keys that are known as they stand, or could mean several customers, are left alone.
 */
export function customerSpellingSql(orders: string, customers: string): string {
  const compared = (relation: string): string =>
    `SELECT DISTINCT customer_id, ${comparableKeySql('customer_id')} AS compared FROM ${relation} WHERE customer_id IS NOT NULL`;
  return `SELECT o.customer_id AS written, min(c.customer_id) AS known FROM (SELECT * FROM (${compared(orders)}) ANTI JOIN ${customers} USING (customer_id)) AS o JOIN (${compared(customers)}) AS c USING (compared) GROUP BY o.customer_id HAVING count(*) = 1`;
}

/** SELECT of a relation with its customer keys as the customers file writes them. `spelling` holds `written` and `known`. */
export function respelledSql(relation: string, columns: readonly string[], spelling: string): string {
  const cells = columns.map((column) =>
    column === 'customer_id' ? 'coalesce(s.known, r.customer_id) AS customer_id' : `r."${column}"`,
  );
  return `SELECT ${cells.join(', ')} FROM ${relation} AS r LEFT JOIN ${spelling} AS s ON s.written = r.customer_id`;
}
