/** An amount of a provider's credits and what they may cost at most, in 1/10,000 of the budget's currency. */
export type Spend = { readonly credits: number; readonly money_e4: number };

/** A cap; null caps nothing of that kind. */
export type Cap = { readonly credits: number; readonly money_e4: number | null };

/**
 * What one budget (a run's, a month's) has seen. What is reserved counts as spent until it is settled, so what a crash leaves
 * behind can never be spent a second time.
 */
export type Ledger = {
  readonly settled: Spend;
  /** Open reservations by id. */
  readonly open: { readonly [id: string]: Spend };
};

export const emptyLedger: Ledger = { settled: { credits: 0, money_e4: 0 }, open: {} };

const plus = (a: Spend, b: Spend): Spend => ({
  credits: a.credits + b.credits,
  money_e4: a.money_e4 + b.money_e4,
});

/** Settled and reserved together. */
export function committed(ledger: Ledger): Spend {
  return Object.values(ledger.open).reduce(plus, ledger.settled);
}

/** What may still be reserved under a cap; money is null where the cap has none. Never negative. */
export function remaining(
  ledger: Ledger,
  cap: Cap,
): { readonly credits: number; readonly money_e4: number | null } {
  const used = committed(ledger);
  return {
    credits: Math.max(0, cap.credits - used.credits),
    money_e4: cap.money_e4 === null ? null : Math.max(0, cap.money_e4 - used.money_e4),
  };
}

/**
 * The ledger with a reservation, or null when the cap would be passed. Reserve the most a call can cost, before it is made.
 *
 * @throws RangeError for amounts that are negative or not whole, and for an id that is open already.
 * @example
 * reserve(emptyLedger, { credits: 10, money_e4: null }, 'a', { credits: 11, money_e4: 0 }); // => null
 */
export function reserve(ledger: Ledger, cap: Cap, id: string, spend: Spend): Ledger | null {
  checked(spend);
  if (Object.hasOwn(ledger.open, id)) throw new RangeError(`the reservation ${id} is open already`);
  const left = remaining(ledger, cap);
  if (spend.credits > left.credits || (left.money_e4 !== null && spend.money_e4 > left.money_e4)) return null;
  return { settled: ledger.settled, open: { ...ledger.open, [id]: spend } };
}

/**
 * The ledger after a reservation became what the calls really cost; a settlement that comes twice changes nothing the
 * second time.
 *
 * @throws RangeError for more than was reserved: then a call cost more than its provider declares.
 * @example
 * const open = { settled: { credits: 2, money_e4: 0 }, open: { a: { credits: 5, money_e4: 0 } } };
 * settle(open, 'a', { credits: 1, money_e4: 0 }); // => { settled: { credits: 3, money_e4: 0 }, open: {} }
 */
export function settle(ledger: Ledger, id: string, spend: Spend): Ledger {
  checked(spend);
  const reserved = Object.hasOwn(ledger.open, id) ? ledger.open[id] : undefined;
  if (reserved === undefined) return ledger;
  if (spend.credits > reserved.credits || spend.money_e4 > reserved.money_e4)
    throw new RangeError(
      `${spend.credits} credits cost more than the ${reserved.credits} that were reserved`,
    );
  const { [id]: _, ...open } = ledger.open;
  return { settled: plus(ledger.settled, spend), open };
}

function checked({ credits, money_e4 }: Spend): void {
  for (const amount of [credits, money_e4])
    if (!Number.isSafeInteger(amount) || amount < 0)
      throw new RangeError(`an amount to spend is a whole number from 0 up, got ${amount}`);
}
