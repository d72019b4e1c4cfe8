import * as z from 'zod';

const oneOrMany = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** A statement of an IAM policy, as far as Kindred's are made. */
export const policyStatement = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMany,
  Resource: oneOrMany,
  Condition: z.strictObject({ StringLike: z.record(z.string(), oneOrMany) }).optional(),
});
export type PolicyStatement = z.output<typeof policyStatement>;

/** One call of an AWS service, as IAM sees it. */
export type Call = {
  readonly action: string;
  readonly resource: string;
  readonly context?: { readonly [key: string]: string };
};

/** Whether a policy lets a call through: allowed by one statement, denied by none. `*` is any text. */
export function allows(policy: readonly PolicyStatement[], call: Call): boolean {
  const meant = policy.filter(
    ({ Action, Resource, Condition }) =>
      Action.some((action) => like(action, call.action)) &&
      Resource.some((resource) => like(resource, call.resource)) &&
      Object.entries(Condition?.StringLike ?? {}).every(([key, patterns]) => {
        const value = call.context?.[key];
        return value !== undefined && patterns.some((pattern) => like(pattern, value));
      }),
  );
  return meant.some(({ Effect }) => Effect === 'Allow') && !meant.some(({ Effect }) => Effect === 'Deny');
}

const like = (pattern: string, value: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  ).test(value);
