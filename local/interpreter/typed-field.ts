import type { Json } from '../../functions/shared/ports.ts';
import { evaluate, type Scope } from './expression.ts';
import { StateError } from './state-error.ts';

/** A number field that may be an expression: whole, 0 to 99,999,999; else `States.QueryEvaluationError`. */
export async function wholeNumberField(template: Json, scope: Scope, field: string): Promise<number> {
  const value = await evaluate(template, scope, field);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 99_999_999) return value;
  throw mistyped(field, 'a whole number from 0 to 99999999', value);
}

/** A text field that may be an expression. */
export async function textField(template: Json, scope: Scope, field: string): Promise<string> {
  const value = await evaluate(template, scope, field);
  if (typeof value === 'string') return value;
  throw mistyped(field, 'a string', value);
}

/** A yes-or-no field that may be an expression. */
export async function booleanField(template: Json, scope: Scope, field: string): Promise<boolean> {
  const value = await evaluate(template, scope, field);
  if (typeof value === 'boolean') return value;
  throw mistyped(field, 'a boolean', value);
}

/** A list field that may be an expression. */
export async function listField(template: Json, scope: Scope, field: string): Promise<readonly Json[]> {
  const value = await evaluate(template, scope, field);
  if (Array.isArray(value)) return value;
  throw mistyped(field, 'an array', value);
}

/** A moment that may be an expression, in RFC 3339; milliseconds since 1970. */
export async function momentField(template: Json, scope: Scope, field: string): Promise<number> {
  const value = await textField(template, scope, field);
  const ms = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(value)
    ? Date.parse(value)
    : Number.NaN;
  if (Number.isNaN(ms)) throw mistyped(field, 'an RFC 3339 time', value);
  return ms;
}

const mistyped = (field: string, wanted: string, value: Json): StateError =>
  new StateError(
    'States.QueryEvaluationError',
    `The field '${field}' must yield ${wanted}, not ${JSON.stringify(value).slice(0, 200)}.`,
  );
