import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { isoDate, warehouseId } from '../../events/ids.ts';
import { KindredError } from '../../functions/shared/errors.ts';
import { parseSettings } from '../../functions/shared/warehouse-settings.ts';
import { type Given, readArguments, text } from '../arguments.ts';
import { startClosedDrop } from '../closed-drop.ts';
import { checkOutFolder, copyOutputs } from '../copy-outputs.ts';
import { type DropFiles, dropFiles } from '../drop-files.ts';
import { systemClock } from '../interpreter/clock.ts';
import type { StateEvent } from '../interpreter/history.ts';
import { stepProgress } from '../progress.ts';
import { refusedRows } from '../refused-rows.ts';
import { type RunOutcome, runOutcome } from '../run-outcome.ts';
import { dataLines, readRunSummary, summaryLines } from '../run-summary.ts';
import { readSettingsFile } from '../settings-file.ts';
import { ensureFolder, stateFolder } from '../state-folder.ts';
import { exitCodeOf, type Terminal } from '../terminal.ts';
import { openWire, type Wire } from '../wire.ts';

export const runHelp = `kindred run [FOLDER...] [options]

Runs the pipeline once on the files of one or more folders: lands them, finds the best customers and what sets them
apart, ranks whom to call, and writes the outputs into a folder.

  --out DIR          where the outputs go (default: the state folder, latest/WAREHOUSE)
  --settings FILE    settings (default: icp.json in the folder, or none)
  --as-of DATE       data (day after the last order), today, or YYYY-MM-DD
  --warehouse ID     which warehouse's inbox is used (default: default)
  --state DIR        where Kindred keeps what it knows (default: .kindred)
  --fresh            ignore what it knows: run as if for the first time
  --json             print one JSON document instead of text

Examples
  kindred run exports/                                  everything in exports/, results in .kindred/latest/default
  kindred run exports/ --out results --as-of 2026-06-30
  kindred run crm-export/ bought-list/ --out results    files of both folders together, e.g. Prospects.csv from the second
  kindred run exports/ --fresh --json | jq .run
  kindred run --settings icp.json                       what the settings name as source, e.g. a GA4 export in BigQuery

Exit codes: 0 done (also when these very files were run before), 1 failed, 2 nothing could be run from what was given`;

/** `kindred run`: a closed drop, run to its end. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(
    'run',
    args,
    {
      out: 'string',
      settings: 'string',
      'as-of': 'string',
      warehouse: 'string',
      state: 'string',
      fresh: 'boolean',
      json: 'boolean',
    },
    { least: 0, most: 50, what: 'at least one FOLDER, or settings that name a source' },
  );
  const warehouse = checked(given, 'warehouse', 'default', (value) => warehouseId.safeParse(value).success);
  const asOf =
    given.values['as-of'] === undefined
      ? null
      : checked(given, 'as-of', '', (value) => ['data', 'today'].includes(value) || isRealDate(value));
  const found = given.positionals.length === 0 ? nothingDropped : dropFiles(given.positionals);
  const settingsPath = text(given, 'settings', found.settings ?? '');
  const settings = settingsPath === '' ? null : readSettingsFile(settingsPath);
  if (given.positionals.length === 0 && !namesSource(settings)) throw noFolder();
  for (const file of found.skipped) terminal.note(`  left out: ${file}`);
  if (settingsPath !== '' && given.values['settings'] === undefined)
    terminal.note(`  settings: ${relative('.', settingsPath)}`);

  const base = stateFolder(text(given, 'state', '.kindred'));
  const out = text(given, 'out', join(base.latest, warehouse));
  checkOutFolder(out);
  const state = given.values['fresh'] === true ? freshState(base.root) : base.root;
  let onEvent: (event: StateEvent) => void = () => undefined;
  let wire: Wire | null = null;
  try {
    wire = await openWire({ state, onEvent: (_, event) => onEvent(event) });
    onEvent = stepProgress(terminal);
    const { name } = await startClosedDrop(wire, { warehouse, files: found.files, settings, asOf });
    const outcome = await runOutcome(await wire.executions.ended(name), wire);
    return await tell(wire, outcome, out, terminal, given.values['json'] === true);
  } finally {
    await wire?.close();
    if (state !== base.root) rmSync(state, { recursive: true, force: true });
  }
}

const nothingDropped: DropFiles = { files: [], settings: null, skipped: [] };

/** Whether settings name a source that is queried, so that nothing need be dropped. */
const namesSource = (settings: string | null): boolean =>
  settings !== null && parseSettings(settings, '--settings').source !== undefined;

const noFolder = (): KindredError =>
  new KindredError('BadRequest', [
    {
      name: 'kindred run',
      allowed: 'at least one FOLDER, or settings that name a source',
      received: 'nothing to run on',
      remedy: 'see kindred run --help',
    },
  ]);

