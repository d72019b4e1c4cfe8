import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openDuckdb } from '../../../functions/shared/duckdb.ts';
import { KindredError } from '../../../functions/shared/errors.ts';
import { stepHandler } from '../../../functions/shared/lambda.ts';
import type { StepPorts } from '../../../functions/shared/ports.ts';
import { stepConfig, tableResources } from '../../../functions/shared/step-config.ts';
import { openDynamoScores } from '../../../functions/shared/stores/dynamodb-scores.ts';
import type { Server } from '../../contracts/servers/child-server.ts';
import { createTable, localDynamo, startDynalite } from '../../contracts/servers/dynamodb.ts';
import { startS3rver } from '../../contracts/servers/s3rver.ts';

const folder = mkdtempSync(join(tmpdir(), 'kindred-lambda-'));
const servers: Server[] = [];
let dynalite: Server;

/** The environment of a Lambda process, with the endpoints of this machine. */
beforeAll(async () => {
  dynalite = await startDynalite();
  const s3 = await startS3rver(join(folder, 's3'), 'kindred-data');
  servers.push(dynalite, s3);
  await createTable(localDynamo(dynalite), 'scores');
  Object.assign(process.env, {
    TMPDIR: folder,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'S3RVER',
    AWS_SECRET_ACCESS_KEY: 'S3RVER',
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: dynalite.endpoint,
    KINDRED_BUCKET: 'kindred-data',
    KINDRED_TABLE: 'scores',
    KINDRED_MEMORY_MB: '1024',
    KINDRED_S3_STYLE: 'path',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
});
afterAll(async () => {
  for (const server of servers) await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const request = z.strictObject({ rows: z.int().positive() });
const answer = z.strictObject({ total: z.number(), padding: z.string().optional() });
type Answer = z.infer<typeof answer>;

const doorOf = (run: (ports: StepPorts, asked: z.infer<typeof request>) => Promise<Answer>) =>
  stepHandler(
    { step: 'trial', config: stepConfig, request, answer, run, openTables: openDuckdb },
    process.env,
  );

describe('a step behind its Lambda door', () => {
  it('works on S3, DynamoDB and DuckDB, in a scratch that is gone afterwards', async () => {
    let seen = '';
    const handler = doorOf(async (ports, { rows }) => {
      const scratch = await ports.scratch();
      seen = scratch;
      writeFileSync(join(scratch, 'left.over'), 'x');
      const engine = await ports.openTables(scratch);
      const [row] = await engine.query(`SELECT sum(n)::BIGINT AS total FROM range(${rows}) t(n)`);
      await engine.close();
      await ports.objects.put('runs/trial/total.json', JSON.stringify(row));
      await ports.scores.putIfAbsent({ partition: 'trial', sort: 'total', value: Number(row?.['total']) });
      expect(ports.now()).toMatch(/^\d{4}-\d{2}-\d{2}T/);
      return { total: Number(row?.['total']) };
    });
    expect(await handler({ rows: 5 })).toEqual({ total: 10 });
    expect(seen.startsWith(join(folder, 'kindred-trial'))).toBe(true);
    expect(existsSync(seen)).toBe(false);
    const stored = openDynamoScores({ table: 'scores', client: localDynamo(dynalite) });
    expect(await stored.get('trial', 'total')).toMatchObject({ value: 10 });
  });

  it('starts without what a killed invocation left', async () => {
    mkdirSync(join(folder, 'kindred-trial'), { recursive: true });
    writeFileSync(join(folder, 'kindred-trial', 'huge'), 'x');
    const handler = doorOf(async (ports) => {
      await ports.scratch();
      expect(readdirSync(join(folder, 'kindred-trial'))).toHaveLength(1);
      return { total: 0 };
    });
    await handler({ rows: 1 });
  });

  it('refuses a request that is none, naming the field', async () => {
    const handler = doorOf(async () => ({ total: 0 }));
    await expect(handler({ rows: -1, more: 1 })).rejects.toMatchObject({
      name: 'Kindred.BadEvent',
      problems: [{ name: 'rows in the request to trial' }, { name: 'the request to trial' }],
    });
  });

  it('lets no answer out that is too large or of another shape', async () => {
    const large = doorOf(async () => ({ total: 0, padding: 'x'.repeat(65_536) }));
    await expect(large({ rows: 1 })).rejects.toMatchObject({
      name: 'Kindred.Internal',
      message: /65536 bytes/,
    });
    const other = doorOf(async () => JSON.parse('{"total":"many"}'));
    await expect(other({ rows: 1 })).rejects.toMatchObject({ name: 'Kindred.Internal', message: /total/ });
  });

  it('fails by the name that the state machine decides by', async () => {
    const known = doorOf(async () => {
      throw new KindredError('ProviderUnavailable', []);
    });
    await expect(known({ rows: 1 })).rejects.toMatchObject({ name: 'Kindred.Retryable' });
    const unknown = doorOf(async () => {
      throw new TypeError('x is not a function');
    });
    await expect(unknown({ rows: 1 })).rejects.toMatchObject({
      name: 'Kindred.Internal',
      message: /TypeError: x is not a function/,
    });
  });

  it('says which variable is missing', async () => {
    const handler = stepHandler(
      {
        step: 'trial',
        config: stepConfig,
        request,
        answer,
        run: async () => ({ total: 0 }),
        openTables: openDuckdb,
      },
      { KINDRED_BUCKET: 'b', KINDRED_MEMORY_MB: '1' },
    );
    await expect(handler({ rows: 1 })).rejects.toMatchObject({
      name: 'Kindred.BadConfiguration',
      problems: [{ name: 'KINDRED_TABLE' }, { name: 'KINDRED_MEMORY_MB' }],
    });
  });

  it('gives the table engine its share of the memory', () => {
    expect(tableResources(10_240)).toEqual({ memoryLimitMb: 6144, threads: 6 });
  });
});

describe('the landing step behind its Lambda door', () => {
  it('takes a ticket for a file that arrived, and knows it again', async () => {
    const { handler } = await import('../../../functions/land/handler.ts');
    const event = {
      action: 'ticket',
      start: {
        source: 'aws.s3',
        'detail-type': 'Object Created',
        detail: { bucket: { name: 'kindred-data' }, object: { key: 'inbox/acme/Orders.csv' } },
      },
      execution: { id: 'execution-1', started_at: '2026-06-30T12:00:00Z' },
    };
    const ticket = await handler(event);
    expect(ticket).toMatchObject({ outcome: 'go', warehouse: 'acme', generation: 1, quiet_seconds: 120 });
    expect(await handler(event)).toEqual(ticket);
    expect(await handler({ action: 'check-ticket', ticket })).toEqual(ticket);
  });
});
