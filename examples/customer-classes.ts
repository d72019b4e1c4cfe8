import type { Draws } from './draws.ts';

/**
 * The ERP's customer class, as a sales office keeps it: A, B, C or D after the margin already earned, one in eight out of
 * date. It foretells who is best only because it was written down afterwards: a leak, planted on purpose.
 */
export function customerClasses(margin: Float64Array, draws: Draws): string[] {
  const order = Array.from(margin.keys()).sort((a, b) => margin[b]! - margin[a]! || a - b);
  const place = new Float64Array(margin.length);
  order.forEach((index, rank) => {
    place[index] = rank / margin.length;
  });
  return Array.from(place, (share) => {
    const seen = draws.chance(0.125) ? draws.next() : share;
    return seen < 0.12 ? 'A' : seen < 0.35 ? 'B' : seen < 0.7 ? 'C' : 'D';
  });
}