/** An empty state folder of this run alone; gone when the run has ended, or by the next one where that was killed. */
function freshState(root: string): string {
  ensureFolder(root, '--state');
  for (const name of readdirSync(root).filter((each) => each.startsWith('fresh-'))) {
    const left = join(root, name);
    if ((statSync(left, { throwIfNoEntry: false })?.mtimeMs ?? 0) < systemClock.now() - leftoverMs)
      rmSync(left, { recursive: true, force: true });
  }
  return mkdtempSync(join(root, 'fresh-'));
}

const leftoverMs = 6 * 3_600_000;

/** Hands the outputs out and says what happened. */
export async function tell(
  wire: Wire,
  outcome: RunOutcome,
  out: string,
  terminal: Terminal,
  json: boolean,
): Promise<number> {
  switch (outcome.kind) {
    case 'published':
    case 'duplicate': {
      const { state } = outcome;
      const files = await copyOutputs(wire.objects, state, out);
      const summary = await readRunSummary(wire.objects, state);
      if (json) {
        const { warehouse, landing, run, as_of } = state;
        terminal.out(
          JSON.stringify(
            { success: true, outcome: outcome.kind, warehouse, landing, run, as_of, out, files, summary },
            null,
            1,
          ),
        );
        return 0;
      }
      terminal.note('');
      if (outcome.kind === 'duplicate')
        terminal.out(
          `duplicate: these very files were run before, with these settings, as of ${state.as_of}; these are the stored outputs\n`,
        );
      for (const line of summaryLines(summary, terminal.bold)) terminal.out(line);
      for (const line of dataLines(state)) terminal.out(`${terminal.bold('Data')}     ${line}`);
      terminal.out(`${terminal.bold('Run')}      ${state.run}, as of ${state.as_of}`);
      terminal.out(`${terminal.bold('Outputs')}  ${shown(out)} (${files.length} files)`);
      if (files.includes('report.html'))
        terminal.out(`${terminal.bold('Report')}   ${shown(join(out, 'report.html'))}`);
      return 0;
    }
    case 'held': {
      const { run } = outcome.state;
      if (json) terminal.out(JSON.stringify({ success: true, outcome: 'held', run }, null, 1));
      else terminal.out(`${run} waits for approval, as the settings ask; readers see the run before it`);
      return 0;
    }
    case 'waiting':
    case 'rejected': {
      const status = outcome.status;
      const reason = status?.summary ?? outcome.reason;
      if (json)
        terminal.out(JSON.stringify({ success: false, outcome: outcome.kind, reason, status }, null, 1));
      terminal.note(terminal.red(`kindred: ${reason}`));
      for (const remedy of status?.remedy ?? []) terminal.note(`  remedy: ${remedy}`);
      for (const file of status?.files ?? [])
        terminal.note(
          `  ${file.file}: ${file.table ?? 'not used'}, ${file.rows_accepted} of ${file.rows_read} rows usable${
            file.note === null || reason.includes(file.note) ? '' : `; ${file.note}`
          }`,
        );
      if (status !== null)
        for (const line of await refusedRows(wire.objects, status.warehouse)) terminal.note(`  ${line}`);
      return 2;
    }
    case 'failed': {
      const [first] = wire.failures();
      if (first?.error instanceof KindredError) throw first.error;
      const { error, cause } = outcome;
      const log = shown(join(wire.folder.root, 'log.jsonl'));
      if (json)
        terminal.out(JSON.stringify({ success: false, outcome: 'failed', error, cause, log }, null, 1));
      terminal.note(
        terminal.red(
          first === undefined
            ? `kindred: ${error}: ${cause}`
            : `kindred: the step ${first.step} failed: ${first.error}`,
        ),
      );
      terminal.note(`  details: ${log}`);
      return exitCodeOf(error);
    }
    case 'previewed':
    case 'done':
    case 'superseded':
    case 'ignored':
      terminal.note(`kindred: ${outcome.kind}: a newer drop of the warehouse took over`);
      return 1;
  }
}

/** A path as a person would type it from here. */
export function shown(path: string): string {
  const near = relative('.', resolve(path));
  return near === '' ? '.' : near.startsWith('..') ? resolve(path) : near;
}

function isRealDate(value: string): boolean {
  if (!isoDate.safeParse(value).success) return false;
  const ms = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value);
}

function checked(given: Given, name: string, fallback: string, valid: (value: string) => boolean): string {
  const value = text(given, name, fallback);
  if (valid(value)) return value;
  throw new KindredError('BadRequest', [
    {
      name: `--${name}`,
      allowed:
        name === 'as-of'
          ? 'data, today, or a day as YYYY-MM-DD'
          : 'lower-case letters, digits, _ and -, at most 40',
      received: value,
      remedy: 'correct it, or leave it out',
    },
  ]);
}
