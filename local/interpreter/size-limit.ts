import type { Json } from '../../functions/shared/ports.ts';
import { StateError } from './state-error.ts';

/** What Step Functions lets a state take or give, in bytes of UTF-8 JSON. */
export const payloadLimitBytes = 262_144;

/** `States.DataLimitExceeded` when `value` is larger as JSON than Step Functions lets through. */
export function requireUnderLimit(value: Json, what: string): void {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > payloadLimitBytes)
    throw new StateError(
      'States.DataLimitExceeded',
      `${what} has ${bytes} bytes; Step Functions takes at most ${payloadLimitBytes}`,
    );
}
