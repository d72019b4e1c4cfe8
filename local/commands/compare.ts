import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WhatChanged } from '../../core/changes/what-changed.ts';
import { decimal, whole } from '../../core/report/numbers.ts';
import { runId, warehouseId } from '../../events/ids.ts';
import type { RunState } from '../../events/step.ts';
import { whatChanged } from '../../functions/publish/what-changed.ts';
import { openDuckdb } from '../../functions/shared/duckdb.ts';
import { KindredError } from '../../functions/shared/errors.ts';
import type { ScoreStore } from '../../functions/shared/ports.ts';
import { currentPointer, runRecord } from '../../functions/shared/run-record.ts';
import { currentSort, runSort, warehousePartition } from '../../functions/shared/score-keys.ts';
import { readArguments, text } from '../arguments.ts';
import { rfc3339, systemClock } from '../interpreter/clock.ts';
import { resources } from '../resources.ts';
import type { Terminal } from '../terminal.ts';
import { openWire } from '../wire.ts';

export const compareHelp = `kindred compare [RUN_A RUN_B] [options]

What changed between two runs, and why: every company that moved to another tier or list, its score's change split into
what new data, the later date, the newly fitted model and changed settings did. The parts add up to the change.

  RUN_A RUN_B        the earlier and the later run (default: the current run and the one before it)
  --warehouse ID     whose runs (default: default)
  --state DIR        where Kindred keeps what it knows (default: .kindred)
  --out FILE         also write the whole comparison as JSON
  --json             print one JSON document instead of text

Examples
  kindred compare
  kindred compare run_0123… run_4567… --out what-changed.json`;

const shownMoves = 20;

/** `kindred compare`: two stored runs, held against each other. */
export async function compareCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(
    'compare',
    args,
    { warehouse: 'string', state: 'string', out: 'string', json: 'boolean' },
    { least: 0, most: 2, what: 'no run, or RUN_A RUN_B' },
  );
  const warehouse = text(given, 'warehouse', 'default');
  if (!warehouseId.safeParse(warehouse).success || given.positionals.length === 1)
    throw refused(
      given.positionals.length === 1 ? 'kindred compare' : '--warehouse',
      'no run or two of them; a warehouse id',
      [warehouse, ...given.positionals].join(' '),
    );
  const wire = await openWire({ state: text(given, 'state', '.kindred') });
  const scratch = mkdtempSync(join(wire.folder.root, 'compare-'));
  try {
    const [a, b] = given.positionals;
    const after = await storedRun(wire.scores, warehouse, b ?? (await current(wire.scores, warehouse)));
    const earlier = a ?? after.previous_run;
    if (earlier === null) throw refused('RUN_A', 'a run before it', 'none: it is the first run');
    const before = await storedRun(wire.scores, warehouse, earlier);
    const changed = await whatChanged(
      {
        objects: wire.objects,
        scores: wire.scores,
        openTables: (folder) => openDuckdb({ scratch: folder, ...resources() }),
        scratch: async () => mkdtempSync(join(scratch, 'tables-')),
        now: () => rfc3339(systemClock.now()),
        log: () => undefined,
      },
      before,
      after,
    );
    if (changed === null)
      throw refused(
        'RUN_A',
        'a run that recorded what a comparison needs',
        `${earlier}, made by an earlier version`,
      );
    const out = text(given, 'out', '');
    if (out !== '') writeFileSync(out, `${JSON.stringify(changed, null, 1)}\n`);
    if (given.values['json'] === true) terminal.out(JSON.stringify({ success: true, ...changed }, null, 1));
    else for (const line of comparisonLines(changed)) terminal.out(line);
    return 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    await wire.close();
  }
}

/** A comparison as a person reads it. */
export function comparisonLines(changed: WhatChanged): readonly string[] {
  const { counts, tier_moves_by_cause: by } = changed;
  const points = (value: number): string => `${value < 0 ? '−' : '+'}${decimal(Math.abs(value), 1)}`;
  return [
    `${changed.previous_run}, as of ${changed.previous_as_of}`,
    `${changed.run}, as of ${changed.as_of}`,
    '',
    `${whole(counts.ranked_by_both)} companies ranked by both: ${whole(counts.tier_moved)} moved to another tier, ${whole(counts.list_moved)} to another list; ${whole(counts.entered)} came onto a working list, ${whole(counts.left)} left`,
    `Tier moves by cause: data ${whole(by.data)}, date ${whole(by.date)}, model ${whole(by.model)}, settings ${whole(by.settings)}; residual ${changed.residual}`,
    ...changed.settings.map(({ path, from, to }) => `Setting ${path}: ${from} → ${to}`),
    ...(changed.moves.length === 0 ? [] : ['']),
    ...changed.moves
      .slice(0, shownMoves)
      .map(
        ({ name, target_id, from, to, split: { points: part, change } }) =>
          `  ${name ?? target_id}: ${from.list} ${from.tier} → ${to.list} ${to.tier}, ${points(change)} (data ${points(part.data)}, date ${points(part.date)}, model ${points(part.model)}, settings ${points(part.settings)})`,
      ),
    ...(changed.moves.length > shownMoves
      ? [
          `  and ${whole(changed.moves.length + changed.moves_left_out - shownMoves)} more: --out FILE writes them`,
        ]
      : []),
  ];
}

async function current(scores: ScoreStore, warehouse: string): Promise<string> {
  const pointer = await scores.get(warehousePartition(warehouse), currentSort);
  if (pointer === null) throw refused('--warehouse', 'a warehouse with a published run', warehouse);
  return currentPointer.parse(pointer.value).run;
}

async function storedRun(scores: ScoreStore, warehouse: string, run: string): Promise<RunState> {
  const stored = runId.safeParse(run).success
    ? await scores.get(warehousePartition(warehouse), runSort(run))
    : null;
  if (stored === null) throw refused('RUN', 'a run of this warehouse that is kept', run);
  return runRecord.parse(stored.value).state;
}

const refused = (name: string, allowed: string, received: string): KindredError =>
  new KindredError('BadRequest', [{ name, allowed, received, remedy: 'see kindred compare --help' }]);
