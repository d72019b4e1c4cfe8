import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { counted } from '../../core/report/numbers.ts';
import { describeDrop } from '../../functions/land/check.ts';
import { openDuckdb } from '../../functions/shared/duckdb.ts';
import { parseSettings } from '../../functions/shared/warehouse-settings.ts';
import { readArguments, text } from '../arguments.ts';
import { dropFiles } from '../drop-files.ts';
import { dropReport } from '../drop-report.ts';
import { rfc3339, systemClock } from '../interpreter/clock.ts';
import { tickingLine } from '../progress-bar.ts';
import { refusedRowLines } from '../refused-rows.ts';
import { resources } from '../resources.ts';
import { readSettingsFile } from '../settings-file.ts';
import type { Terminal } from '../terminal.ts';

export const checkHelp = `kindred check FOLDER... [options]

Shows how the files would be understood, and how good they are, without running anything: which table each file is,
which column became what and why, how many rows are used or refused, the totals, and whether a run could start.

  --settings FILE    settings (default: icp.json in the folder, or none)
  --json             print one JSON document instead of text: mapping, accounting, verdict, quarantine

Examples
  kindred check exports/
  kindred check exports/ --json | jq '.mapping.files[].table'

Exit codes: 0 the files were read (also when they could not be run: the last lines say why), 2 there was nothing to read`;

/** `kindred check`: landing without anything landed. */
export async function checkCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(
    'check',
    args,
    { settings: 'string', json: 'boolean' },
    { least: 1, most: 50, what: 'at least one FOLDER' },
  );
  const found = dropFiles(given.positionals);
  const settingsPath = text(given, 'settings', found.settings ?? '');
  const settings = parseSettings(settingsPath === '' ? '{}' : readSettingsFile(settingsPath), settingsPath);
  for (const file of found.skipped) terminal.note(`  left out: ${file}`);
  const root = mkdtempSync(join(tmpdir(), 'kindred-check-'));
  const reading = terminal.live
    ? tickingLine(
        (seconds) => terminal.dim(`… read ${counted(found.files.length, 'file')}  ${seconds.toFixed(0)} s`),
        (text) => process.stderr.write(text),
      )
    : () => undefined;
  try {
    const described = await describeDrop(
      {
        openTables: (scratch) => openDuckdb({ scratch, ...resources() }),
        scratch: () => mkdtemp(join(root, 'land-')),
      },
      found.files.map(({ name, path }) => ({ file: name, path })),
      settings,
      rfc3339(systemClock.now()),
    );
    reading();
    if (given.values['json'] === true) {
      terminal.out(
        JSON.stringify({ success: true, runnable: described.verdict === null, ...described }, null, 1),
      );
      return 0;
    }
    for (const line of dropReport(described, terminal.bold)) terminal.out(line);
    for (const line of refusedRowLines(described.quarantine)) terminal.out(`  ${line}`);
    return 0;
  } finally {
    reading();
    rmSync(root, { recursive: true, force: true });
  }
}
