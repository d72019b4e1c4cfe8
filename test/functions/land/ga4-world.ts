import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OutboxStatus, outboxStatus } from '../../../events/outbox-status.ts';
import {
  type LandRequest,
  type LandResult,
  landResult,
  type PollRequest,
  type ReadRequest,
} from '../../../events/step.ts';
import { type Ticket, ticket as ticketSchema } from '../../../events/ticket.ts';
import { eventSchema, type SchemaField } from '../../../examples/ga4/event-schema.ts';
import { generateProperty, type PropertyTruth } from '../../../examples/ga4/generate-property.ts';
import { run } from '../../../functions/land/run.ts';
import { openBigquery } from '../../../functions/land/sources/bigquery.ts';
import { openDuckdb } from '../../../functions/shared/duckdb.ts';
import { type BigqueryServer, startBigqueryServer } from '../../../local/bigquery/server.ts';
import { landingPorts, type TestPorts } from './landing-ports.ts';

export const project = 'sample-shop';
export const dataset = 'analytics_1';

/** A generated property behind a local BigQuery, and the landing step with the real client to try on it. */
export type Ga4World = {
  readonly truth: PropertyTruth;
  readonly shards: string;
  readonly server: BigqueryServer;
  readonly ports: TestPorts;
  readonly put: (file: string, content: string) => Promise<void>;
  readonly settings: (ga4?: object, more?: object) => Promise<void>;
  readonly ticket: (asOf?: string) => Promise<Ticket>;
  /** One call of the landing step. */
  readonly ask: (request: LandRequest | PollRequest | ReadRequest) => Promise<LandResult>;
  /** Lands through every state the machine would go through, without its waits. */
  readonly land: (
    asOf?: string,
  ) => Promise<{ readonly result: LandResult; readonly outcomes: readonly string[] }>;
  readonly outbox: () => Promise<OutboxStatus | null>;
  readonly close: () => Promise<void>;
};

export async function ga4World(
  plan: { readonly seed: number; readonly users: number; readonly schema?: 2020 | 2026 },
  serve: { readonly schema?: readonly SchemaField[] } = {},
): Promise<Ga4World> {
  const root = mkdtempSync(join(tmpdir(), 'kindred-ga4land-'));
  const shards = join(root, 'shards');
  const truth = generateProperty(plan, shards);
  mkdirSync(join(root, 'engine'));
  const engine = await openDuckdb({ scratch: join(root, 'engine'), memoryLimitMb: 1500, threads: 2 });
  const server = await startBigqueryServer({
    project,
    dataset,
    location: 'US',
    folder: shards,
    schema: serve.schema ?? eventSchema(plan.schema ?? 2026),
    userProperties: ['plan_level', 'user_type'],
    engine,
  });
  const ports = await landingPorts(root);
  const options = {
    defaultQuietSeconds: 2,
    openQueries: async (target: Parameters<typeof openBigquery>[0]) =>
      openBigquery(target, { endpoint: server.endpoint }),
  };
  let count = 0;
  const ticket = async (asOf?: string): Promise<Ticket> => {
    count += 1;
    const start = {
      kind: 'rerun',
      warehouse: 'shop',
      request: `r${count}`,
      requested_on: '2026-07-03',
      ...(asOf === undefined ? {} : { as_of: asOf }),
    };
    const execution = { id: `e${count}`, started_at: '2026-07-03T00:00:00Z' };
    return ticketSchema.parse(await run(ports, { action: 'ticket', start, execution }, options));
  };
  const ask = async (request: LandRequest | PollRequest | ReadRequest): Promise<LandResult> =>
    landResult.parse(await run(ports, request, options));
  return {
    truth,
    shards,
    server,
    ports,
    put: async (file, content) => {
      await ports.objects.put(`inbox/shop/${file}`, content);
    },
    settings: async (ga4 = {}, more = {}) => {
      const icp = {
        value_metric: 'revenue',
        time_zone: 'America/Phoenix',
        source: { ga4: { project, dataset, ...ga4 } },
        ...more,
      };
      await ports.objects.put('settings/shop/icp.json', JSON.stringify(icp));
    },
    ticket,
    ask,
    land: async (asOf) => {
      const held = await ticket(asOf);
      let result = await ask({ action: 'land', ticket: held });
      const outcomes: string[] = [result.outcome];
      for (let step = 0; step < 500; step += 1) {
        if (result.outcome === 'querying')
          result = await ask({ action: 'poll-source', ticket: held, query: result.query });
        else if (result.outcome === 'reading')
          result = await ask({ action: 'read-source', ticket: held, cursor: result.cursor });
        else if (result.outcome === 'read')
          result = await ask({ action: 'land', ticket: held, source: result.source });
        else return { result, outcomes };
        outcomes.push(result.outcome);
      }
      throw new Error(`no end: ${outcomes.slice(0, 20).join(' ')}`);
    },
    outbox: async () => {
      const bytes = await ports.objects.get('outbox/shop/latest-status.json');
      return bytes === null ? null : outboxStatus.parse(JSON.parse(new TextDecoder().decode(bytes)));
    },
    close: async () => {
      await server.close();
      await engine.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
