import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { warehouseId } from '../../events/ids.ts';
import { appendAudit } from '../../functions/shared/audit-log.ts';
import { deploymentSecret } from '../../functions/shared/deployment-secret.ts';
import { KindredError } from '../../functions/shared/errors.ts';
import { listTenants, readTenant, writeTenant } from '../../functions/shared/tenant.ts';
import { parseSettings, settingsKey } from '../../functions/shared/warehouse-settings.ts';
import { addKey } from '../api-keys.ts';
import { readArguments, text, wholeNumber } from '../arguments.ts';
import { rfc3339, systemClock } from '../interpreter/clock.ts';
import { removeTenant } from '../remove-tenant.ts';
import { readSchedule } from '../schedule-expression.ts';
import { stateFolder } from '../state-folder.ts';
import { openStores, type Stores } from '../stores-of.ts';
import type { Terminal } from '../terminal.ts';

export const tenantsHelp = `kindred tenants list|add ID|remove ID [options]

Tenants of this machine, or of a deployment on AWS. Each has its own inbox, settings, runs and keys; none sees another.

  --outputs FILE       work on AWS: the file that npm run deploy -- --outputs-file FILE wrote
  --settings FILE      add: the tenant's icp.json (default: every default holds)
  --schedule EXPR      add: rerun by itself, cron(…) or rate(…) (laptop: kept by kindred serve; AWS: see docs/tenants.md)
  --time-zone NAME     add: the schedule's time zone (default: UTC)
  --monthly-cap N      add: the most credits that data providers may cost in a month (default: none)
  --cost-tag TEXT      add: under what its costs are booked (default: the id)
  --key-days N         add: how long the first key lives (default: 90; 0 until revoked)
  --yes                remove: do it; without, it only says what would go
  --state DIR          where Kindred keeps what it knows (default: .kindred)
  --json               print one JSON document

Examples
  kindred tenants add acme --schedule "cron(0 5 ? * MON *)"
  kindred tenants add acme --outputs outputs.json --settings acme.json --monthly-cap 200
  kindred tenants remove acme --yes > receipt.txt`;

const dayMs = 86_400_000;

/** `kindred tenants`: onboards and ends tenants. */
export async function tenantsCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(
    'tenants',
    args,
    {
      state: 'string',
      outputs: 'string',
      settings: 'string',
      schedule: 'string',
      'time-zone': 'string',
      'monthly-cap': 'string',
      'cost-tag': 'string',
      'key-days': 'string',
      yes: 'boolean',
      json: 'boolean',
    },
    { least: 1, most: 2, what: 'list, add ID, or remove ID' },
  );
  const [action = '', id = ''] = given.positionals;
  const warehouse = action === 'list' ? '' : checkedId(id);
  if (!['list', 'add', 'remove'].includes(action))
    throw refused('kindred tenants', 'list, add ID, or remove ID', action);
  const stores = await openStores(text(given, 'state', '.kindred'), text(given, 'outputs', ''));
  const say = (value: object, lines: readonly string[]): void => {
    if (given.values['json'] === true) terminal.out(JSON.stringify({ success: true, ...value }, null, 1));
    else for (const line of lines) terminal.out(line);
  };
  try {
    if (action === 'list') {
      const tenants = (await listTenants(stores.scores)).filter(({ removed_at }) => removed_at === null);
      say(
        { tenants },
        tenants.length === 0
          ? ['no tenants yet; make one with kindred tenants add ID']
          : tenants.map(({ warehouse: each, created_at, schedule, cost_tag }) =>
              [each, created_at.slice(0, 10), schedule?.expression ?? 'no schedule', cost_tag].join('  '),
            ),
      );
    } else if (action === 'add') {
      const added = await add(stores, warehouse, {
        settings: settingsText(text(given, 'settings', ''), text(given, 'monthly-cap', '')),
        schedule: text(given, 'schedule', ''),
        timeZone: text(given, 'time-zone', 'UTC'),
        costTag: text(given, 'cost-tag', warehouse),
        keyDays: wholeNumber(given, 'key-days', 90, 3650),
      });
      say(added, [
        `${warehouse} is there.`,
        `  inbox     ${added.inbox}`,
        `  key       ${added.secret}`,
        `            ${added.key_id}, may read, run and administer. Keep it now: it is not shown again.`,
        `  schedule  ${added.schedule ?? 'none'}`,
        ...(stores.place === 'aws' ? awsLines(warehouse, added.schedule) : []),
      ]);
    } else if (given.values['yes'] !== true) {
      let count = 0;
      for await (const _ of stores.objects.list(`inbox/${warehouse}/`)) count += 1;
      throw refused(
        `remove ${warehouse}`,
        '--yes',
        `no --yes; ${count} files of its inbox, its runs, settings and keys would go for good`,
      );
    } else {
      const receipt = await removeTenant(
        stores.objects,
        stores.scores,
        warehouse,
        rfc3339(systemClock.now()),
      );
      if (stores.place === 'laptop') {
        const { inbox, latest } = stateFolder(text(given, 'state', '.kindred'));
        for (const root of [inbox, latest]) rmSync(join(root, warehouse), { recursive: true, force: true });
      }
      await note(stores, warehouse, 'tenant.remove', { objects: receipt.objects_purged });
      say({ receipt }, [
        `${warehouse} is removed since ${receipt.removed_at}.`,
        `  keys revoked     ${receipt.keys_revoked}`,
        `  objects purged   ${receipt.objects_purged}, with every version`,
        `  records deleted  ${receipt.records_deleted}`,
        `  kept             ${receipt.kept.join(', ')}`,
      ]);
    }
    return 0;
  } finally {
    stores.close();
  }
}

