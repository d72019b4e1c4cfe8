import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { committed, emptyLedger } from '../../core/provider/budget.ts';
import { type ProviderId, providerIds } from '../../core/provider/provider-ids.ts';
import { warehouseId } from '../../events/ids.ts';
import { ledgerRecord } from '../../functions/enrich/budget-ledger.ts';
import { type EnrichmentDocument, enrichmentDocument } from '../../functions/enrich/enrichment-document.ts';
import { keyName } from '../../functions/enrich/provider-session.ts';
import { providers } from '../../functions/enrich/providers/registry.ts';
import { KindredError } from '../../functions/shared/errors.ts';
import { readJson } from '../../functions/shared/json-artifacts.ts';
import {
  answerPartitions,
  budgetPartition,
  enrichmentSnapshotKey,
  monthBudgetPrefix,
} from '../../functions/shared/score-keys.ts';
import { openFolderObjects } from '../../functions/shared/stores/folder-objects.ts';
import { openSqliteScores } from '../../functions/shared/stores/sqlite-scores.ts';
import { parseSettings } from '../../functions/shared/warehouse-settings.ts';
import { type Given, readArguments, text } from '../arguments.ts';
import { startClosedDrop } from '../closed-drop.ts';
import { dropFiles } from '../drop-files.ts';
import { rfc3339, systemClock } from '../interpreter/clock.ts';
import { stepProgress } from '../progress.ts';
import { runOutcome } from '../run-outcome.ts';
import { readSettingsFile } from '../settings-file.ts';
import { ensureFolder, stateFolder } from '../state-folder.ts';
import type { Terminal } from '../terminal.ts';
import { openWire } from '../wire.ts';
import { peopleOfLists } from './providers-people.ts';
import { tell } from './run.ts';

export const providersHelp = `kindred providers list|plan|people|spent|renew [options]

Data providers: what there is, what a run would ask and pay, what was paid, and asking anew.

  list                 every provider: what it can do, what its key is called, whether one is set
  plan FOLDER...       what a run on these files would ask: calls, credits, cost, expected tier changes. Asks nobody
  people               people by title at the companies on the current run's lists, into the file --out names and nowhere else
  spent                credits by month
  renew                let the next run of the same files ask again: answers that have not expired are still used

  --settings FILE      settings (default: icp.json in the folder, or none)
  --warehouse ID       whose answers and budget (default: default)
  --state DIR          where Kindred keeps what it knows (default: .kindred)
  --out FILE           of people: where they go (default: people.csv)
  --json               print one JSON document instead of text

Examples
  kindred providers list
  kindred providers plan exports/ --settings icp.json
  kindred providers renew && kindred run exports/`;

const actions: { readonly [name: string]: (given: Given, terminal: Terminal) => Promise<number> } = {
  list,
  plan,
  people: async (given, terminal) =>
    await peopleOfLists(
      stateFolder(text(given, 'state', '.kindred')),
      warehouseOf(given),
      text(given, 'out', 'people.csv'),
      terminal,
    ),
  spent,
  renew,
};

/** `kindred providers`: see {@link providersHelp}. */
export async function providersCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(
    'providers',
    args,
    { settings: 'string', warehouse: 'string', state: 'string', out: 'string', json: 'boolean' },
    { least: 1, most: 50, what: `one of ${Object.keys(actions).join(', ')}` },
  );
  const [name = ''] = given.positionals;
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined)
    throw new KindredError('BadRequest', [
      {
        name: 'kindred providers',
        allowed: Object.keys(actions).join(', '),
        received: name,
        remedy: 'see kindred providers --help',
      },
    ]);
  return await action(given, terminal);
}

function warehouseOf(given: Given): string {
  const warehouse = text(given, 'warehouse', 'default');
  if (warehouseId.safeParse(warehouse).success) return warehouse;
  throw new KindredError('BadRequest', [
    {
      name: '--warehouse',
      allowed: 'lower-case letters, digits, _ and -, at most 40',
      received: warehouse,
      remedy: 'correct it, or leave it out',
    },
  ]);
}

