import { createHmac } from 'node:crypto';
import * as z from 'zod';
import type { Reply } from './proxy.ts';

const policyDocument = z.strictObject({
  expiration: z.iso.datetime(),
  conditions: z.array(
    z.union([
      z.tuple([z.literal('content-length-range'), z.int(), z.int()]),
      z.tuple([z.enum(['eq', 'starts-with']), z.string().startsWith('$'), z.string()]),
      z.record(z.string(), z.string()),
    ]),
  ),
});
/** Fields that no condition needs to name. */
const free = ['policy', 'x-amz-signature', 'file'];

/**
 * What S3 checks of a form before it stores its file, as its reference tells it (POST policy, Signature Version 4), because the
 * servers of tests store whatever comes: the signature over the policy, its end, each condition, that every field is named by
 * one, and the size. Null lets the form through.
 */
export function policyRefusal(
  form: FormData,
  given: { readonly bucket: string; readonly secretAccessKey: string; readonly now: number },
): Reply | null {
  const fields = new Map<string, string>([['bucket', given.bucket]]);
  let size = 0;
  for (const [name, value] of form) {
    if (typeof value === 'string') fields.set(name.toLowerCase(), value);
    else size = value.size;
  }
  const text = fields.get('policy') ?? '';
  const [, ...scope] = (fields.get('x-amz-credential') ?? '').split('/');
  const key = scope.reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${given.secretAccessKey}`,
  );
  if (hmac(key, text).toString('hex') !== fields.get('x-amz-signature'))
    return refusal('SignatureDoesNotMatch');

  const policy = policyDocument.parse(JSON.parse(Buffer.from(text, 'base64').toString()));
  if (Date.parse(policy.expiration) <= given.now) return refusal('AccessDenied');
  const named = new Set<string>();
  for (const condition of policy.conditions) {
    if (Array.isArray(condition) && condition[0] === 'content-length-range') {
      if (size > condition[2]) return refusal('EntityTooLarge', 400);
      if (size < condition[1]) return refusal('EntityTooSmall', 400);
      continue;
    }
    const wanted = Array.isArray(condition)
      ? [{ how: condition[0], name: String(condition[1]).slice(1), value: String(condition[2]) }]
      : Object.entries(condition).map(([name, value]) => ({ how: 'eq' as const, name, value }));
    for (const { how, name, value } of wanted) {
      named.add(name.toLowerCase());
      const found = fields.get(name.toLowerCase());
      if (how === 'eq' ? found !== value : found?.startsWith(value) !== true) return refusal('AccessDenied');
    }
  }
  const unnamed = [...fields.keys()].filter((name) => !named.has(name) && !free.includes(name));
  return unnamed.length === 0 ? null : refusal('AccessDenied');
}

const hmac = (secret: Buffer | string, text: string): Buffer =>
  createHmac('sha256', secret).update(text).digest();

const refusal = (code: string, status = 403): Reply => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<Error><Code>${code}</Code></Error>`,
});
