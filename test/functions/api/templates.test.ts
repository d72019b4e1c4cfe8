import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { tableNames } from '../../../core/tables/canonical-tables.ts';
import { templateWorkbook } from '../../../core/tables/template-workbook.ts';
import { templateCsv } from '../../../core/tables/templates.ts';
import { addKey } from '../../../local/api-keys.ts';
import { localApp } from '../../../local/local-app.ts';
import { openWire, type Wire } from '../../../local/wire.ts';

const state = mkdtempSync(join(tmpdir(), 'kindred-templates-'));
let wire: Wire;
let ask: (path: string, key?: string) => Promise<Response>;
beforeAll(async () => {
  wire = await openWire({ state, quietSeconds: 0 });
  const app = localApp(wire);
  const { secret } = await addKey(wire.scores, {
    warehouse: 'acme',
    scopes: ['read'],
    now: '2026-01-01T00:00:00Z',
    expiresAt: null,
    note: '',
  });
  ask = async (path, key = secret) => app.request(path, { headers: { authorization: `Bearer ${key}` } });
});
afterAll(async () => {
  await wire.close();
  rmSync(state, { recursive: true, force: true });
});

const listed = z.object({
  success: z.literal(true),
  run: z.null(),
  data: z.array(z.object({ table: z.string(), required: z.boolean(), csv: z.string(), xlsx: z.string() })),
});

describe('templates over HTTP', () => {
  it('are listed, and each is the file that the command writes', async () => {
    const { data } = listed.parse(await (await ask('/v1/templates')).json());
    expect(data.map(({ table }) => table)).toEqual(tableNames);
    expect(data.filter(({ required }) => required).map(({ table }) => table)).toEqual(['orders']);
    for (const [at, table] of tableNames.entries()) {
      const csv = await ask(data[at]?.csv ?? '');
      expect(csv.headers.get('content-type')).toContain('text/csv');
      expect(csv.headers.get('content-disposition')).toBe(`attachment; filename="${table}.csv"`);
      expect(await csv.text()).toBe(templateCsv(table));
      const xlsx = await ask(data[at]?.xlsx ?? '');
      expect(xlsx.headers.get('content-type')).toContain('spreadsheetml');
      expect(Buffer.from(await xlsx.arrayBuffer()).equals(Buffer.from(templateWorkbook(table)))).toBe(true);
    }
  });

  it('of an unknown table or kind are refused by name, and need a key', async () => {
    expect((await ask('/v1/templates/nothing')).status).toBe(422);
    expect((await ask('/v1/templates/orders?format=pdf')).status).toBe(422);
    expect((await ask('/v1/templates', 'nobody')).status).toBe(401);
  });
});
