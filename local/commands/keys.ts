import { warehouseId } from '../../events/ids.ts';
import { type Scope, scopes } from '../../functions/shared/api-key.ts';
import { KindredError } from '../../functions/shared/errors.ts';
import { openSqliteScores } from '../../functions/shared/stores/sqlite-scores.ts';
import { addKey, listKeys, revokeKey } from '../api-keys.ts';
import { readArguments, text, wholeNumber } from '../arguments.ts';
import { rfc3339, systemClock } from '../interpreter/clock.ts';
import { ensureFolder, stateFolder } from '../state-folder.ts';
import type { Terminal } from '../terminal.ts';

export const keysHelp = `kindred keys list | add | revoke KEY_ID [options]

Bearer keys of the API. A key belongs to one warehouse and sees no other. The secret is shown once, when it is made.

  --warehouse ID     whose keys (default: default)
  --scopes LIST      for add: any of read,run,admin (default: read)
  --days N           for add: how long it lives; 0 is until it is revoked (default: 90)
  --note TEXT        for add: what it is for
  --state DIR        where Kindred keeps what it knows (default: .kindred)
  --json             print one JSON document instead of text

Examples
  kindred keys add --note "CRM sync" --scopes read,run
  kindred keys list
  kindred keys revoke key_0a1b2c3d4e5f

Works while kindred serve runs: a new key opens, and a revoked one is dead, at once.`;

const dayMs = 86_400_000;

/** `kindred keys`: lists, makes and revokes API keys. */
export async function keysCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(
    'keys',
    args,
    {
      warehouse: 'string',
      scopes: 'string',
      days: 'string',
      note: 'string',
      state: 'string',
      json: 'boolean',
    },
    { least: 1, most: 2, what: 'list, add, or revoke KEY_ID' },
  );
  const [action = '', keyId] = given.positionals;
  const warehouse = warehouseId.safeParse(text(given, 'warehouse', 'default'));
  if (!warehouse.success)
    throw refused(
      '--warehouse',
      'lower-case letters, digits, _ and -, at most 40',
      text(given, 'warehouse', ''),
    );
  const known = (action === 'revoke') === (keyId !== undefined) && ['list', 'add', 'revoke'].includes(action);
  if (!known) throw refused('kindred keys', 'list, add, or revoke KEY_ID', given.positionals.join(' '));
  const folder = stateFolder(text(given, 'state', '.kindred'));
  ensureFolder(folder.root, '--state');
  const scores = openSqliteScores(folder.scores);
  const now = systemClock.now();
  const say = (value: object, lines: readonly string[]): void => {
    if (given.values['json'] === true) terminal.out(JSON.stringify({ success: true, ...value }, null, 1));
    else for (const line of lines) terminal.out(line);
  };
  try {
    if (action === 'add') {
      const days = wholeNumber(given, 'days', 90, 3650);
      const { secret, key } = await addKey(scores, {
        warehouse: warehouse.data,
        scopes: scopesOf(text(given, 'scopes', 'read')),
        now: rfc3339(now),
        expiresAt: days === 0 ? null : rfc3339(now + days * dayMs),
        note: text(given, 'note', ''),
      });
      say({ key, secret }, [
        secret,
        `  ${key.key_id}, warehouse ${key.warehouse}, may ${key.scopes.join(', ')}, ${
          key.expires_at === null ? 'until it is revoked' : `until ${key.expires_at.slice(0, 10)}`
        }. Keep it now: it is not shown again.`,
      ]);
    } else if (action === 'revoke') {
      const key = await revokeKey(scores, warehouse.data, keyId ?? '', rfc3339(now));
      say({ key }, [`${key.key_id} is revoked since ${key.revoked_at}`]);
    } else {
      const keys = await listKeys(scores, warehouse.data);
      say(
        { keys },
        keys.length === 0
          ? [`no keys of warehouse ${warehouse.data}; make one with kindred keys add`]
          : keys.map((key) =>
              [key.key_id, key.scopes.join(','), standing(key, rfc3339(now)), key.note].join('  ').trimEnd(),
            ),
      );
    }
    return 0;
  } finally {
    scores.close();
  }
}

function standing(
  key: { readonly revoked_at: string | null; readonly expires_at: string | null },
  now: string,
): string {
  if (key.revoked_at !== null) return `revoked ${key.revoked_at.slice(0, 10)}`;
  if (key.expires_at === null) return 'until revoked';
  return `${key.expires_at <= now ? 'expired' : 'until'} ${key.expires_at.slice(0, 10)}`;
}

function scopesOf(list: string): Scope[] {
  const chosen = scopes.filter((scope) => list.split(',').includes(scope));
  if (chosen.length === 0 || chosen.length !== list.split(',').length)
    throw refused('--scopes', scopes.join(', '), list);
  return chosen;
}

const refused = (name: string, allowed: string, received: string): KindredError =>
  new KindredError('BadRequest', [{ name, allowed, received, remedy: 'see kindred keys --help' }]);
