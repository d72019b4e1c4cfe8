import * as z from 'zod';
import type { Problem } from './errors.ts';
import { settingsSchema } from './settings.ts';

type Issue = z.core.$ZodIssue;

/** Every problem of authored settings in words a person can act on: the key, what it takes, what it holds, what to do. */
export function settingsProblems(issues: readonly Issue[], value: unknown, file: string): readonly Problem[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(issue.path);
      return issue.keys.map((key) => ({
        file,
        name: [...issue.path, key].join('.'),
        allowed: known.length === 0 ? 'a key that is known' : known.join(', '),
        received: 'a key that is not known',
        remedy: meant(key, known),
      }));
    }
    return [
      {
        file,
        name: issue.path.join('.') || 'the settings',
        allowed: allowedBy(issue),
        received: JSON.stringify(at(value, issue.path))?.slice(0, 120) ?? 'nothing',
        remedy: 'correct it, or leave the key out for its default',
      },
    ];
  });
}

const kinds: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text in quotes',
  boolean: 'true or false',
  object: 'an object in braces',
  record: 'an object in braces',
  array: 'a list in brackets',
};

function allowedBy(issue: Issue): string {
  const things = (origin: string): string =>
    origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? issue.expected;
    case 'too_small':
      return issue.inclusive === true
        ? `${issue.minimum}${things(issue.origin)} or more`
        : `more than ${issue.minimum}${things(issue.origin)}`;
    case 'too_big':
      return issue.inclusive === true
        ? `${issue.maximum}${things(issue.origin)} or less`
        : `less than ${issue.maximum}${things(issue.origin)}`;
    case 'invalid_value':
      return issue.values.map((each) => JSON.stringify(each) ?? '').join(', ');
    case 'invalid_union': {
      const ways = alternatives(schemaAt(issue.path));
      return ways.length > 0 ? ways.join(' or ') : issue.message;
    }
    default:
      return issue.message;
  }
}

/** The ways a union may be written; empty where the schema is none. */
function alternatives(schema: unknown): readonly string[] {
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodUnion) return [...new Set(bare.options.flatMap(alternatives))];
  if (bare instanceof z.ZodObject)
    return [
      `{ ${Object.keys(bare.shape)
        .map((key) => `"${key}": …`)
        .join(', ')} }`,
    ];
  if (bare instanceof z.ZodLiteral) return [...bare.values].map((each) => JSON.stringify(each) ?? '');
  if (bare instanceof z.ZodString) return ['a day as YYYY-MM-DD'];
  return [];
}

function unwrapped(schema: unknown): unknown {
  return schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional
    ? unwrapped(schema.unwrap())
    : schema;
}

function schemaAt(path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((schema, key) => {
    const bare = unwrapped(schema);
    if (bare instanceof z.ZodObject) return bare.shape[String(key)];
    if (bare instanceof z.ZodRecord) return bare.valueType;
    if (bare instanceof z.ZodArray) return bare.element;
    return undefined;
  }, settingsSchema);
}

function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const bare = unwrapped(schemaAt(path));
  const objects = bare instanceof z.ZodUnion ? bare.options.map(unwrapped) : [bare];
  return objects.flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : []));
}

/** The known key that was most likely meant: the same letters but for case, `_`, `-` and blanks. */
function meant(key: string, known: readonly string[]): string {
  const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const close = known.find((each) => letters(each) === letters(key));
  return close === undefined ? 'remove it, or write the key that was meant' : `write "${close}"`;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null
        ? Object.getOwnPropertyDescriptor(node, key)?.value
        : undefined,
    value,
  );
}
