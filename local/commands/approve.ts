import { runId, warehouseId } from '../../events/ids.ts';
import { KindredError } from '../../functions/shared/errors.ts';
import { runRecord } from '../../functions/shared/run-record.ts';
import { runSort, warehousePartition } from '../../functions/shared/score-keys.ts';
import { addKey, revokeKey } from '../api-keys.ts';
import { readArguments, text } from '../arguments.ts';
import { copyOutputs } from '../copy-outputs.ts';
import { rfc3339 } from '../interpreter/clock.ts';
import { localApp } from '../local-app.ts';
import type { Terminal } from '../terminal.ts';
import { openWire } from '../wire.ts';
import { shown } from './run.ts';

export const approveHelp = `kindred approve RUN [options]

Shows a run to readers that waits for approval (settings: "approval": "required"). Until then neither its lists nor its exports
are handed out; with --out they are written as soon as it is approved.

  --warehouse ID     whose run (default: default)
  --state DIR        where Kindred keeps what it knows (default: .kindred)
  --out DIR          also write the run's outputs, exports among them
  --json             print one JSON document instead of text

Example
  kindred approve run_0123… --out results`;

/** `kindred approve`: the same door as the API's, with a key that lives as long as the command. */
export async function approveCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(
    'approve',
    args,
    { warehouse: 'string', state: 'string', out: 'string', json: 'boolean' },
    { least: 1, most: 1, what: 'one RUN' },
  );
  const run = given.positionals[0] ?? '';
  const warehouse = text(given, 'warehouse', 'default');
  if (!warehouseId.safeParse(warehouse).success || !runId.safeParse(run).success)
    throw refused('a run id, and the id of its warehouse', `${run} of ${warehouse}`);
  const wire = await openWire({ state: text(given, 'state', '.kindred') });
  try {
    const now = rfc3339(wire.clock.now());
    const { secret, key } = await addKey(wire.scores, {
      warehouse,
      scopes: ['read', 'run', 'admin'],
      now,
      expiresAt: rfc3339(wire.clock.now() + 60_000),
      note: 'kindred approve',
    });
    const answer = await localApp(wire).request(`/v1/warehouses/${warehouse}/runs/${run}/approve`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: '{}',
    });
    await revokeKey(wire.scores, warehouse, key.key_id, now);
    if (!answer.ok) {
      const { detail } = (await answer.json()) as { readonly detail?: string };
      throw refused('a run of this warehouse that waits for approval', detail ?? `${answer.status}`);
    }
    const stored = await wire.scores.get(warehousePartition(warehouse), runSort(run));
    const out = text(given, 'out', '');
    const files =
      out === '' || stored === null
        ? []
        : await copyOutputs(wire.objects, runRecord.parse(stored.value).state, out);
    if (given.values['json'] === true)
      terminal.out(JSON.stringify({ success: true, outcome: 'approved', run, files }, null, 1));
    else {
      terminal.out(`${run} is approved: readers see it now`);
      if (files.length > 0) terminal.out(`Outputs  ${shown(out)} (${files.length} files)`);
    }
    return 0;
  } finally {
    await wire.close();
  }
}

const refused = (allowed: string, received: string): KindredError =>
  new KindredError('BadRequest', [{ name: 'RUN', allowed, received, remedy: 'see kindred approve --help' }]);
