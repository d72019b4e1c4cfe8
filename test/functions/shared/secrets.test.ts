import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, describe, expect, it } from 'vitest';
import { openSecret } from '../../../functions/shared/secrets.ts';

const key = 'key-0f9c2a7d41e8';
const minute = 60_000;

let server: Server | null = null;
afterEach(async () => {
  server?.closeAllConnections();
  if (server !== null) await once(server.close(), 'close');
  server = null;
});

type Answer = { readonly status: number; readonly body: unknown };
const secretOf = (text: string): Answer => ({
  status: 200,
  body: { ARN: 'arn:aws:secretsmanager:us-east-1:1:secret:keys', Name: 'keys', SecretString: text },
});
const failure = (status: number, type: string): Answer => ({
  status,
  body: { __type: type, Message: `no luck with ${key}` },
});

/** AWS Secrets Manager on this machine, as far as GetSecretValue goes, with what it was asked and what was logged. */
async function world(answer: (count: number) => Answer, secret: string | undefined = 'keys') {
  const asked: { target: unknown; body: unknown }[] = [];
  const opened = createServer(async (request, reply) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    asked.push({
      target: request.headers['x-amz-target'],
      body: JSON.parse(Buffer.concat(parts).toString()),
    });
    const { status, body } = answer(asked.length);
    reply.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  });
  server = opened;
  await once(opened.listen(0, '127.0.0.1'), 'listening');
  const logged: unknown[] = [];
  let clock = 0;
  const client = new SecretsManagerClient({
    endpoint: `http://127.0.0.1:${(opened.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  return {
    keyOf: openSecret(secret, (message, facts) => logged.push([message, facts]), {
      client,
      now: () => clock,
    }),
    asked,
    logged,
    later: (ms: number) => {
      clock += ms;
    },
  };
}

describe('keys out of a secret', () => {
  it('asks Secrets Manager for the one secret, once for all names, and logs nothing', async () => {
    const { keyOf, asked, logged } = await world(() =>
      secretOf(JSON.stringify({ apollo: key, dnb: 'other' })),
    );
    expect(await keyOf('apollo')).toBe(key);
    expect(await keyOf('dnb')).toBe('other');
    expect(await keyOf('people-data-labs')).toBeNull();
    expect(asked).toEqual([{ target: 'secretsmanager.GetSecretValue', body: { SecretId: 'keys' } }]);
    expect(logged).toEqual([]);
  });

  it('reads a rotated key within five minutes, and not before', async () => {
    const { keyOf, asked, later } = await world((count) =>
      secretOf(JSON.stringify({ apollo: `key-${count}` })),
    );
    expect(await keyOf('apollo')).toBe('key-1');
    later(5 * minute - 1);
    expect(await keyOf('apollo')).toBe('key-1');
    later(1);
    expect(await keyOf('apollo')).toBe('key-2');
    expect(asked).toHaveLength(2);
  });

  it('has no keys where no secret is named, and asks nobody', async () => {
    const asked: unknown[] = [];
    const keyOf = openSecret(undefined, (message) => asked.push(message));
    expect(await keyOf('apollo')).toBeNull();
    expect(asked).toEqual([]);
  });

  it.each([
    ['a secret that is not there', failure(400, 'ResourceNotFoundException'), 'ResourceNotFoundException'],
    ['a role that may not read it', failure(400, 'AccessDeniedException'), 'AccessDeniedException'],
    ['text that is no JSON', secretOf(`apollo=${key}`), 'SyntaxError'],
    ['JSON that was cut off', secretOf(`{"apollo":"${key}`), 'SyntaxError'],
  ])('%s gives no key, and the log names the failure alone', async (_, answer, name) => {
    const { keyOf, logged } = await world(() => answer);
    expect(await keyOf('apollo')).toBeNull();
    expect(logged).toEqual([['the secret of provider keys could not be read', { failure: name }]]);
    expect(JSON.stringify(logged)).not.toContain(key);
  });

  it.each([
    ['a list', JSON.stringify([key])],
    ['a bare text', JSON.stringify(key)],
    ['a key within a key', JSON.stringify({ apollo: { key } })],
    ['an empty key', JSON.stringify({ apollo: '', dnb: key })],
  ])('%s is no object of names and keys: no key, said without quoting it', async (_, text) => {
    const { keyOf, logged } = await world(() => secretOf(text));
    expect(await keyOf('apollo')).toBeNull();
    expect(await keyOf('dnb')).toBeNull();
    expect(logged).toEqual([['the secret of provider keys is no JSON object of names and keys', undefined]]);
  });

  it('takes no key from the prototype of objects', async () => {
    const { keyOf } = await world(() => secretOf(JSON.stringify({ apollo: key })));
    for (const name of ['constructor', 'toString', '__proto__']) expect(await keyOf(name)).toBeNull();
  });

  it('a failure of a moment is not held: the next question reads again', async () => {
    const { keyOf, asked } = await world((count) =>
      count === 1 ? failure(500, 'InternalServiceError') : secretOf(JSON.stringify({ apollo: key })),
    );
    expect(await keyOf('apollo')).toBeNull();
    expect(await keyOf('apollo')).toBe(key);
    expect(asked).toHaveLength(2);
  });
});
