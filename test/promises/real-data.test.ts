import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Papa from 'papaparse';
import { afterAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { kindred, type Told } from './kindred-process.ts';

vi.setConfig({ testTimeout: 300_000 });
const project = resolve(import.meta.dirname, '../..');
const data = resolve(project, '../shared/data');
const root = mkdtempSync(join(tmpdir(), 'kindred-real-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Figure = {
  readonly figure: string;
  readonly source: string;
  readonly ours: string;
  readonly from: string;
};
/** One data set as `docs/real-data.md` shows it. */
type Section = {
  readonly name: string;
  readonly folders: readonly string[];
  readonly lines: readonly string[];
  readonly figures: readonly Figure[];
};

function sections(): readonly Section[] {
  const page = readFileSync(join(project, 'docs/real-data.md'), 'utf8');
  return page
    .split(/^## /m)
    .slice(1)
    .map((text) => {
      const [, command = ''] = /```sh\nnpm run -s kindred -- run (.+) --out \S+\n```/.exec(text) ?? [];
      const [, output = ''] = /```text\n([\s\S]+?)\n```/.exec(text) ?? [];
      const rows = [...text.matchAll(/^\| (.+?) \| (.+?) \| (.+?) \| (`.+?) \|$/gm)];
      return {
        name: text.split('\n', 1)[0] ?? '',
        folders: command.split(' ').map((folder) => resolve(project, folder)),
        lines: output.split('\n').filter((line) => line !== '…'),
        figures: rows.map(([, figure = '', source = '', ours = '', from = '']) => ({
          figure,
          source,
          ours,
          from,
        })),
      };
    });
}

const runs = new Map<string, Promise<Told>>();
/** Runs a section's command once, whoever asks. */
const ran = (section: Section): Promise<Told> => {
  const { name, folders } = section;
  const known = runs.get(name);
  if (known !== undefined) return known;
  const run = kindred([
    'run',
    ...folders,
    '--fresh',
    '--state',
    join(root, 'state'),
    '--out',
    join(root, name),
  ]);
  runs.set(name, run);
  return run;
};

const text = (section: string, file: string): string => readFileSync(join(root, section, file), 'utf8');
const rowsOf = (section: string, file: string): readonly Record<string, string>[] =>
  Papa.parse<Record<string, string>>(text(section, file), { header: true, skipEmptyLines: true }).data;

/** What a run's file says: `` `label-summary.json` a.b `` is a value, `` `targets.csv` column=value `` (or `^start`) a count of rows. */
function told(section: string, from: string): string {
  const [, file = '', what = ''] = /^`(.+?)` (.+)$/.exec(from) ?? [];
  if (file.endsWith('.csv')) {
    const [, column = '', how = '', value = ''] = /^(\w+)([=^])(.+)$/.exec(what) ?? [];
    const fits = (cell: string): boolean => (how === '=' ? cell === value : cell.startsWith(value));
    return String(rowsOf(section, file).filter((row) => fits(row[column] ?? '')).length);
  }
  const value = what
    .split('.')
    .reduce<unknown>((node, key) => z.looseObject({}).parse(node)[key], JSON.parse(text(section, file)));
  return String(z.union([z.string(), z.number()]).parse(value));
}

/** A figure without separators and closing zeros, so that 77,548,570.20 and 77548570.2000 are one. */
const plain = (figure: string): string => {
  const bare = figure.replaceAll(',', '');
  return /^-?\d+(\.\d+)?$/.test(bare) ? bare.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') : bare;
};

const all = sections();

it('the page has four sets, each with a command, an output and figures', () => {
  expect(all.map(({ name }) => name)).toEqual([
    'adventureworks-resellers',
    'northwind',
    'cdnow',
    'crm-sales-opportunities',
  ]);
  for (const { folders, lines, figures } of all) {
    expect(folders.length).toBeGreaterThan(0);
    expect(lines.length).toBeGreaterThan(2);
    expect(figures.length).toBeGreaterThan(4);
    for (const { source, ours, figure } of figures)
      if (source !== '–') expect(plain(ours), figure).toBe(plain(source));
  }
});

for (const section of all) {
  const { name, folders, lines, figures } = section;
  const missing = folders.filter((folder) => !existsSync(folder));
  if (missing.length > 0) console.log(`real data: ${missing.join(', ')} is not here, so ${name} is not run`);

  describe.skipIf(missing.length > 0)(name, () => {
    it('runs without settings and prints what the page shows', async () => {
      const { code, out, err } = await ran(section);
      expect(code, err).toBe(0);
      const printed = out.split('\n');
      for (const line of lines) expect(printed).toContain(line);
    });

    it('gives the figures of the page', async () => {
      await ran(section);
      const found = Object.fromEntries(figures.map(({ figure, from }) => [figure, plain(told(name, from))]));
      expect(found).toEqual(Object.fromEntries(figures.map(({ figure, ours }) => [figure, plain(ours)])));
    });

    it('loses no row, no cent and no company', async () => {
      await ran(section);
      const manifest = manifestSchema.parse(JSON.parse(text(name, 'manifest.json')));
      for (const input of manifest.inputs) {
        const { rows_read, rows_accepted, rows_quarantined, rows_deduplicated, rows_superseded } = input;
        expect(rows_accepted + rows_quarantined + rows_deduplicated + rows_superseded, input.file).toBe(
          rows_read,
        );
        const { read, accepted, quarantined } = input.totals;
        if (read.revenue !== null && rows_deduplicated + rows_superseded === 0)
          expect(e4(accepted.revenue) + e4(quarantined.revenue), input.file).toBe(e4(read.revenue));
      }
      const pools = poolsSchema.parse(JSON.parse(text(name, 'pools.json')));
      expect(pools.best + pools.active + pools.win_back + pools.net_new + pools.excluded).toBe(
        pools.customers + pools.prospects,
      );
      expect(rowsOf(name, 'top-customers.csv')).toHaveLength(Number(told(name, '`label-summary.json` best')));
    });
  });
}

const totals = z.object({ revenue: z.string().nullable() });
const manifestSchema = z.object({
  inputs: z.array(
    z.object({
      file: z.string(),
      rows_read: z.int(),
      rows_accepted: z.int(),
      rows_quarantined: z.int(),
      rows_deduplicated: z.int(),
      rows_superseded: z.int(),
      totals: z.object({ read: totals, accepted: totals, quarantined: totals }),
    }),
  ),
  warnings: z.array(z.string()),
});
const poolsSchema = z.looseObject({
  customers: z.int(),
  prospects: z.int(),
  best: z.int(),
  active: z.int(),
  win_back: z.int(),
  net_new: z.int(),
  excluded: z.int(),
});

/** A decimal text in ten-thousandths. */
function e4(decimal: string | null): bigint {
  const [whole = '0', fraction = ''] = (decimal ?? '0').split('.');
  return BigInt(`${whole}${fraction.padEnd(4, '0').slice(0, 4)}`);
}

const here = (name: string): boolean => existsSync(join(data, name));
const section = (name: string): Section => {
  const found = all.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no section ${name}`);
  return found;
};

describe('what is particular about each', () => {
  it.skipIf(!here('adventureworks-resellers'))(
    'resellers: who never ordered is net-new, not win-back',
    async () => {
      await ran(section('adventureworks-resellers'));
      const known = rowsOf('adventureworks-resellers', 'candidates.csv').filter(
        (row) => row['tags'] === 'known_account',
      );
      expect(new Set(known.map((row) => row['pool']))).toEqual(new Set(['net-new']));
      const columns = Object.keys(known[0] ?? {});
      for (const name of ['attribute_business_type', 'attribute_product_line'])
        expect(columns).toContain(name);
      const margins = rowsOf('adventureworks-resellers', 'top-customers.csv').map((row) =>
        Number(row['margin']),
      );
      expect(Math.min(...margins)).toBeCloseTo(2596.07, 2);
    },
  );

  it.skipIf(!here('northwind'))('northwind: the fallback is announced in the outputs too', async () => {
    await ran(section('northwind'));
    const { warnings } = manifestSchema.parse(JSON.parse(text('northwind', 'manifest.json')));
    expect(warnings.join('\n')).toMatch(/total-margin was asked for, composite is used/);
    expect(text('northwind', 'report.html')).toMatch(/total-margin was asked for, composite is used/);
    // Names keep their accents.
    expect(text('northwind', 'top-customers.csv')).toMatch(/[éèüäößñ]/);
  });

  it.skipIf(!here('cdnow'))('cdnow: no trait speaks of products or of the company', async () => {
    await ran(section('cdnow'));
    const traits = rowsOf('cdnow', 'traits.csv').filter((row) => row['strongest'] !== '');
    expect(traits.length).toBeGreaterThan(0);
    expect(
      traits.filter((row) => /categor|product|employees|industry|naics/i.test(row['words'] ?? '')),
    ).toEqual([]);
    expect(new Set(rowsOf('cdnow', 'targets.csv').map((row) => row['list']))).toEqual(new Set(['win-back']));
  });

  it.skipIf(!here('crm-sales-opportunities') || !here('prospects-inc5000-2019'))(
    'opportunities: every prospect is a candidate or excluded with a reason',
    async () => {
      const name = 'crm-sales-opportunities';
      await ran(section(name));
      const candidates = rowsOf(name, 'candidates.csv').filter((row) => row['side'] === 'prospect');
      const excluded = rowsOf(name, 'exclusions.csv').filter((row) => row['side'] === 'prospect');
      expect(candidates.length + excluded.length).toBe(5012);
      for (const row of excluded) expect(row['reason']).toMatch(/\S/);
      const domains = candidates.map((row) => row['domain'] ?? '').filter((domain) => domain !== '');
      const repeated = domains.length - new Set(domains).size;
      console.log(`real data: ${repeated} prospects share a domain with another and were both kept`);
    },
  );
});
