import type * as z from 'zod';

export type TemplateValue = z.infer<ReturnType<typeof z.json>>;

/** What stands at a path of a template; undefined where there is nothing. Numbers index lists. */
export function at(
  value: TemplateValue | undefined,
  ...path: readonly (string | number)[]
): TemplateValue | undefined {
  return path.reduce<TemplateValue | undefined>((inner, step) => {
    if (inner === null || typeof inner !== 'object') return undefined;
    return Array.isArray(inner) ? inner[Number(step)] : new Map(Object.entries(inner)).get(String(step));
  }, value);
}

/** A value that may be alone or in a list, as a list. */
export const listed = (value: TemplateValue | undefined): readonly TemplateValue[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Names and values of an object; none of anything else. */
export const fields = (value: TemplateValue | undefined): readonly (readonly [string, TemplateValue])[] =>
  value === null || typeof value !== 'object' || Array.isArray(value) ? [] : Object.entries(value);
