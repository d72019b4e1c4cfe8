type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * Whether EventBridge would send an event to a rule: every field the pattern names must hold one of the values listed for it, as
 * literal text or as `{wildcard}`. Other operators are refused, so that a pattern that uses one is not tested by guesswork.
 */
export function matchesPattern(pattern: Json, event: Json | undefined): boolean {
  if (Array.isArray(pattern)) return pattern.some((wanted: Json) => matchesValue(wanted, event));
  if (pattern === null || typeof pattern !== 'object') throw new Error('a pattern is an object of lists');
  if (event === null || event === undefined || typeof event !== 'object') return false;
  return Object.entries(pattern).every(([name, wanted]) =>
    matchesPattern(wanted ?? null, new Map(Object.entries(event)).get(name)),
  );
}

function matchesValue(wanted: Json, value: Json | undefined): boolean {
  if (wanted === null || typeof wanted !== 'object') return wanted === value;
  const [[operator, text] = ['', null], ...rest] = Object.entries(wanted);
  if (operator !== 'wildcard' || typeof text !== 'string' || rest.length > 0)
    throw new Error(`the operator ${operator} is not known here`);
  const [first = '', ...others] = text.split('*');
  if (typeof value !== 'string' || !value.startsWith(first)) return false;
  let from = first.length;
  for (const [index, part] of others.entries()) {
    const last = index === others.length - 1;
    const at = last ? value.length - part.length : value.indexOf(part, from);
    if (at < from || !value.startsWith(part, at)) return false;
    from = at + part.length;
  }
  return others.length > 0 || from === value.length;
}
