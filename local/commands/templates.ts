import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableNames } from '../../core/tables/canonical-tables.ts';
import { templateWorkbook } from '../../core/tables/template-workbook.ts';
import { dictionaryCsv, tableMeaning, templateCsv } from '../../core/tables/templates.ts';
import { KindredError } from '../../functions/shared/errors.ts';
import { readArguments } from '../arguments.ts';
import type { Terminal } from '../terminal.ts';

export const templatesHelp = `kindred templates DIR [options]

Writes a template of every table, as CSV and as Excel workbook, and data-dictionary.csv, which explains each column. Fill in
what you have and drop it: a filled template needs no settings. Only orders are required; leave columns you do not have empty
or out. The example row may stay: it is left out.

  --json             print one JSON document instead of text

Examples
  kindred templates templates/
  kindred check templates/`;

/** `kindred templates`: every table's template, and what the columns mean. */
export async function templatesCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments('templates', args, { json: 'boolean' }, { least: 1, most: 1, what: 'a DIR' });
  const [folder = ''] = given.positionals;
  const written: string[] = [];
  const write = (name: string, content: string | Uint8Array): void => {
    writeFileSync(join(folder, name), content);
    written.push(name);
  };
  try {
    mkdirSync(folder, { recursive: true });
    for (const table of tableNames) {
      write(`${table}.csv`, templateCsv(table));
      write(`${table}.xlsx`, templateWorkbook(table));
    }
    write('data-dictionary.csv', dictionaryCsv());
  } catch (cause) {
    throw new KindredError(
      'NotWritable',
      [
        {
          name: folder,
          allowed: 'a folder that can be written',
          received: cause instanceof Error ? cause.message : 'something else',
          remedy: 'choose another folder',
        },
      ],
      { cause },
    );
  }
  if (given.values['json'] === true) {
    terminal.out(JSON.stringify({ success: true, folder, files: written }, null, 1));
    return 0;
  }
  const width = Math.max(...tableNames.map((table) => table.length));
  terminal.out(`${written.length} files in ${folder}`);
  for (const table of tableNames)
    terminal.out(
      `  ${table.padEnd(width)}  ${tableMeaning(table)}${table === 'orders' ? ' (required)' : ''}`,
    );
  terminal.out('data-dictionary.csv explains each column. Fill in what you have, then: kindred check FOLDER');
  return 0;
}
