import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventRow } from '../../../examples/ga4/event-row.ts';

/** One daily shard of these rows. */
export function writeShard(folder: string, day: string, rows: readonly EventRow[]): void {
  writeFileSync(join(folder, `events_${day}.ndjson`), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
