import { join } from 'node:path';
import { listTenants } from '../../functions/shared/tenant.ts';
import { type Given, readArguments, text, wholeNumber } from '../arguments.ts';
import { copyOutputs } from '../copy-outputs.ts';
import { warehouseOf } from '../execution-port.ts';
import type { StateEvent } from '../interpreter/history.ts';
import type { ExecutionRecord } from '../journal.ts';
import { localApp } from '../local-app.ts';
import { stepProgress } from '../progress.ts';
import { runOutcome } from '../run-outcome.ts';
import { readSchedule } from '../schedule-expression.ts';
import { keepSchedules } from '../scheduler.ts';
import { serve } from '../server.ts';
import type { Terminal } from '../terminal.ts';
import { openWire, type Wire } from '../wire.ts';
import { shown } from './run.ts';

export const serveHelp = `kindred serve [options]

Works until it is stopped: takes in what is put into the inbox folder, keeps the schedule, and serves the console, the
API and the current outputs on this machine alone.

  --port N           (default: 8787; 0 takes a free one)
  --state DIR        where Kindred keeps what it knows (default: .kindred)
  --schedule EXPR    also run on a schedule, as EventBridge Scheduler writes it: cron(…) or rate(…)
  --warehouse ID     whose schedule it is (default: default)
  --time-zone NAME   the schedule's time zone (default: UTC)
  --json             print where it serves as one JSON document; what happens goes to the other stream

Examples
  kindred serve                                   then copy exports into .kindred/inbox/default/
  kindred serve --schedule "cron(0 5 ? * MON *)"  Mondays at five
  kindred keys add                                in a second terminal: a key for the API

What it was doing when it was stopped, or killed, it goes on with at the next start.`;

/** How often the inbox folder is looked at. */
const lookEveryMs = 500;

/** `kindred serve`: everything, until SIGINT or SIGTERM. */
export async function serveCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(
    'serve',
    args,
    {
      port: 'string',
      state: 'string',
      schedule: 'string',
      warehouse: 'string',
      'time-zone': 'string',
      json: 'boolean',
    },
    { least: 0, most: 0, what: 'no folder: files go into the inbox' },
  );
  const watched = watching(terminal);
  const wire = await openWire({ state: text(given, 'state', '.kindred'), thread: true, ...watched });
  watched.attach(wire);
  try {
    for (const { name } of wire.executions.resume()) terminal.note(`  goes on with ${name}`);
    await serveUntilStopped(wire, terminal, {
      port: wholeNumber(given, 'port', 8787, 65_535),
      schedules: [...schedulesOf(given), ...(await tenantSchedules(wire))],
      json: given.values['json'] === true,
    });
    return 0;
  } finally {
    await wire.close();
  }
}

/** The schedules tenants were added with. */
async function tenantSchedules(wire: Wire) {
  return (await listTenants(wire.scores)).flatMap(({ warehouse, schedule, removed_at }) =>
    schedule === null || removed_at !== null
      ? []
      : [{ warehouse, nextTick: readSchedule(schedule.expression, schedule.time_zone) }],
  );
}

function schedulesOf(given: Given): { warehouse: string; nextTick: (after: number) => number | null }[] {
  const expression = text(given, 'schedule', '');
  if (expression === '') return [];
  const nextTick = readSchedule(expression, text(given, 'time-zone', 'UTC'));
  return [{ warehouse: text(given, 'warehouse', 'default'), nextTick }];
}

/** Serves, watches and keeps schedules until the process is told to stop; executions under way are left to resume. */
export async function serveUntilStopped(
  wire: Wire,
  terminal: Terminal,
  options: {
    readonly port: number;
    readonly schedules: readonly { warehouse: string; nextTick: (after: number) => number | null }[];
    /** A key to sign in with, where one was made for this. */
    readonly secret?: string;
    readonly json: boolean;
  },
): Promise<void> {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  const serving = await serve({ port: options.port, app: localApp(wire) });
  announce(terminal, serving.url, wire.folder.inbox, options);
  await Promise.all([
    wire.inbox.watch(lookEveryMs, stop.signal),
    keepSchedules(options.schedules, wire.executions, wire.clock, stop.signal),
    new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve())),
  ]);
  terminal.note('  stopping; what is not finished goes on at the next start');
  await serving.close();
}

function announce(
  terminal: Terminal,
  url: string,
  inbox: string,
  { secret, json }: { readonly secret?: string; readonly json: boolean },
): void {
  const signed = secret === undefined ? `${url}/` : `${url}/#key=${secret}`;
  if (json) {
    terminal.out(
      JSON.stringify({
        success: true,
        url,
        console: signed,
        openapi: `${url}/openapi.json`,
        inbox,
        key: secret ?? null,
      }),
    );
    return;
  }
  terminal.out(`${terminal.bold('Serving')}  ${url}  (API: /openapi.json; stop with Ctrl-C)`);
  terminal.out(
    `${terminal.bold('Console')}  ${signed}${
      secret === undefined ? '  (sign in with a key: kindred keys add --scopes read,run,admin)' : ''
    }`,
  );
  terminal.out(`${terminal.bold('Inbox')}    ${shown(join(inbox, '<warehouse>'))}`);
}

/** Shows every execution's steps by warehouse, and puts each finished run's outputs where people look. */
export function watching(terminal: Terminal): {
  readonly onEvent: (execution: string, event: StateEvent) => void;
  readonly onEnd: (record: ExecutionRecord) => void;
  readonly attach: (wire: Wire) => void;
} {
  const listeners = new Map<string, (event: StateEvent) => void>();
  let wire: Wire | null = null;
  return {
    attach: (opened) => {
      wire = opened;
    },
    onEvent: (execution, event) => {
      const listener =
        listeners.get(execution) ?? stepProgress({ ...terminal, live: false }, terminalWrite(terminal));
      listeners.set(execution, listener);
      listener(event);
    },
    onEnd: (record) => {
      listeners.delete(record.name);
      if (wire !== null)
        handOut(wire, record, terminal).catch((error: unknown) => {
          terminal.note(`  ${error instanceof Error ? error.message : String(error)}`);
        });
    },
  };
}

const terminalWrite =
  (terminal: Terminal) =>
  (line: string): void =>
    terminal.note(line.replace(/\n$/, ''));

async function handOut(wire: Wire, record: ExecutionRecord, terminal: Terminal): Promise<void> {
  const outcome = await runOutcome(record, wire);
  const warehouse = warehouseOf(record.input) ?? 'unknown';
  switch (outcome.kind) {
    case 'published':
    case 'duplicate': {
      const out = join(wire.folder.latest, warehouse);
      await copyOutputs(wire.objects, outcome.state, out);
      terminal.note(`  ${warehouse}: ${outcome.kind}, ${outcome.state.run}; outputs in ${shown(out)}`);
      return;
    }
    case 'waiting':
    case 'rejected':
      terminal.note(`  ${warehouse}: ${outcome.kind}: ${outcome.status?.summary ?? outcome.reason}`);
      for (const remedy of outcome.status?.remedy ?? []) terminal.note(`    remedy: ${remedy}`);
      return;
    case 'failed':
      terminal.note(terminal.red(`  ${warehouse}: ${outcome.error}: ${outcome.cause}`));
      return;
    case 'held':
      terminal.note(`  ${warehouse}: ${outcome.state.run} waits for approval`);
      return;
    case 'previewed':
    case 'done':
    case 'superseded':
    case 'ignored':
      return;
  }
}
