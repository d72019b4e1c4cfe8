/**
 * How many companies must have a trait, and how many must lack it, for the trait to be tried at all: the square root of
 * the number of companies whose label is known, at least 8. 20 of 400, 45 of 2,000, 316 of 100,000.
 *
 * Looks at counts only, never at who is best, so it costs no honesty; a trait of three companies can neither be
 * significant nor be sold to. Fewer tests leave more power for the rest.
 *
 * @example
 * minimumSupport(400); // => 20
 * minimumSupport(30); // => 8
 */
export function minimumSupport(companies: number): number {
  return Math.max(8, Math.round(Math.sqrt(companies)));
}
