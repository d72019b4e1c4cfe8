import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OutboxStatus, outboxStatus } from '../../../events/outbox-status.ts';
import { type LandResult, landResult, type RunState } from '../../../events/step.ts';
import { type Ticket, ticket as ticketSchema } from '../../../events/ticket.ts';
import { run } from '../../../functions/land/run.ts';
import { landingPorts, type TestPorts } from './landing-ports.ts';

export const orders =
  'order_id,order_date,customer_id,order_revenue,cogs\nA1,2026-01-05,C1,100.50,60\nA2,2026-02-28,C2,40,50\n';
export const customers = 'customer_id,name,industry\nC1,Acme,Pumps\nC2,Borealis,Valves\nC3,Ceres,Seals\n';
const options = {
  defaultQuietSeconds: 2,
  openQueries: () => Promise.reject(new Error('no source in these settings')),
};

type Cause = 'drop' | 'schedule' | 'rerun';

/** A warehouse `acme` over real stores, and the landing step to try on it. */
export type StepWorld = {
  readonly ports: TestPorts;
  readonly put: (file: string, content: string | Uint8Array) => Promise<void>;
  readonly settings: (settings: object | string | null) => Promise<void>;
  readonly ticketFor: (cause: Cause, extra?: object) => Promise<Ticket>;
  readonly landWith: (ports: TestPorts, ticket: Ticket) => Promise<LandResult>;
  readonly land: (cause?: Cause, extra?: object) => Promise<LandResult>;
  /** The state of a landing that goes on; anything else is thrown. */
  readonly landed: (cause?: Cause, extra?: object) => Promise<RunState>;
  readonly outbox: () => Promise<OutboxStatus | null>;
  readonly close: () => Promise<void>;
};

export async function stepWorld(): Promise<StepWorld> {
  const root = await mkdtemp(join(tmpdir(), 'kindred-landstep-'));
  const ports = await landingPorts(root);
  let count = 0;
  const ticketFor = async (cause: Cause, extra: object = {}): Promise<Ticket> => {
    count += 1;
    const start =
      cause === 'drop'
        ? {
            source: 'aws.s3',
            'detail-type': 'Object Created',
            detail: { bucket: { name: 'b' }, object: { key: 'inbox/acme/x' } },
          }
        : cause === 'schedule'
          ? { kind: 'schedule', warehouse: 'acme', scheduled_for: '2026-07-15T04:00:00Z' }
          : { kind: 'rerun', warehouse: 'acme', request: `r${count}`, requested_on: '2026-07-16', ...extra };
    const execution = { id: `e${count}`, started_at: '2026-07-16T00:00:00Z' };
    return ticketSchema.parse(await run(ports, { action: 'ticket', start, execution }, options));
  };
  const landWith = async (other: TestPorts, ticket: Ticket): Promise<LandResult> =>
    landResult.parse(await run(other, { action: 'land', ticket }, options));
  const land = async (cause: Cause = 'rerun', extra: object = {}): Promise<LandResult> =>
    landWith(ports, await ticketFor(cause, extra));
  return {
    ports,
    put: async (file, content) => {
      await ports.objects.put(`inbox/acme/${file}`, content);
    },
    settings: async (settings) => {
      const key = 'settings/acme/icp.json';
      if (settings === null) await ports.objects.delete(key);
      else await ports.objects.put(key, typeof settings === 'string' ? settings : JSON.stringify(settings));
    },
    ticketFor,
    landWith,
    land,
    landed: async (cause, extra) => {
      const result = await land(cause, extra);
      if (result.outcome !== 'landed') throw new Error(`${result.outcome}: ${JSON.stringify(result)}`);
      return result.state;
    },
    outbox: async () => {
      const bytes = await ports.objects.get('outbox/acme/latest-status.json');
      return bytes === null ? null : outboxStatus.parse(JSON.parse(new TextDecoder().decode(bytes)));
    },
    close: () => rm(root, { recursive: true, force: true }),
  };
}
