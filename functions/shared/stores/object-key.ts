import { KindredError } from '../errors.ts';

/** S3's own limit. */
export const maxKeyBytes = 1024;

/**
 * Lets a key pass that every object store can hold as it stands; `BadRequest` names what is wrong with any other: empty, longer
 * than 1,024 bytes of UTF-8, a leading slash, a `..` segment, NUL, or half of a surrogate pair.
 */
export function checkObjectKey(key: string): void {
  const wrong = whatIsWrong(key);
  if (wrong === null) return;
  throw new KindredError('BadRequest', [
    {
      name: 'object key',
      allowed: `1 to ${maxKeyBytes} bytes of UTF-8 without a leading slash, a ".." segment or NUL`,
      received: `${wrong}: ${JSON.stringify(key.slice(0, 120))}`,
      remedy: 'rename the object',
    },
  ]);
}

function whatIsWrong(key: string): string | null {
  if (key === '') return 'an empty key';
  if (!key.isWellFormed()) return 'half of a surrogate pair';
  if (Buffer.byteLength(key, 'utf8') > maxKeyBytes) return `${Buffer.byteLength(key, 'utf8')} bytes`;
  if (key.startsWith('/')) return 'a leading slash';
  if (key.includes('\0')) return 'a NUL character';
  return key.split('/').includes('..') ? 'a ".." segment' : null;
}
