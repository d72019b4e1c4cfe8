import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { KindredError } from '../../functions/shared/errors.ts';
import { dropFiles } from '../../local/drop-files.ts';
import { readSettingsFile } from '../../local/settings-file.ts';

const root = mkdtempSync(join(tmpdir(), 'kindred-drop-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function folder(name: string, files: { readonly [file: string]: string }): string {
  const path = join(root, name);
  mkdirSync(path, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  }
  return path;
}

/** The problems an action is refused with. */
function refusal(action: () => unknown): KindredError {
  try {
    action();
  } catch (error) {
    if (error instanceof KindredError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('what belongs into a drop', () => {
  it('is data, at any depth; settings are told apart; papers and hidden files are left out', () => {
    const path = folder('mixed', {
      'Orders.csv': 'a',
      'Lines.csv.gz': 'a',
      'archive.gz': 'a',
      '2025/Orders.CSV': 'a',
      'sap.TXT': 'a',
      'book.xlsx': 'a',
      'icp.json': '{}',
      'README.txt': 'a',
      'SOURCE.md': 'a',
      'logo.png': 'a',
      '.DS_Store': 'a',
      '~$book.xlsx': 'a',
      'Orders.csv.part': 'a',
      _READY: '',
    });
    const found = dropFiles([path]);
    expect(found.files.map((file) => file.name)).toEqual([
      '2025/Orders.CSV',
      'Lines.csv.gz',
      'Orders.csv',
      'archive.gz',
      'book.xlsx',
      'sap.TXT',
    ]);
    expect(found.settings).toBe(join(path, 'icp.json'));
    expect(found.skipped.map((each) => each.slice(path.length + 1))).toEqual([
      'README.txt',
      'SOURCE.md',
      'logo.png',
    ]);
  });

  it('joins folders; names they share get the folder in front', () => {
    const crm = folder('crm', { 'Orders.csv': '1', 'Accounts.csv': '2' });
    const list = folder('list', { 'Prospects.csv': '3', 'Accounts.csv': '4' });
    expect(dropFiles([crm, list]).files.map((file) => file.name)).toEqual([
      'Orders.csv',
      'Prospects.csv',
      'crm/Accounts.csv',
      'list/Accounts.csv',
    ]);
    const twin = folder('deeper/crm', { 'Accounts.csv': '5' });
    expect(refusal(() => dropFiles([crm, twin])).problems[0]).toMatchObject({
      name: 'crm/Accounts.csv',
      allowed: 'one file of a name',
    });
  });

  it('refuses a folder that is missing, empty, without data or a file, naming it', () => {
    const cases: readonly [string, string][] = [
      [join(root, 'nowhere'), 'nothing: it does not exist'],
      [folder('empty', {}), 'no data file'],
      [folder('papers', { 'SOURCE.md': '' }), 'no data file'],
      [join(folder('one', { 'Orders.csv': 'a' }), 'Orders.csv'), 'a file'],
    ];
    for (const [path, received] of cases) {
      const error = refusal(() => dropFiles([path]));
      expect(error.code).toBe('NothingToRun');
      expect(error.problems[0]).toMatchObject({ name: path, received });
    }
  });
});

describe('settings files', () => {
  const file = (text: string): string => join(folder('settings', { 'icp.json': text }), 'icp.json');

  it('are handed on as they are when they are valid', () => {
    const text = '{ "best": { "share": 0.1 } }';
    expect(readSettingsFile(file(text))).toBe(text);
  });

  it('are refused with every problem, by file and name', () => {
    const path = file('{ "best": { "share": 20 }, "valuemetric": "revenue", "window_months": 0 }');
    const { code, problems } = refusal(() => readSettingsFile(path));
    expect(code).toBe('BadSettings');
    expect(problems.map((problem) => problem.file)).toEqual([path, path, path]);
    for (const name of ['best', 'valuemetric', 'window_months'])
      expect(JSON.stringify(problems)).toContain(name);
  });

  it('say the line where they are no JSON, and when they are not there', () => {
    expect(refusal(() => readSettingsFile(file('{\n "best": ,\n}'))).problems[0]).toMatchObject({
      allowed: 'JSON',
      line: 2,
    });
    expect(refusal(() => readSettingsFile(join(root, 'none.json'))).code).toBe('BadSettings');
  });
});