async function list(given: Given, terminal: Terminal): Promise<number> {
  const all = providerIds.map((id) => {
    const provider = providers[id];
    return {
      id,
      title: provider.title,
      finds_companies: provider.search !== null,
      fills_in: [...new Set(provider.enrichment.flatMap((way) => way.gives))],
      signals: provider.signals.map((source) => source.name),
      people: provider.people !== null,
      credits: {
        search_page: provider.search?.credits_per_page ?? null,
        company: provider.enrichment[0]?.credits_each ?? null,
      },
      key: provider.key,
      key_variable: keyName(id),
      key_set: (process.env[keyName(id)] ?? '') !== '',
      licence: provider.licence,
      documentation: provider.documentation,
    };
  });
  if (given.values['json'] === true) {
    terminal.out(JSON.stringify({ success: true, providers: all }, null, 1));
    return 0;
  }
  for (const each of all) {
    terminal.out(`${terminal.bold(each.title)} (${each.id})`);
    terminal.out(
      `  can       ${[...(each.finds_companies ? ['find companies'] : []), `fill in ${each.fills_in.length} fields`, ...each.signals, ...(each.people ? ['people'] : [])].join(', ')}`,
    );
    terminal.out(
      `  credits   ${each.credits.search_page ?? 0} a page of found companies at most, ${each.credits.company ?? 0} a company filled in`,
    );
    terminal.out(`  key       ${each.key_variable}, ${each.key_set ? 'set' : 'not set'}: ${each.key}`);
    terminal.out(`  terms     ${each.licence}`);
  }
  return 0;
}

