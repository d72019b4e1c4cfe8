import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../functions/shared/settings.ts';

const root = resolve(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = read('docs/landing.md');
const shown = new Set([...page.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, code = '']) => code));

describe('docs/landing.md', () => {
  it('explains every code a row is refused with', () => {
    const union = /export type RefusalCode =([^;]+);/.exec(read('core/tables/typed-rows.sql.ts'))?.[1] ?? '';
    const codes = [...union.matchAll(/'([A-Z_]+)'/g)].map(([, code = '']) => code);
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !shown.has(code))).toEqual([]);
  });

  it('explains every code a file is refused with', () => {
    const land = readdirSync(join(root, 'functions/land'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
    const codes = new Set(
      [...land.matchAll(/(?:name: |refused\(\s*file,\s*)'([A-Z][A-Z_]+)'/g)].map(([, code = '']) => code),
    );
    expect(codes.size).toBeGreaterThan(6);
    expect([...codes].filter((code) => !shown.has(code))).toEqual([]);
  });

  it('names the thresholds that are in force', () => {
    const { bad_rows: bad } = settingsSchema.parse({});
    expect(page).toContain(`above \`warn\` (${bad.warn * 100} %)`);
    expect(page).toContain(`above \`fail\` (${bad.fail * 100} %)`);
  });
});
