import { stableHash } from '../model/stable-hash.ts';

/** Shares of first-outreach slots drawn at random, and of those chosen that are held back; 0 for neither. */
export type Draw = {
  readonly exploration: number;
  readonly hold_back: number;
  /** What the random slots are drawn by; another text draws others. Hold-back goes by the company alone, so it lasts. */
  readonly seed: string;
};

/** Where a company that could be called is put, with its chance of being put there. */
export type DrawnSlot = {
  readonly target_id: string;
  readonly kind: 'ranked' | 'random' | 'held-back';
  readonly propensity: number;
};

const holdBackSeed = 7919;
const slotSeed = 104_729;

/**
 * Fills the slots of first outreach from the companies that may be called, best first. A share `hold_back` of those whose turn it
 * is are held back, by the hash of their id, so that the same companies are held back in every run; the next in rank take their
 * places. A share `exploration` of the slots goes to companies drawn at random from all that rank passed over, spread evenly
 * over the list so that they are worked like the others. Propensities: 1 − hold_back for those ranked, hold_back for
 * those held back, slots ÷ companies passed over for those drawn. O(n log n).
 *
 * When not to use it: with so few slots that a share of them is none; at least one random slot is drawn wherever a share is asked for
 * and somebody is left to draw.
 *
 * @param ids companies that may be called, best first. @param slots how many are called.
 * @example
 * const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
 * drawSlots(ids, 2, { exploration: 0, hold_back: 0, seed: 'x' }).map((slot) => slot.target_id); // => ['a', 'b']
 * drawSlots(ids, 4, { exploration: 0.25, hold_back: 0, seed: 'x' }).map((slot) => [slot.kind, slot.propensity])[0]; // => ['ranked', 1]
 */
export function drawSlots(ids: readonly string[], slots: number, draw: Draw): DrawnSlot[] {
  const heldBack: DrawnSlot[] = [];
  const wanted = Math.min(slots, ids.length);
  const randomWanted = draw.exploration > 0 ? Math.max(1, Math.round(draw.exploration * wanted)) : 0;
  const rankedWanted = Math.max(0, wanted - randomWanted);
  const ranked: DrawnSlot[] = [];
  let at = 0;
  for (; at < ids.length && ranked.length < rankedWanted; at += 1) {
    const target_id = ids[at]!;
    if (stableHash(target_id, holdBackSeed) / 2 ** 32 < draw.hold_back)
      heldBack.push({ target_id, kind: 'held-back', propensity: draw.hold_back });
    else ranked.push({ target_id, kind: 'ranked', propensity: 1 - draw.hold_back });
  }
  const left = ids.slice(at);
  const count = Math.min(randomWanted, left.length);
  const drawn = left
    .map((target_id) => ({ target_id, key: stableHash(`${draw.seed} ${target_id}`, slotSeed) }))
    .sort((a, b) => a.key - b.key || (a.target_id < b.target_id ? -1 : 1))
    .slice(0, count)
    .map(({ target_id }): DrawnSlot => ({ target_id, kind: 'random', propensity: count / left.length }));
  return [...spread(ranked, drawn), ...heldBack];
}

/** The drawn ones at even distances among the ranked. */
function spread(ranked: readonly DrawnSlot[], drawn: readonly DrawnSlot[]): DrawnSlot[] {
  const all = ranked.length + drawn.length;
  const places = new Map(drawn.map((slot, i) => [Math.floor(((i + 0.5) * all) / drawn.length), slot]));
  let next = 0;
  return Array.from({ length: all }, (_, place) => places.get(place) ?? ranked[next++]!);
}