/** A run in a state folder of its own that plans and asks nobody; what this warehouse was told before is known to it. */
async function plan(given: Given, terminal: Terminal): Promise<number> {
  const found = dropFiles(given.positionals.slice(1));
  const path = text(given, 'settings', found.settings ?? '');
  const authored: unknown = path === '' ? {} : JSON.parse(readSettingsFile(path));
  const settings = parseSettings(JSON.stringify(authored), path);
  if (Object.values(settings.providers).every((use) => use === undefined))
    throw new KindredError('BadSettings', [
      {
        name: 'providers',
        allowed: providerIds.join(', '),
        received: 'no provider',
        remedy: 'name one in the settings, e.g. "providers": { "apollo": {} }; see docs/providers.md',
      },
    ]);
  const warehouse = warehouseOf(given);
  const state = mkdtempSync(join(tmpdir(), 'kindred-plan-'));
  try {
    await copyAnswers(stateFolder(text(given, 'state', '.kindred')).scores, state, warehouse);
    const wire = await openWire({ state, onEvent: (_, event) => progress(event) });
    const progress = stepProgress(terminal);
    try {
      const planned = { ...settings, budget: { ...settings.budget, dry_run: true } };
      const { name } = await startClosedDrop(wire, {
        warehouse,
        files: found.files,
        settings: JSON.stringify(planned),
        asOf: null,
      });
      const outcome = await runOutcome(await wire.executions.ended(name), wire);
      if (outcome.kind !== 'published') return await tell(wire, outcome, state, terminal, false);
      const document = await readJson(wire.objects, outcome.state, 'enrichment', enrichmentDocument);
      if (given.values['json'] === true)
        terminal.out(
          JSON.stringify({ success: true, plan: document.plan, because: document.because }, null, 1),
        );
      else for (const line of planLines(document)) terminal.out(line);
      return 0;
    } finally {
      await wire.close();
    }
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

async function copyAnswers(from: string, state: string, warehouse: string): Promise<void> {
  ensureFolder(state, '--state');
  const now = (): string => rfc3339(systemClock.now());
  const to = openSqliteScores(stateFolder(state).scores, { now });
  try {
    const source = openSqliteScores(from, { now });
    try {
      const partitions = [
        budgetPartition(warehouse),
        ...providerIds.flatMap((id: ProviderId) => answerPartitions(warehouse, id)),
      ];
      for (const partition of partitions)
        for (let after: string | undefined; ; ) {
          const page = await source.queryPrefix(partition, '', {
            limit: 200,
            ...(after === undefined ? {} : { after }),
          });
          await to.batchPut(page.items.map(({ revision: _, ...item }) => item));
          if (page.next === null) break;
          after = page.next;
        }
    } finally {
      source.close();
    }
  } finally {
    to.close();
  }
}

const purposes: { readonly [purpose in EnrichmentDocument['plan'][number]['purpose']]: string } = {
  search: 'find companies (pages)',
  enrich: 'fill in companies of the files',
  'enrich-found': 'fill in found companies, at most',
  'job-postings': 'job postings',
  news: 'news',
};

/** The plan as a person reads it. */
function planLines({ plan: lines, because }: EnrichmentDocument): readonly string[] {
  if (lines.length === 0) return ['Nothing would be asked.', ...because.map((why) => `  ${why}`)];
  const titles = [...new Set(lines.map(({ provider }) => provider))];
  return titles.flatMap((id) => {
    const own = lines.filter(({ provider }) => provider === id);
    const credits = own.reduce((sum, line) => sum + line.credits, 0);
    return [
      providers[id].title,
      ...own.map((line) => {
        const cost =
          line.cost === null ? '' : `, ${line.cost.currency} ${line.cost.low} to ${line.cost.high}`;
        const known = line.known_already === 0 ? '' : `, ${line.known_already} known already`;
        const changes =
          line.expected_tier_changes === null ? '' : `, ${line.expected_tier_changes} tier changes expected`;
        const within = line.within_budget ? '' : ' (more than the budget: the most telling come first)';
        return `  ${purposes[line.purpose].padEnd(34)} ${line.questions} to ask in ${line.calls} calls, at most ${line.credits} credits${cost}${known}${changes}${within}`;
      }),
      `  together at most ${credits} credits${own.every(({ cost }) => cost === null) ? '; give credit_price in the settings to see money' : ''}`,
    ];
  });
}

async function spent(given: Given, terminal: Terminal): Promise<number> {
  const folder = stateFolder(text(given, 'state', '.kindred'));
  ensureFolder(folder.root, '--state');
  const scores = openSqliteScores(folder.scores, { now: () => rfc3339(systemClock.now()) });
  try {
    const { items } = await scores.queryPrefix(budgetPartition(warehouseOf(given)), monthBudgetPrefix, {
      limit: 120,
    });
    const months = items.map(({ sort, value }) => {
      const ledger = ledgerRecord.safeParse(value).data ?? emptyLedger;
      return {
        month: sort.slice(monthBudgetPrefix.length),
        credits: ledger.settled.credits,
        money: ledger.settled.money_e4 / 10_000,
        left_open: committed(ledger).credits - ledger.settled.credits,
      };
    });
    if (given.values['json'] === true) terminal.out(JSON.stringify({ success: true, months }, null, 1));
    else if (months.length === 0) terminal.out('Nothing was paid.');
    else
      for (const { month, credits, money, left_open } of months)
        terminal.out(
          `${month}  ${credits} credits${money === 0 ? '' : `, at most ${money} in the budget's currency`}${left_open === 0 ? '' : `; ${left_open} more stay reserved by runs that died`}`,
        );
    return 0;
  } finally {
    scores.close();
  }
}

async function renew(given: Given, terminal: Terminal): Promise<number> {
  const folder = stateFolder(text(given, 'state', '.kindred'));
  ensureFolder(folder.root, '--state');
  const now = (): string => rfc3339(systemClock.now());
  const objects = await openFolderObjects(folder.bucket, { now });
  try {
    await objects.put(
      enrichmentSnapshotKey(warehouseOf(given)),
      `${JSON.stringify({ version: 1, renewed_at: now() }, null, 1)}\n`,
      { contentType: 'application/json' },
    );
  } finally {
    objects.close();
  }
  if (given.values['json'] === true) terminal.out(JSON.stringify({ success: true }, null, 1));
  else terminal.out('The next run asks providers again, also for files that were run before.');
  return 0;
}
