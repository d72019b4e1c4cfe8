import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventSchema } from '../examples/ga4/event-schema.ts';
import { generateProperty } from '../examples/ga4/generate-property.ts';
import { openDuckdb } from '../functions/shared/duckdb.ts';
import { type BigqueryServer, startBigqueryServer } from './bigquery/server.ts';
import type { DropFile } from './drop-files.ts';
import { resources } from './resources.ts';
import type { Terminal } from './terminal.ts';

/** An invented shop whose GA4 export a local server answers from. */
export type SampleShop = {
  readonly server: BigqueryServer;
  /** What it drops beside the export: the costs of its channels. */
  readonly files: readonly DropFile[];
  readonly settings: string;
  readonly close: () => Promise<void>;
};

const project = 'sample-shop';
const dataset = 'analytics_100000001';

/** Writes the shop's export (or reuses it), and serves it as BigQuery would. */
export async function openSampleShop(root: string, seed: number, terminal: Terminal): Promise<SampleShop> {
  const folder = join(root, 'sample', `shop-${seed}`);
  if (existsSync(folder)) terminal.note(`  reuse the sample shop, seed ${seed}`);
  else {
    terminal.note(`  write the sample shop's GA4 export, seed ${seed}`);
    const partial = `${folder}.partial`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
    generateProperty({ seed, users: 1500 }, partial);
    renameSync(partial, folder);
  }
  const scratch = join(root, 'scratch', 'bigquery');
  mkdirSync(scratch, { recursive: true });
  const engine = await openDuckdb({ scratch, ...resources() });
  const server = await startBigqueryServer({
    project,
    dataset,
    location: 'US',
    folder,
    schema: eventSchema(2026),
    userProperties: ['plan_level', 'user_type'],
    engine,
  });
  terminal.note(`  serve it as BigQuery would, on ${server.endpoint}`);
  return {
    server,
    files: [{ path: join(folder, 'channel_costs.csv'), name: 'channel_costs.csv' }],
    settings: `${JSON.stringify(
      {
        value_metric: 'revenue',
        time_zone: 'America/Phoenix',
        source: { ga4: { project, dataset, window: { from: '2026-04-01', to: '2026-06-30' } } },
      },
      null,
      1,
    )}\n`,
    close: async () => {
      await server.close();
      await engine.close();
    },
  };
}
