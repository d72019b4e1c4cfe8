import type * as z from 'zod';
import { KindredError, type Problem } from './errors.ts';

/** The environment of a process, as Node hands it out. */
export type Environment = { readonly [name: string]: string | undefined };

/**
 * The process environment as typed configuration, read once at start. Variables the schema does not name are left alone;
 * an empty variable counts as not set. `BadConfiguration` lists every variable that is missing or wrong, by name, and
 * never repeats the value of one whose name tells of a secret.
 *
 * @example
 * readEnv(z.object({ KINDRED_BUCKET: z.string() }), process.env).KINDRED_BUCKET; // 'kindred-data'
 */
export function readEnv<T extends z.ZodType>(schema: T, env: Environment): z.output<T> {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== '' && value !== undefined),
  );
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  throw new KindredError(
    'BadConfiguration',
    parsed.error.issues.map((issue): Problem => {
      const name = issue.path.map(String).join('.') || 'environment';
      return {
        name,
        allowed: issue.message,
        received: shown(name, set[name]),
        remedy: 'set this variable where the process is started (on AWS: in the function’s configuration)',
      };
    }),
  );
}

const tellsOfSecret = /secret|token|password|credential|key/i;

function shown(name: string, value: string | undefined): string {
  if (value === undefined) return 'nothing';
  return tellsOfSecret.test(name) ? 'a value that is not shown' : JSON.stringify(value.slice(0, 80));
}
