/** What a statement must not hold, because its answer may differ between threads, runs or hosts. */
export type SqlFault = { readonly rule: string; readonly where: string };

const forbidden: readonly (readonly [string, RegExp])[] = [
  ['compensated sums differ too', /\b(?:fsum|favg|kahan_sum|sumkahan)\s*\(/i],
  [
    'variance, correlation and regression are computed in TypeScript from integer sums',
    /\b(?:std(?:dev(?:_pop|_samp)?)?|var(?:iance|_pop|_samp)?|covar_(?:pop|samp)|corr|regr_\w+|skewness|kurtosis(?:_pop)?|sem|entropy|mad)\s*\(/i,
  ],
  [
    'picks a row by chance when several qualify: use min, max or row_number with a total order',
    /\b(?:mode|first|last|any_value|arbitrary|arg_min\w*|arg_max\w*|argmin|argmax|min_by|max_by|approx_\w+|reservoir_quantile)\s*\(/i,
  ],
  ['chance', /\b(?:random|setseed|uuid|gen_random_uuid|uuidv[47])\s*\(|\bUSING\s+SAMPLE\b|\bTABLESAMPLE\b/i],
  [
    'the clock',
    /\b(?:now|today|get_current_time\w*|get_current_timestamp|transaction_timestamp|current_localtime\w*)\s*\(|\bcurrent_(?:date|time|timestamp)\b/i,
  ],
  ['DISTINCT ON keeps a row by chance', /\bDISTINCT\s+ON\b/i],
];

const floating = /\bAS\s+(?:DOUBLE|FLOAT|REAL)\b|::\s*(?:DOUBLE|FLOAT|REAL)\b/i;

/** Calls that must say their order, with the words that open them. */
const ordered: readonly (readonly [string, RegExp])[] = [
  ['an unordered list', /\b(?:list|array_agg|string_agg|group_concat|listagg)\s*\(/gi],
  ['a numbered window without an order', /\bOVER\s*\(/gi],
];

/**
 * Faults of an SQL text, comments ignored. It reads text, not a parse tree: SQL in house style, one statement or a
 * template with holes; an order that stands in a hole is seen only in the statement as executed.
 */
export function sqlFaults(sql: string): readonly SqlFault[] {
  const text = sql.replace(/--[^\n]*/g, '').replace(/\/\*[\s\S]*?\*\//g, '');
  const faults: SqlFault[] = [];
  for (const [rule, pattern] of forbidden) {
    const found = pattern.exec(text);
    if (found !== null) faults.push({ rule, where: excerpt(text, found.index) });
  }
  for (const [rule, pattern] of ordered)
    for (const found of text.matchAll(pattern)) {
      const inside = argumentsFrom(text, found.index + found[0].length);
      const needsNone =
        found[0].toUpperCase().startsWith('OVER') &&
        /\b(?:min|max|sum|count)\s*\([^()]*\)\s*$/i.test(text.slice(0, found.index));
      if (!needsNone && !/\bORDER\s+BY\b|\$\{/i.test(inside))
        faults.push({ rule, where: excerpt(text, found.index) });
    }
  for (const found of text.matchAll(/\b(?:sum|avg|mean|total)\s*\(/gi))
    if (floating.test(argumentsFrom(text, found.index + found[0].length)))
      faults.push({
        rule: 'a sum or mean of floating-point numbers depends on the order of adding',
        where: excerpt(text, found.index),
      });
  for (const found of text.matchAll(/\bCOPY\s*\(/gi)) {
    const query = argumentsFrom(text, found.index + found[0].length);
    if (!/\bORDER\s+BY\b/i.test(outermost(query)))
      faults.push({ rule: 'COPY without ORDER BY', where: excerpt(text, found.index) });
  }
  if (/\bCOPY\s+["\w]+\s+TO\b/i.test(text))
    faults.push({ rule: 'COPY of a table has no order', where: excerpt(text, text.search(/\bCOPY\b/i)) });
  for (const found of text.matchAll(/\bLIMIT\s+\d+/gi))
    if (!/\bORDER\s+BY\b[^()]*$/i.test(text.slice(0, found.index)))
      faults.push({ rule: 'LIMIT without ORDER BY', where: excerpt(text, found.index) });
  return faults;
}

/** The text up to the parenthesis that closes the one just opened. */
function argumentsFrom(text: string, from: number): string {
  let depth = 1;
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1;
    if (text[index] === ')') depth -= 1;
    if (depth === 0) return text.slice(from, index);
  }
  return text.slice(from);
}

/** A text without what stands in parentheses. */
function outermost(text: string): string {
  let depth = 0;
  return [...text]
    .filter((letter) => {
      if (letter === '(') depth += 1;
      if (letter === ')') depth -= 1;
      return depth === 0;
    })
    .join('');
}

const excerpt = (text: string, index: number): string =>
  text
    .slice(index, index + 80)
    .replace(/\s+/g, ' ')
    .trim();
