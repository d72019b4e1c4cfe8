import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { licensedRows } from '../../../functions/enrich/licensed-rows.ts';
import { openDuckdb } from '../../../functions/shared/duckdb.ts';

it('knows rows of licensed lists by columns nobody else writes, and leaves the others untagged', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'kindred-licensed-'));
  const engine = await openDuckdb({ scratch, memoryLimitMb: 256, threads: 1 });
  const names = ['prospect_id', 'attribute_linkedincompanypageurl', 'attribute_us_8_digit_sic_code'];
  await engine.load('prospects', Object.fromEntries(names.map((name) => [name, 'VARCHAR'])), [
    { prospect_id: 'own', attribute_linkedincompanypageurl: null, attribute_us_8_digit_sic_code: null },
    { prospect_id: 'li', attribute_linkedincompanypageurl: 'https://x', attribute_us_8_digit_sic_code: null },
    { prospect_id: 'db', attribute_linkedincompanypageurl: null, attribute_us_8_digit_sic_code: '35990000' },
  ]);
  const found = await licensedRows({ engine, scratch, columns: new Map([['prospects', names]]) });
  expect([...found]).toEqual([
    ['li', { provider: 'linkedin-file' }],
    ['db', { provider: 'dnb-hoovers-file' }],
  ]);
  expect((await licensedRows({ engine, scratch, columns: new Map() })).size).toBe(0);
  await engine.close();
  rmSync(scratch, { recursive: true, force: true });
});
