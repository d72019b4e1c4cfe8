import type { OutboxStatus } from '../../events/outbox-status.ts';
import type { Ticket } from '../../events/ticket.ts';
import type { StoredLanding } from './plan-run.ts';
import type { Verdict } from './verdict.ts';

/** The answer for a drop that does not run: file by file, what is wrong, what to do, and until when it is waited for. */
export function landStatus(
  ticket: Ticket,
  status: 'waiting' | 'rejected',
  { summary, remedy, waitingFor }: Verdict,
  landing: StoredLanding | null,
  newestArrival: string | null,
  waitHours: number,
): OutboxStatus {
  const until =
    status === 'waiting' && newestArrival !== null
      ? new Date(Date.parse(newestArrival) + waitHours * 3_600_000).toISOString()
      : null;
  return {
    status,
    warehouse: ticket.warehouse,
    generation: ticket.generation,
    summary,
    remedy: [...remedy],
    files: (landing?.accounting.files ?? []).map((file) => ({
      file: file.file,
      table: file.table,
      rows_read: file.rows_read,
      rows_accepted: file.rows_accepted,
      rows_quarantined: file.rows_quarantined,
      rows_deduplicated: file.rows_deduplicated,
      rows_superseded: file.rows_superseded,
      note: file.note,
    })),
    landing: landing?.landing ?? null,
    run: null,
    as_of: null,
    waiting_for: status === 'waiting' ? [...waitingFor] : [],
    waiting_until: until,
  };
}
