import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { defaultRequestsPerMinute, isLive, scopes } from '../../shared/api-key.ts';
import { endKeyAt, type ListedKey, listKeys, makeKey, revokeKey } from '../../shared/api-keys.ts';
import { answer, commonProblems, json, secured, warehouseParameters } from '../answer.ts';
import { audit } from '../audit.ts';
import type { ApiEnvironment } from '../environment.ts';
import type { ApiPorts } from '../ports.ts';
import { ApiProblem } from '../problem.ts';

const hourMs = 3_600_000;

const keySchema = z
  .object({
    key_id: z.string(),
    scopes: z.array(z.enum(scopes)),
    created_at: z.string(),
    expires_at: z.string().nullable(),
    revoked_at: z.string().nullable(),
    last_used_at: z.string().nullable(),
    note: z.string(),
    requests_per_minute: z.int(),
    live: z.boolean(),
  })
  .openapi('Key');
const newKeySchema = z
  .object({ key: keySchema, secret: z.string() })
  .openapi('NewKey', { description: 'The secret is shown this once and kept nowhere' });

const keyParameters = warehouseParameters.extend({
  key_id: z
    .string()
    .max(40)
    .openapi({ param: { name: 'key_id', in: 'path' }, example: 'key_0123456789ab' }),
});

const listRoute = createRoute({
  ...secured('admin'),
  method: 'get',
  path: '/v1/warehouses/{id}/keys',
  operationId: 'listKeys',
  tags: ['keys'],
  summary: 'Every key of the warehouse, without its secret',
  request: { params: warehouseParameters },
  responses: { 200: json(answer(z.array(keySchema), 'Keys'), 'All keys, ended ones too'), ...commonProblems },
});

const createKeyRoute = createRoute({
  ...secured('admin'),
  method: 'post',
  path: '/v1/warehouses/{id}/keys',
  operationId: 'createKey',
  tags: ['keys'],
  summary: 'Make a key',
  request: {
    params: warehouseParameters,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            scopes: z.array(z.enum(scopes)).min(1).max(3),
            days: z
              .int()
              .min(1)
              .max(3650)
              .nullable()
              .default(90)
              .openapi({ description: 'How long it lives; null until it is revoked' }),
            note: z.string().max(200).default(''),
            requests_per_minute: z.int().min(1).max(1_000_000).default(defaultRequestsPerMinute),
          }),
        },
      },
    },
  },
  responses: { 201: json(answer(newKeySchema, 'KeyMade'), 'The key and its secret'), ...commonProblems },
});

const rotateRoute = createRoute({
  ...secured('admin'),
  method: 'post',
  path: '/v1/warehouses/{id}/keys/{key_id}/rotate',
  operationId: 'rotateKey',
  tags: ['keys'],
  summary: 'Make its successor; both live until the overlap is over',
  request: {
    params: keyParameters,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({ overlap_hours: z.int().min(0).max(720).default(24) }),
        },
      },
    },
  },
  responses: { 201: json(answer(newKeySchema, 'KeyRotated'), 'The new key'), ...commonProblems },
});

const revokeRoute = createRoute({
  ...secured('admin'),
  method: 'delete',
  path: '/v1/warehouses/{id}/keys/{key_id}',
  operationId: 'revokeKey',
  tags: ['keys'],
  summary: 'End a key: within a minute it opens nothing anywhere',
  request: { params: keyParameters },
  responses: { 200: json(answer(keySchema, 'KeyRevoked'), 'The key, revoked'), ...commonProblems },
});

/** Administers the keys of the warehouse whose key asks. */
export function keyRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  const { scores } = ports;
  const found = async (warehouse: string, id: string): Promise<ListedKey> => {
    const key = (await listKeys(scores, warehouse)).find((each) => each.key_id === id);
    if (key === undefined) throw new ApiProblem('not_found', 'no such key');
    return key;
  };
  const shown = (
    key: Omit<ListedKey, 'last_used_at'>,
    lastUsed: string | null,
  ): z.infer<typeof keySchema> => {
    const { warehouse: _, ...rest } = key;
    return { ...rest, scopes: [...rest.scopes], last_used_at: lastUsed, live: isLive(key, ports.now()) };
  };

  app.openapi(listRoute, async (context) => {
    const keys = await listKeys(scores, context.get('warehouse'));
    const data = keys.map((key) => shown(withoutUse(key), key.last_used_at));
    return context.json({ success: true as const, data, run: null, next_cursor: null }, 200);
  });

  app.openapi(createKeyRoute, async (context) => {
    context.set('secretAnswer', true);
    const { days, requests_per_minute, ...wanted } = context.req.valid('json');
    const now = ports.now();
    const { key, secret } = await makeKey(scores, ports.randomBytes(32), {
      ...wanted,
      warehouse: context.get('warehouse'),
      now,
      expiresAt: days === null ? null : after(now, days * 24),
      requestsPerMinute: requests_per_minute,
    });
    await audit(ports, context, 'key.make', { key: key.key_id, scopes: key.scopes.join(' ') });
    return context.json({ success: true as const, data: { key: shown(key, null), secret }, run: null }, 201);
  });

  app.openapi(rotateRoute, async (context) => {
    context.set('secretAnswer', true);
    const warehouse = context.get('warehouse');
    const old = await found(warehouse, context.req.valid('param').key_id);
    const now = ports.now();
    if (!isLive(old, now)) throw new ApiProblem('conflict', 'it has ended; POST keys makes a new one');
    const lifeHours =
      old.expires_at === null ? null : (Date.parse(old.expires_at) - Date.parse(old.created_at)) / hourMs;
    const { key, secret } = await makeKey(scores, ports.randomBytes(32), {
      warehouse,
      scopes: old.scopes,
      note: old.note,
      now,
      expiresAt: lifeHours === null ? null : after(now, lifeHours),
      requestsPerMinute: old.requests_per_minute,
    });
    await endKeyAt(scores, warehouse, old.key_id, after(now, context.req.valid('json').overlap_hours));
    await audit(ports, context, 'key.rotate', { key: key.key_id, replaces: old.key_id });
    return context.json({ success: true as const, data: { key: shown(key, null), secret }, run: null }, 201);
  });

  app.openapi(revokeRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const old = await found(warehouse, context.req.valid('param').key_id);
    const key = await revokeKey(scores, warehouse, old.key_id, ports.now());
    await audit(ports, context, 'key.revoke', { key: key.key_id });
    return context.json({ success: true as const, data: shown(key, old.last_used_at), run: null }, 200);
  });
}

const after = (now: string, hours: number): string =>
  new Date(Date.parse(now) + hours * hourMs).toISOString();

function withoutUse({ last_used_at: _, ...key }: ListedKey): Omit<ListedKey, 'last_used_at'> {
  return key;
}