type Wanted = {
  readonly settings: string | null;
  readonly schedule: string;
  readonly timeZone: string;
  readonly costTag: string;
  readonly keyDays: number;
};

async function add(stores: Stores, warehouse: string, wanted: Wanted) {
  const known = await readTenant(stores.scores, warehouse);
  if (known !== null && known.removed_at === null)
    throw refused(`add ${warehouse}`, 'a new id', 'one that is there: kindred keys add makes a further key');
  if (wanted.schedule !== '') readSchedule(wanted.schedule, wanted.timeZone);
  const now = systemClock.now();
  if (wanted.settings !== null)
    await stores.objects.put(settingsKey(warehouse), wanted.settings, { contentType: 'application/json' });
  const schedule =
    wanted.schedule === '' ? null : { expression: wanted.schedule, time_zone: wanted.timeZone };
  await writeTenant(stores.scores, {
    warehouse,
    created_at: rfc3339(now),
    schedule,
    cost_tag: wanted.costTag,
    removed_at: null,
  });
  const { secret, key } = await addKey(stores.scores, {
    warehouse,
    scopes: ['read', 'run', 'admin'],
    now: rfc3339(now),
    expiresAt: wanted.keyDays === 0 ? null : rfc3339(now + wanted.keyDays * dayMs),
    note: 'first key',
  });
  if (stores.place === 'laptop') mkdirSync(stores.inbox(warehouse), { recursive: true });
  await note(stores, warehouse, 'tenant.add', { key: key.key_id });
  return {
    warehouse,
    inbox: stores.inbox(warehouse),
    key_id: key.key_id,
    secret,
    schedule: schedule?.expression ?? null,
    cost_tag: wanted.costTag,
  };
}

/** What only the stacks can make: told, not hidden. */
const awsLines = (warehouse: string, schedule: string | null): readonly string[] => [
  '  drops     the key makes upload links of its own (POST uploads), each for one file and a quarter of an hour',
  ...(schedule === null
    ? []
    : [`  schedule  takes effect with the next deploy: add ${warehouse} to the context schedules`]),
];

/** Authored settings with the cap written into their budget. */
function settingsText(file: string, cap: string): string | null {
  if (file === '' && cap === '') return null;
  const authored: unknown = file === '' ? {} : JSON.parse(readSettingsFile(file));
  const credits = cap === '' ? null : Number(cap);
  if (credits !== null && !(Number.isInteger(credits) && credits >= 0))
    throw refused('--monthly-cap', 'a whole number of credits', cap);
  const base: Record<string, unknown> =
    typeof authored === 'object' && authored !== null ? { ...authored } : {};
  const budget = typeof base['budget'] === 'object' && base['budget'] !== null ? base['budget'] : {};
  const capped = credits === null ? base : { ...base, budget: { ...budget, per_month: { credits } } };
  const value = `${JSON.stringify(capped, null, 1)}\n`;
  parseSettings(value, file === '' ? 'settings' : file);
  return value;
}

function readSettingsFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw refused('--settings', 'a file that can be read', file);
  }
}

async function note(
  stores: Stores,
  warehouse: string,
  action: string,
  facts: { readonly [name: string]: string | number },
): Promise<void> {
  const secret = await deploymentSecret(stores.scores, 'audit-secret', (count) => randomBytes(count));
  await appendAudit(stores.scores, secret, warehouse, {
    at: rfc3339(systemClock.now()),
    actor: 'cli',
    action,
    facts,
  });
}

function checkedId(id: string): string {
  const parsed = warehouseId.safeParse(id);
  if (parsed.success) return parsed.data;
  throw refused('ID', 'lower-case letters, digits, _ and -, at most 40', id === '' ? 'nothing' : id);
}

const refused = (name: string, allowed: string, received: string): KindredError =>
  new KindredError('BadRequest', [{ name, allowed, received, remedy: 'see kindred tenants --help' }]);
