import { type OutboxStatus, outboxStatus } from '../../events/outbox-status.ts';
import { contentTypeOf } from './artifacts.ts';
import type { ObjectStore } from './ports.ts';

/** Where a client looks after each drop. */
export const outboxKeys = (warehouse: string) =>
  ({
    json: `outbox/${warehouse}/latest-status.json`,
    text: `outbox/${warehouse}/latest-status.txt`,
    quarantine: `outbox/${warehouse}/quarantine.csv`,
  }) as const;

/**
 * Tells the client in the bucket what became of the last drop: as JSON for programs, as text for a person, and the refused
 * rows as CSV. Without refused rows `quarantine.csv` is emptied, so that it never tells of an earlier drop. The JSON is written
 * last: who polls it finds the other two already there.
 */
export async function writeOutbox(
  objects: ObjectStore,
  status: OutboxStatus,
  quarantine?: Uint8Array,
): Promise<void> {
  const checked = outboxStatus.parse(status);
  const keys = outboxKeys(checked.warehouse);
  await objects.put(keys.quarantine, quarantine ?? '', { contentType: contentTypeOf(keys.quarantine) });
  const text = outboxText(checked, quarantine !== undefined);
  await objects.put(keys.text, text, { contentType: contentTypeOf(keys.text) });
  await objects.put(keys.json, `${JSON.stringify(checked, null, 1)}\n`, {
    contentType: contentTypeOf(keys.json),
  });
}

const headline: Readonly<Record<OutboxStatus['status'], string>> = {
  accepted: 'ACCEPTED: your files were used',
  waiting: 'WAITING: more is needed before anything can be worked out',
  duplicate: 'ALREADY DONE: these very files were used before',
  rejected: 'REJECTED: your files could not be used',
  failed: 'FAILED: your files are safe, the work on them did not finish',
};

/**
 * The status as a page for a person who has the bucket and nothing else: what happened, what to do, then file by file. Lines
 * end with CR LF, which every editor shows as lines.
 *
 * @param hasQuarantine whether `quarantine.csv` lies beside the page
 */
export function outboxText(status: OutboxStatus, hasQuarantine: boolean): string {
  const lines: string[] = [headline[status.status], '', plain(status.summary)];
  if (status.waiting_for.length > 0) {
    const until = status.waiting_until === null ? '' : ` (expected until ${plain(status.waiting_until)})`;
    lines.push('', `Still missing: ${status.waiting_for.map(plain).join(', ')}${until}`);
  }
  if (status.remedy.length > 0) {
    lines.push(
      '',
      'What to do',
      '----------',
      ...status.remedy.map((step, at) => `${at + 1}. ${plain(step)}`),
    );
  }
  if (status.files.length > 0) {
    lines.push('', 'File by file', '------------', ...status.files.flatMap(fileLines));
  }
  if (hasQuarantine)
    lines.push('', 'Every refused row, with its line and the reason: quarantine.csv, beside this file.');
  const facts: readonly (readonly [string, string | null])[] = [
    ['Warehouse', status.warehouse],
    ['As of', status.as_of],
    ['Landing', status.landing],
    ['Run', status.run],
    ['Drop number', status.generation === 0 ? null : String(status.generation)],
  ];
  lines.push('', ...facts.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`])));
  return `${lines.join('\r\n')}\r\n`;
}

function fileLines(file: OutboxStatus['files'][number]): string[] {
  const counts: readonly (readonly [number, string])[] = [
    [file.rows_accepted, 'accepted'],
    [file.rows_quarantined, 'refused'],
    [file.rows_deduplicated, 'exact repeats left out'],
    [file.rows_superseded, 'replaced by a newer file'],
  ];
  const parts = counts.flatMap(([count, word], at) =>
    count > 0 || at === 0 ? [`${grouped(count)} ${word}`] : [],
  );
  return [
    `${plain(file.file)} (${file.table === null ? 'not used' : plain(file.table)})`,
    `  ${grouped(file.rows_read)} rows read: ${parts.join(', ')}`,
    ...(file.note === null ? [] : [`  ${plain(file.note)}`]),
  ];
}

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** One line: a file name may hold anything, and must not be able to write lines of its own. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
