import { canonicalJson } from '../core/tables/canonical-json.ts';
import { rerunEvent } from '../events/start.ts';
import { sha256, sha256File } from '../functions/shared/sha256.ts';
import type { DropFile } from './drop-files.ts';
import { rfc3339 } from './interpreter/clock.ts';
import type { ExecutionRecord } from './journal.ts';
import type { Wire } from './wire.ts';

export type ClosedDrop = {
  readonly warehouse: string;
  readonly files: readonly DropFile[];
  /** Text of the settings; null for the defaults. */
  readonly settings: string | null;
  /** `data`, `today` or YYYY-MM-DD; null leaves it to the settings. */
  readonly asOf: string | null;
};

/**
 * Makes a warehouse's inbox hold exactly these files (and its settings exactly these), and runs the pipeline on them. What
 * was asked for and not finished by a process that died is gone on with; other unfinished runs of the warehouse are aborted.
 * Files that are in the inbox with the same content are left as they are.
 *
 * @returns the execution, running
 */
export async function startClosedDrop(wire: Wire, drop: ClosedDrop): Promise<ExecutionRecord> {
  const { warehouse } = drop;
  const contents = new Map<string, { readonly file: DropFile; readonly hash: string }>();
  for (const file of drop.files)
    contents.set(`inbox/${warehouse}/${file.name}`, { file, hash: await sha256File(file.path) });
  const asked = canonicalJson({
    warehouse,
    files: [...contents].map(([key, { hash }]) => [key, hash]),
    settings: drop.settings,
    as_of: drop.asOf,
  });
  const prefix = `run-${sha256(asked).slice(0, 16)}-`;

  const open = wire.executions.list({ warehouse, status: 'RUNNING', limit: 1000 });
  const unfinished = open.find(({ name }) => name.startsWith(prefix));
  for (const { name } of open)
    if (name !== unfinished?.name) wire.executions.abort(name, 'a run of other files replaces it');

  await replaceInbox(wire, warehouse, contents);
  const settingsKey = `settings/${warehouse}/icp.json`;
  if (drop.settings === null) await wire.objects.delete(settingsKey);
  else await wire.objects.put(settingsKey, drop.settings, { contentType: 'application/json' });

  if (unfinished !== undefined) {
    wire.executions.resume((name) => name === unfinished.name);
    return unfinished;
  }
  let count = 1;
  while (wire.executions.get(`${prefix}${count}`) !== null) count += 1;
  const name = `${prefix}${count}`;
  const event = rerunEvent.parse({
    kind: 'rerun',
    warehouse,
    request: name,
    requested_on: rfc3339(wire.clock.now()).slice(0, 10),
    ...(drop.asOf === null ? {} : { as_of: drop.asOf }),
  });
  return wire.executions.start(name, event, warehouse).execution;
}

async function replaceInbox(
  wire: Wire,
  warehouse: string,
  contents: ReadonlyMap<string, { readonly file: DropFile; readonly hash: string }>,
): Promise<void> {
  const there = new Map<string, string>();
  for await (const object of wire.objects.list(`inbox/${warehouse}/`)) there.set(object.key, object.version);
  for (const key of there.keys()) if (!contents.has(key)) await wire.objects.delete(key);
  for (const [key, { file, hash }] of contents)
    if (there.get(key) !== hash) await wire.objects.put(key, { file: file.path });
}
