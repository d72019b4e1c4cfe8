import type { CompanyCell, CompanyColumns } from '../../core/traits/company-columns.ts';

/** What a GA4 export knows of a customer that an order book does not. */
export type UserFacts = {
  readonly sessions: number | null;
  /** Per session. */
  readonly engagement_seconds: number | null;
  readonly device: string | null;
  readonly channel: string | null;
  readonly plan: string | null;
  readonly age_days: number | null;
};

/** Web facts by customer; null where the customers are no users of an export. */
export function userFacts({ ids, columns }: CompanyColumns): ReadonlyMap<string, UserFacts> | null {
  if (columns['total_sessions'] === undefined) return null;
  const number = (column: string, row: number): number | null => {
    const cell = columns[column]?.[row] ?? null;
    return typeof cell === 'number' ? cell : null;
  };
  const text = (column: string, row: number): string | null => {
    const cell: CompanyCell = columns[column]?.[row] ?? null;
    return typeof cell === 'string' && cell !== '' ? cell : null;
  };
  return new Map(
    ids.map((id, row) => [
      id,
      {
        sessions: number('total_sessions', row),
        engagement_seconds: number('avg_engagement_seconds', row),
        device: text('device', row),
        channel: text('acquisition_channel', row),
        plan: text('attribute_plan_level', row),
        age_days: number('customer_age_days', row),
      },
    ]),
  );
}
