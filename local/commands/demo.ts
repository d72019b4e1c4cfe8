import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateTenant } from '../../examples/generate.ts';
import { KindredError } from '../../functions/shared/errors.ts';
import { sha256File } from '../../functions/shared/sha256.ts';
import { addKey } from '../api-keys.ts';
import { readArguments, text, wholeNumber } from '../arguments.ts';
import { startClosedDrop } from '../closed-drop.ts';
import { dropFiles } from '../drop-files.ts';
import { rfc3339 } from '../interpreter/clock.ts';
import { stepProgress } from '../progress.ts';
import { runOutcome } from '../run-outcome.ts';
import { openSampleShop } from '../sample-shop.ts';
import { readSettingsFile } from '../settings-file.ts';
import { stateFolder } from '../state-folder.ts';
import type { Terminal } from '../terminal.ts';
import { openWire, type Wire } from '../wire.ts';
import { tell } from './run.ts';
import { serveUntilStopped, watching } from './serve.ts';

export const demoHelp = `kindred demo [options]          (npm start)

Shows the whole of Kindred on an invented distributor of industrial supplies: writes its exports (or reuses them), drops
them into the inbox, runs the pipeline, prints what it found, and serves console, API and report until it is stopped.

  --ga4              an invented web shop instead: its GA4 export, answered by a local server that speaks BigQuery's protocol
  --once             stop after the run
  --port N           (default: 8787, or a free one where that is taken)
  --seed N           another invented tenant (default: 42)
  --state DIR        where Kindred keeps what it knows (default: .kindred)
  --json             print JSON documents instead of text: the run, then where it is served

Examples
  npm start
  npm start -- --once
  kindred demo --ga4 --once
  kindred demo --seed 7 --port 9000`;

const dayMs = 86_400_000;

/** `kindred demo`: the sample tenant from its files to a served report. */
export async function demoCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(
    'demo',
    args,
    { ga4: 'boolean', once: 'boolean', port: 'string', seed: 'string', state: 'string', json: 'boolean' },
    { least: 0, most: 0, what: 'no folder: the demo has its own' },
  );
  const json = given.values['json'] === true;
  const seed = wholeNumber(given, 'seed', 42, 999_999);
  const port = wholeNumber(given, 'port', 8787, 65_535);
  const state = stateFolder(text(given, 'state', '.kindred'));
  const shop = given.values['ga4'] === true ? await openSampleShop(state.root, seed, terminal) : null;
  const warehouse = shop === null ? 'sample' : 'shop';
  let showing: string | null = null;
  const live = stepProgress(terminal);
  const watched = watching(terminal);
  let attended = false;
  const wire = await openWire({
    thread: true,
    state: state.root,
    settleMs: 0,
    ...(shop === null ? {} : { bigquery: { endpoint: shop.server.endpoint } }),
    onEvent: (execution, event) => {
      if (execution === showing) live(event);
      else if (attended) watched.onEvent(execution, event);
    },
    onEnd: (record) => {
      if (attended) watched.onEnd(record);
    },
  });
  watched.attach(wire);
  try {
    const started =
      shop === null
        ? await dropSample(wire, warehouse, state.root, seed, terminal)
        : (await startClosedDrop(wire, { warehouse, files: shop.files, settings: shop.settings, asOf: null }))
            .name;
    showing = started;
    const outcome = await runOutcome(await wire.executions.ended(started), wire);
    const code = await tell(wire, outcome, join(state.latest, warehouse), terminal, json);
    if (given.values['once'] === true || code !== 0) return code;
    const { secret } = await addKey(wire.scores, {
      warehouse,
      scopes: ['read', 'run', 'admin'],
      now: rfc3339(wire.clock.now()),
      expiresAt: rfc3339(wire.clock.now() + dayMs),
      note: 'made by kindred demo, for a day',
    });
    if (!json) terminal.out(`${terminal.bold('Key')}      ${secret}  (for a day)`);
    attended = true;
    await serveOn(wire, terminal, { port, secret, json }, given.values['port'] !== undefined);
    return 0;
  } finally {
    await wire.close();
    await shop?.close();
  }
}

/** Writes the tenant's exports, drops them and closes the drop; the execution that takes it in. */
async function dropSample(
  wire: Wire,
  warehouse: string,
  root: string,
  seed: number,
  terminal: Terminal,
): Promise<string> {
  const files = await sampleFiles(join(root, 'sample', `seed-${seed}`), seed, terminal);
  terminal.note(`  drop its files into ${join('inbox', warehouse)}`);
  await dropIntoInbox(wire, warehouse, files);
  return await takeIn(wire);
}

/** The wanted port; a free one where it is taken and nobody asked for it. */
async function serveOn(
  wire: Wire,
  terminal: Terminal,
  options: { readonly port: number; readonly secret: string; readonly json: boolean },
  asked: boolean,
): Promise<void> {
  try {
    await serveUntilStopped(wire, terminal, { ...options, schedules: [] });
  } catch (error) {
    if (asked || !(error instanceof KindredError && error.code === 'BadConfiguration')) throw error;
    await serveUntilStopped(wire, terminal, { ...options, port: 0, schedules: [] });
  }
}

/** The tenant's exports: those of an earlier start, or new ones, complete or not there at all. */
async function sampleFiles(folder: string, seed: number, terminal: Terminal): Promise<string> {
  if (existsSync(folder)) {
    terminal.note(`  reuse the sample tenant, seed ${seed}`);
    return folder;
  }
  terminal.note(`  write the sample tenant, seed ${seed}`);
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  await generateTenant({ seed }, partial);
  renameSync(partial, folder);
  return folder;
}

/** Copies the files that are new or different into the people's folder, takes away what is not among them, and closes the drop. */
async function dropIntoInbox(wire: Wire, warehouse: string, folder: string): Promise<void> {
  const inbox = join(wire.folder.inbox, warehouse);
  mkdirSync(inbox, { recursive: true });
  const { files, settings } = dropFiles([folder]);
  const names = new Set(files.map((file) => file.name));
  for (const name of readdirSync(inbox)) if (!names.has(name)) rmSync(join(inbox, name), { recursive: true });
  for (const { path, name } of files) {
    const to = join(inbox, name);
    if (!existsSync(to) || (await sha256File(to)) !== (await sha256File(path))) copyFileSync(path, to);
  }
  if (settings !== null)
    await wire.objects.put(`settings/${warehouse}/icp.json`, readSettingsFile(settings), {
      contentType: 'application/json',
    });
  writeFileSync(join(inbox, '_READY'), '');
}

/** Looks until the inbox has taken everything; the last execution started is the one of `_READY`, which closes the drop. */
async function takeIn(wire: Wire): Promise<string> {
  let last: string | null = null;
  for (let looks = 0; looks < 50; looks += 1) {
    const started = await wire.inbox.scan();
    if (started.length > 0) last = started.at(-1) ?? null;
    else if (last !== null) return last;
  }
  throw new KindredError('Internal', [
    {
      name: wire.folder.inbox,
      allowed: 'files that stay as they are',
      received: 'files that change all the time',
      remedy: 'find out what else writes into this folder',
    },
  ]);
}
