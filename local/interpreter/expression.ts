import jsonata from 'jsonata';
import type { Json } from '../../functions/shared/ports.ts';
import { StateError } from './state-error.ts';

export type Variables = { readonly [name: string]: Json };
/** What an expression can see: `$states` and the variables. */
export type Scope = { readonly states: { readonly [part: string]: Json }; readonly variables: Variables };

/**
 * Functions JSONata has here but that Step Functions lacks, or that would give another answer on a resumed execution; and
 * functions that Step Functions adds and this interpreter does not have.
 */
const refused = new Set([
  ...['eval', 'now', 'millis', 'random', 'shuffle'],
  ...['uuid', 'parse', 'hash', 'partition', 'range'],
]);

const offered = new Set(
  (
    'sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad match ' +
    'contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power ' +
    'boolean not map zip filter single reduce sift keys lookup append exists spread merge reverse each error assert type ' +
    'sort distinct base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl toMillis fromMillis'
  ).split(' '),
);

/** The text between `{%` and `%}`, or null for a literal. */
export function expressionIn(text: string): string | null {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4 ? text.slice(2, -2).trim() : null;
}

const compiled = new Map<string, jsonata.Expression>();
function compile(source: string): jsonata.Expression {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const fresh = jsonata(source);
  compiled.set(source, fresh);
  return fresh;
}

/**
 * What is wrong with an expression before it ever runs: JSONata's syntax, functions the interpreter refuses, and variables
 * that nothing assigns.
 *
 * @example
 * expressionFaults('$count($rows)', new Set()); // => ["the variable $rows, which nothing assigns"]
 * expressionFaults('$uuid()', new Set()); // => ["the function $uuid, which the interpreter does not implement"]
 * expressionFaults('$sum($map($states.input.a, function($v) { $v.n }))', new Set()); // => []
 */
export function expressionFaults(source: string, assigned: ReadonlySet<string>): readonly string[] {
  let ast: unknown;
  try {
    ast = compile(source).ast();
  } catch (error) {
    return [`JSONata that does not parse: ${messageOf(error)}`];
  }
  const bound = new Set<string>(['states', '', '$']);
  const used = new Set<string>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const each of node) walk(each);
      return;
    }
    if (node === null || typeof node !== 'object') return;
    const { type, value, lhs, arguments: parameters } = node as Record<string, unknown>;
    if (type === 'variable' && typeof value === 'string') used.add(value);
    if (type === 'bind') bound.add(nameOf(lhs));
    if (type === 'lambda' && Array.isArray(parameters))
      for (const each of parameters) bound.add(nameOf(each));
    const { focus, index } = node as Record<string, unknown>;
    if (typeof focus === 'string') bound.add(focus);
    if (typeof index === 'string') bound.add(index);
    for (const child of Object.values(node)) walk(child);
  };
  walk(ast);
  return [...used]
    .filter((name) => !bound.has(name) && !assigned.has(name) && !offered.has(name))
    .sort()
    .map((name) =>
      refused.has(name)
        ? `the function $${name}, which the interpreter does not implement`
        : `the variable $${name}, which nothing assigns`,
    );
}

const nameOf = (node: unknown): string =>
  node !== null && typeof node === 'object' ? String((node as Record<string, unknown>)['value']) : '';

/** JSONata throws plain objects with a code and a message. */
function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  if (error !== null && typeof error === 'object' && 'message' in error) return String(error.message);
  return String(error);
}

/**
 * A field of a state with every `{% … %}` string in it replaced by its value, at any depth. An expression that yields
 * nothing, throws, or yields what JSON cannot carry is `States.QueryEvaluationError`, as on AWS.
 */
export async function evaluate(template: Json, scope: Scope, field: string): Promise<Json> {
  if (typeof template === 'string') {
    const source = expressionIn(template);
    return source === null ? template : run(source, scope, field);
  }
  if (template === null || typeof template !== 'object') return template;
  if (Array.isArray(template)) {
    const items: Json[] = [];
    for (const [index, each] of template.entries())
      items.push(await evaluate(each, scope, `${field}[${index}]`));
    return items;
  }
  const entries: [string, Json][] = [];
  for (const [key, each] of Object.entries(template))
    if (each !== undefined) entries.push([key, await evaluate(each, scope, `${field}.${key}`)]);
  return Object.fromEntries(entries);
}

async function run(source: string, scope: Scope, field: string): Promise<Json> {
  let value: unknown;
  try {
    value = await compile(source).evaluate(undefined, { ...scope.variables, states: scope.states });
  } catch (error) {
    throw new StateError(
      'States.QueryEvaluationError',
      `The JSONata expression '${source}' specified for the field '${field}' threw an error during evaluation. ${messageOf(error)}`,
    );
  }
  const text = isFunction(value) ? undefined : JSON.stringify(value);
  if (text === undefined)
    throw new StateError(
      'States.QueryEvaluationError',
      `The JSONata expression '${source}' specified for the field '${field}' returned nothing (undefined).`,
    );
  return JSON.parse(text);
}

/** JSONata's own form of a function, which would stringify as an object. */
const isFunction = (value: unknown): boolean =>
  typeof value === 'function' ||
  (value !== null &&
    typeof value === 'object' &&
    ('_jsonata_function' in value || '_jsonata_lambda' in value));
