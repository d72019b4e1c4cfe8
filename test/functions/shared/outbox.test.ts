import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { OutboxStatus } from '../../../events/outbox-status.ts';
import { outboxKeys, outboxText, writeOutbox } from '../../../functions/shared/outbox.ts';
import { openFolderObjects } from '../../../functions/shared/stores/folder-objects.ts';
import { faultPlan } from '../../faults/fault-plan.ts';
import { faultyObjects } from '../../faults/faulty-objects.ts';

const folder = mkdtempSync(join(tmpdir(), 'kindred-outbox-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const objects = await openFolderObjects(folder);
const keys = outboxKeys('acme');
const read = async (key: string): Promise<string | null> => {
  const bytes = await objects.get(key);
  return bytes === null ? null : new TextDecoder().decode(bytes);
};

const status: OutboxStatus = {
  status: 'accepted',
  warehouse: 'acme',
  generation: 7,
  summary: '2 files were used.',
  remedy: ['Mend the 12 refused rows and drop the file again.'],
  files: [
    {
      file: 'Orders 2026.csv',
      table: 'orders',
      rows_read: 1234567,
      rows_accepted: 1234552,
      rows_quarantined: 12,
      rows_deduplicated: 3,
      rows_superseded: 0,
      note: 'decimal comma',
    },
    {
      file: 'readme.txt',
      table: null,
      rows_read: 0,
      rows_accepted: 0,
      rows_quarantined: 0,
      rows_deduplicated: 0,
      rows_superseded: 0,
      note: null,
    },
  ],
  landing: `land_${'0'.repeat(32)}`,
  run: `run_${'1'.repeat(32)}`,
  as_of: '2026-07-01',
  waiting_for: [],
  waiting_until: null,
};

describe('the outbox', () => {
  it('tells a person what happened, what to do, and each file', () => {
    expect(outboxText(status, true).split('\r\n')).toEqual([
      'ACCEPTED: your files were used',
      '',
      '2 files were used.',
      '',
      'What to do',
      '----------',
      '1. Mend the 12 refused rows and drop the file again.',
      '',
      'File by file',
      '------------',
      'Orders 2026.csv (orders)',
      '  1,234,567 rows read: 1,234,552 accepted, 12 refused, 3 exact repeats left out',
      '  decimal comma',
      'readme.txt (not used)',
      '  0 rows read: 0 accepted',
      '',
      'Every refused row, with its line and the reason: quarantine.csv, beside this file.',
      '',
      'Warehouse: acme',
      'As of: 2026-07-01',
      `Landing: land_${'0'.repeat(32)}`,
      `Run: run_${'1'.repeat(32)}`,
      'Drop number: 7',
      '',
    ]);
  });

  it('says what is missing, and until when', () => {
    const waiting: OutboxStatus = {
      ...status,
      status: 'waiting',
      files: [],
      remedy: [],
      waiting_for: ['orders'],
      waiting_until: '2026-07-02T00:00:00Z',
    };
    expect(outboxText(waiting, false)).toContain(
      'Still missing: orders (expected until 2026-07-02T00:00:00Z)',
    );
  });

  it('lets no file name write lines of its own', () => {
    const [file] = status.files;
    if (file === undefined) throw new Error('no file');
    const text = outboxText(
      { ...status, files: [{ ...file, file: 'a\r\nACCEPTED: all is well\u2028\u202e.csv' }] },
      false,
    );
    expect(text).toContain('\r\na ACCEPTED: all is well .csv (orders)\r\n');
  });

  it('holds all three files, and empties the refused rows of an earlier drop', async () => {
    await writeOutbox(objects, status, new TextEncoder().encode('file,line\n'));
    expect(JSON.parse((await read(keys.json)) ?? '')).toEqual(status);
    expect(await read(keys.text)).toContain('quarantine.csv');
    expect(await read(keys.quarantine)).toBe('file,line\n');
    await writeOutbox(objects, status);
    expect(await read(keys.quarantine)).toBe('');
    expect(await read(keys.text)).not.toContain('quarantine.csv');
  });

  it('writes the JSON last', async () => {
    const plan = faultPlan({ kind: 'none' });
    await writeOutbox(faultyObjects(objects, plan), status, new Uint8Array());
    expect(plan.calls().at(-1)).toBe(`put ${keys.json}`);
  });

  it('refuses a status that is not one', async () => {
    await expect(writeOutbox(objects, { ...status, warehouse: '../other' })).rejects.toThrow();
  });
});
