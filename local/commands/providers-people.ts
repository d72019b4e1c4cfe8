import { writeFileSync } from 'node:fs';
import { findPeople, peopleCsv } from '../../functions/enrich/find-people.ts';
import { openPurchases } from '../../functions/enrich/provider-session.ts';
import { readArtifact } from '../../functions/shared/artifacts.ts';
import { KindredError } from '../../functions/shared/errors.ts';
import { readJson } from '../../functions/shared/json-artifacts.ts';
import { currentPointer, runRecord } from '../../functions/shared/run-record.ts';
import { currentSort, runSort, warehousePartition } from '../../functions/shared/score-keys.ts';
import { settingsSchema } from '../../functions/shared/settings.ts';
import { openFolderObjects } from '../../functions/shared/stores/folder-objects.ts';
import { openSqliteScores } from '../../functions/shared/stores/sqlite-scores.ts';
import { targetLines } from '../../functions/shared/target-record.ts';
import { rfc3339, systemClock } from '../interpreter/clock.ts';
import { localProviders } from '../provider-world.ts';
import { notWritable, type StateFolder } from '../state-folder.ts';
import type { Terminal } from '../terminal.ts';

/** Finds people at the companies on the chosen lists of the current run and writes them to one file, and nowhere else. */
export async function peopleOfLists(
  folder: StateFolder,
  warehouse: string,
  out: string,
  terminal: Terminal,
): Promise<number> {
  const now = (): string => rfc3339(systemClock.now());
  const objects = await openFolderObjects(folder.bucket, { now });
  const scores = openSqliteScores(folder.scores, { now });
  try {
    const partition = warehousePartition(warehouse);
    const pointer = await scores.get(partition, currentSort);
    const stored =
      pointer === null ? null : await scores.get(partition, runSort(currentPointer.parse(pointer.value).run));
    if (stored === null)
      throw new KindredError('NothingToRun', [
        {
          name: `the current run of ${warehouse}`,
          allowed: 'a run that was published',
          received: 'none',
          remedy: 'run kindred run first: people are looked for at the companies it lists',
        },
      ]);
    const { state } = runRecord.parse(stored.value);
    const settings = await readJson(objects, state, 'settings', settingsSchema);
    if (!Object.values(settings.providers).some((use) => use !== undefined && use.people !== null))
      throw new KindredError('BadSettings', [
        {
          name: 'providers.apollo.people',
          allowed: 'titles by archetype, e.g. { "titles": { "default": ["Head of purchasing"] } }',
          received: 'nothing: people are not looked for unless you ask',
          remedy: 'add it to the settings and run again',
        },
      ]);
    const artifact = state.artifacts['targets'];
    const targets = artifact === undefined ? [] : [...targetLines(await readArtifact(objects, artifact))];
    const purchases = await openPurchases(localProviders(), scores, state, settings);
    const people = await findPeople(purchases, targets);
    try {
      writeFileSync(out, peopleCsv(people, purchases.today));
    } catch (error) {
      throw notWritable(out, '--out', error);
    }
    terminal.out(`${people.length} people in ${out}; they are kept nowhere else.`);
    for (const { provider, because } of purchases.sessions)
      for (const why of because) terminal.note(`  ${provider.title}: ${why}`);
    return 0;
  } finally {
    scores.close();
    objects.close();
  }
}
