import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { subjectForm, subjectKinds } from '../../core/erase/subject-forms.ts';
import { warehouseId } from '../../events/ids.ts';
import { requestName, subjectEvent } from '../../events/start.ts';
import { appendAudit } from '../../functions/shared/audit-log.ts';
import { deploymentSecret } from '../../functions/shared/deployment-secret.ts';
import { KindredError } from '../../functions/shared/errors.ts';
import { accessDataKey, receiptKey, subjectKey } from '../../functions/shared/request-keys.ts';
import { sha256 } from '../../functions/shared/sha256.ts';
import { receiptDocument } from '../../functions/shared/subject-request.ts';
import { tombstone } from '../../functions/shared/tombstones.ts';
import { readArguments, text } from '../arguments.ts';
import { rfc3339, systemClock } from '../interpreter/clock.ts';
import type { Terminal } from '../terminal.ts';
import { openWire } from '../wire.ts';

export const eraseHelp = `kindred erase --KIND VALUE [options]

Erases a person or company for good: out of the files with all their versions, out of what is served, out of every earlier run.
Files that bring them again are cleaned as they land. With --show, nothing is erased: what is held is printed.

  --customer_id ID     a company by its customer number
  --target_id ID       a company by its id among the prospects
  --domain DOMAIN      a company by its web domain
  --company NAME       a company by its name, exactly
  --email ADDRESS      a person by e-mail
  --person NAME        a person by name, exactly
  --warehouse ID       whose files (default: default)
  --request NAME       your name for it: the receipt is kept under it (default: made from the moment)
  --show               only show what the files hold
  --state DIR          where Kindred keeps what it knows (default: .kindred)
  --json               print one JSON document

Examples
  kindred erase --domain hartmann-pumpen.example
  kindred erase --email j.moreau@hartmann-pumpen.example --show
On AWS: POST …/subjects/erase with an admin key (docs/api.md).`;

/** `kindred erase`: erases a subject and prints the receipt. */
export async function eraseCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const kindOptions = Object.fromEntries(subjectKinds.map((kind) => [kind, 'string' as const]));
  const given = readArguments(
    'erase',
    args,
    {
      ...kindOptions,
      warehouse: 'string',
      request: 'string',
      state: 'string',
      show: 'boolean',
      json: 'boolean',
    },
    { least: 0, most: 0, what: 'no name without its kind' },
  );
  const named = subjectKinds.filter((kind) => given.values[kind] !== undefined);
  const [kind] = named;
  if (kind === undefined || named.length > 1)
    throw refused(
      'who',
      `exactly one of ${subjectKinds.map((each) => `--${each}`).join(', ')}`,
      `${named.length}`,
    );
  const value = text(given, kind, '');
  const form = subjectForm(kind, value);
  if (form === null) throw refused(`--${kind}`, `a ${kind} somebody can be found by`, value);
  const warehouse = warehouseId.parse(text(given, 'warehouse', 'default'));
  const now = rfc3339(systemClock.now());
  const request = requestName.parse(text(given, 'request', `erase-${now.replaceAll(/\D/g, '')}`));
  const action = given.values['show'] === true ? 'access' : 'erase';
  const wire = await openWire({ state: text(given, 'state', '.kindred') });
  try {
    const make = (count: number): Uint8Array => randomBytes(count);
    const secret = await deploymentSecret(wire.scores, 'erasure-secret', make);
    await wire.objects.put(
      subjectKey(warehouse, request),
      `${JSON.stringify({ kind, value, requested_at: now, requested_by: 'cli' })}\n`,
    );
    await appendAudit(wire.scores, await deploymentSecret(wire.scores, 'audit-secret', make), warehouse, {
      at: now,
      actor: 'cli',
      action: `subject.${action}`,
      facts: { request, kind, subject: tombstone(secret, form) },
    });
    const event = subjectEvent.parse({ kind: action, warehouse, request });
    const name = `${warehouse}.${action}.${sha256(request).slice(0, 24)}`;
    wire.executions.start(name, event, warehouse);
    const ended = await wire.executions.ended(name);
    const bytes = await wire.objects.get(receiptKey(warehouse, request));
    if (ended.status !== 'SUCCEEDED' || bytes === null)
      throw wire.failures()[0]?.error ?? new Error(ended.cause ?? ended.status);
    const receipt = receiptDocument.parse(JSON.parse(new TextDecoder().decode(bytes)));
    const still = existsSync(join(wire.folder.inbox, warehouse)) && action === 'erase';
    if (action === 'erase') rmSync(join(wire.folder.latest, warehouse), { recursive: true, force: true });
    const data = await wire.objects.get(accessDataKey(warehouse, request));
    const found = data === null ? null : (JSON.parse(new TextDecoder().decode(data)) as unknown);
    if (given.values['json'] === true)
      terminal.out(JSON.stringify({ success: true, receipt, found }, null, 1));
    else if (found !== null) terminal.out(JSON.stringify(found, null, 1));
    else
      for (const line of [
        `Erased (${receipt.status}); receipt ${receipt.request}`,
        `  rows removed       ${receipt.counts.rows} in ${receipt.counts.files_rewritten} files`,
        `  cells emptied      ${receipt.counts.cells}`,
        `  records removed    ${receipt.counts.records}`,
        `  earlier runs gone  ${receipt.counts.runs_purged}`,
        `  objects purged     ${receipt.counts.objects_purged}, with every version`,
        ...(still
          ? [
              `  your own copies    ${join(wire.folder.inbox, warehouse)} is as people left it: clean or empty it too`,
            ]
          : []),
      ])
        terminal.out(line);
    return 0;
  } finally {
    await wire.close();
  }
}

const refused = (name: string, allowed: string, received: string): KindredError =>
  new KindredError('BadRequest', [{ name, allowed, received, remedy: 'see kindred erase --help' }]);
