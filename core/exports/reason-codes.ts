import type { Target } from '../rank/target.ts';

/** What a Salesforce text field takes. */
const longest = 255;

/**
 * The reasons a rep would say, joined by "; " and cut at a whole reason so that they fit a CRM's text field: what matches the
 * best customers, whom it is like, what happens there now.
 *
 * @param most characters at most
 * @example
 * joinReasons(['NAICS 333', '200–500 employees', 'hiring: 15 open roles'], 30); // => 'NAICS 333; 200–500 employees'
 */
export function joinReasons(reasons: readonly string[], most: number): string {
  let text = '';
  for (const reason of reasons) {
    const longer = text === '' ? reason : `${text}; ${reason}`;
    if (longer.length > most) return text === '' ? `${reason.slice(0, most - 1)}…` : text;
    text = longer;
  }
  return text;
}

/** A target's reasons in one line of at most 255 characters, or as many as asked for. */
export function reasonCodes(target: Target, most = longest): string {
  const fits = target.similarity_reasons.reasons
    .filter((reason) => reason.points > 0 && reason.kind !== 'other')
    .slice(0, 4);
  const now = target.opportunity_reasons.reasons.filter((reason) => reason.points > 0).slice(0, 3);
  const similar = target.closest_best_customer;
  return joinReasons(
    [
      ...fits.map((reason) => reason.words),
      ...(similar === null
        ? []
        : [`Similar to ${similar.name ?? similar.customer_id} (${similar.similarity_percent} %)`]),
      ...now.map((reason) => reason.words),
    ],
    most,
  );
}
