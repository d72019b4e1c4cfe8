import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunState } from '../../../events/step.ts';
import { writeExports } from '../../../functions/publish/exports.ts';
import { openDuckdb } from '../../../functions/shared/duckdb.ts';
import { exportIndex } from '../../../functions/shared/export-index.ts';
import type { StepPorts } from '../../../functions/shared/ports.ts';
import { settingsSchema } from '../../../functions/shared/settings.ts';
import { type FolderObjects, openFolderObjects } from '../../../functions/shared/stores/folder-objects.ts';
import { openSqliteScores } from '../../../functions/shared/stores/sqlite-scores.ts';
import { target } from '../../core/report/report-sample.ts';

let folder: string;
let objects: FolderObjects;
let ports: StepPorts;
let close: () => void;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kindred-exports-'));
  objects = await openFolderObjects(join(folder, 'bucket'));
  const scores = openSqliteScores(join(folder, 'scores.sqlite'));
  close = () => scores.close();
  ports = {
    objects,
    scores,
    openTables: (scratch) => openDuckdb({ scratch, memoryLimitMb: 256, threads: 1 }),
    scratch: () => mkdtemp(join(folder, 'scratch-')),
    now: () => '2026-07-01T00:00:00Z',
    log: () => undefined,
  };
});
afterAll(async () => {
  close();
  await rm(folder, { recursive: true, force: true });
});

const state: RunState = {
  warehouse: 'acme',
  generation: 1,
  cause: 'rerun',
  execution: { id: 'x', started_at: '2026-07-01T00:00:00Z' },
  landing: `land_${'0'.repeat(32)}`,
  run: `run_${'0'.repeat(32)}`,
  as_of: '2026-07-01',
  previous_run: null,
  facts: {},
  artifacts: {},
};

async function written(
  targets: Parameters<typeof writeExports>[2],
  settings = {},
): Promise<{
  readonly index: ReturnType<typeof exportIndex.parse>;
  readonly text: (file: string) => Promise<string>;
}> {
  const { exports } = await writeExports(
    ports,
    state,
    targets,
    settingsSchema.parse({ exports: settings }).exports,
  );
  const read = async (key: string): Promise<string> =>
    Buffer.from((await objects.get(key))!).toString('utf8');
  return {
    index: exportIndex.parse(JSON.parse(await read(exports!.key))),
    text: (file) => read(`runs/acme/${state.run}/exports/${file}`),
  };
}

describe('writeExports', () => {
  it('lets no cell run as a formula in any file, whatever a company is called', async () => {
    const lead = fc.constantFrom('=', '+', '-', '@', '\t=', '\r', ' =', '', '"', "'");
    const name = fc.tuple(lead, fc.string({ maxLength: 12 })).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(name, name, name, async (company, city, industry) => {
        const base = target('a');
        const hostile = {
          ...base,
          name: company,
          industry,
          region: city,
          company: { ...base.company, city, address: company, phone: company, description: industry },
        };
        const { index, text } = await written([hostile]);
        for (const { files } of index.formats)
          for (const { file } of files) {
            const { data } = Papa.parse<string[]>((await text(file)).trimEnd(), { header: false });
            for (const cell of data.slice(1).flat())
              expect(cell).not.toMatch(/^[\s\p{Cc}]*[=@]|^[\s\p{Cc}]*[+-](?![\d\s()./+-]*(\.\d+)?$)/u);
          }
      }),
      { numRuns: 25 },
    );
  });

  it('guards nothing where the settings say that no person opens the files', async () => {
    const hostile = { ...target('a'), name: '=Acme' };
    expect(await (await written([hostile])).text('hubspot-companies.csv')).toContain("\n'=Acme,");
    expect(
      await (await written([hostile], { formula_guard: false })).text('hubspot-companies.csv'),
    ).toContain('\n=Acme,');
  });

  it('hands out the lists asked for, never those held back, and says why a form is missing', async () => {
    const { index, text } = await written(
      [
        target('a'),
        target('n', { list: 'nurture' }),
        target('h', { rank: 2, slot: { kind: 'held-back', propensity: 0.1 } }),
      ],
      { formats: ['csv', 'google-ads'] },
    );
    expect([index.companies, index.held_back]).toEqual([1, 1]);
    expect((await text('targets.csv')).trim().split('\n')).toHaveLength(2);
    const because = Object.fromEntries(
      index.formats.map((format) => [format.format, format.unavailable_because]),
    );
    expect(because['csv']).toBeNull();
    expect(because['hubspot']).toContain('exports.formats');
    expect(because['google-ads']).toContain('contact_audiences');
  });

  it('is the same bytes again', async () => {
    const once = (await written([target('a'), target('b', { rank: 2 })])).index;
    expect((await written([target('b', { rank: 2 }), target('a')])).index).toEqual(once);
  });
});
