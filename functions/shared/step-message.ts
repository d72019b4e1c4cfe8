import type * as z from 'zod';
import { KindredError, type Problem } from './errors.ts';

/** Messages between steps are small facts: a larger one is a fault of the step that sends it. */
export const maxMessageBytes = 65_536;

/** A request as a step understands it; `BadEvent` lists every field that is wrong. */
export function receiveMessage<T>(step: string, schema: z.ZodType<T>, message: unknown): T {
  const parsed = schema.safeParse(message);
  if (parsed.success) return parsed.data;
  throw new KindredError(
    'BadEvent',
    parsed.error.issues.map((issue): Problem => {
      const field = issue.path.map(String).join('.');
      return {
        name: field === '' ? `the request to ${step}` : `${field} in the request to ${step}`,
        allowed: issue.message,
        received: 'something else',
        remedy: 'send what events/ describes',
      };
    }),
  );
}

/** An answer as it may leave a step: of the promised shape and less than 64 KB as JSON; anything else is `Internal`. */
export function sendMessage<T>(step: string, schema: z.ZodType<T>, message: unknown): T {
  const parsed = schema.safeParse(message);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw fault(step, 'the promised shape', `${issue?.path.map(String).join('.')}: ${issue?.message}`);
  }
  const bytes = Buffer.byteLength(JSON.stringify(parsed.data), 'utf8');
  if (bytes >= maxMessageBytes) throw fault(step, `less than ${maxMessageBytes} bytes`, `${bytes} bytes`);
  return parsed.data;
}

const fault = (step: string, allowed: string, received: string): KindredError =>
  new KindredError('Internal', [
    {
      name: `the answer of ${step}`,
      allowed,
      received,
      remedy: 'report this: a step answered what no step may answer',
    },
  ]);
