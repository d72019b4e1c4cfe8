import { roundMoney } from '../money/round-money.ts';
import { netMoney, positiveMoney, type Valued } from './best-customers.ts';

/** A point of the curve: what the best `customers` of the base hold together. */
export type ParetoPoint = {
  readonly customers: number;
  readonly share_of_customers: number;
  /** Their money together, losses included, in the reporting currency. */
  readonly cumulative: string;
  /** The same ÷ all positive money; it falls again where the losses begin. Null when nobody has positive money. */
  readonly share_of_positive: number | null;
};

/** Points a curve has at most. */
export const paretoPoints = 200;

/**
 * The Pareto curve in rank order: at most 200 points evenly spread over the ranked customers, first and last among them.
 * Shares are rounded to 6 decimals. Share of positive money ends at net ÷ positive: below 1 where customers lose money.
 *
 * @example
 * paretoCurve([{ customer_id: 'a', value: 30000, money_e4: 30000 }, { customer_id: 'b', value: 10000, money_e4: 10000 }], 'USD')[0]; // => {"customers":1,"share_of_customers":0.5,"cumulative":"3.00","share_of_positive":0.75}
 */
export function paretoCurve(ranked: readonly Valued[], currency: string): readonly ParetoPoint[] {
  const positive = positiveMoney(ranked);
  const points = Math.min(paretoPoints, ranked.length);
  const wanted = Array.from({ length: points }, (_, index) =>
    points === 1 ? 1 : 1 + Math.floor((index * (ranked.length - 1)) / (points - 1)),
  );
  let cumulative = 0n;
  let counted = 0;
  return wanted.map((customers) => {
    cumulative += netMoney(ranked.slice(counted, customers));
    counted = customers;
    return {
      customers,
      share_of_customers: shareOf(BigInt(customers), BigInt(ranked.length)) ?? 0,
      cumulative: roundMoney(cumulative, currency),
      share_of_positive: shareOf(cumulative, positive),
    };
  });
}

/**
 * part ÷ whole, rounded to 6 decimals; null when the whole is not positive.
 *
 * @example
 * shareOf(1n, 3n); // => 0.333333
 * shareOf(1n, 0n); // => null
 */
export function shareOf(part: bigint, whole: bigint): number | null {
  return whole > 0n ? Math.round((Number(part) / Number(whole)) * 1e6) / 1e6 : null;
}
