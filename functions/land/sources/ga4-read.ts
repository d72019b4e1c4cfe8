import { join } from 'node:path';
import * as z from 'zod';
import { type QueryName, queryNames } from '../../../core/ga4/queries.ts';
import { resultColumns } from '../../../core/ga4/result-rows.ts';
import { artifact } from '../../../events/step.ts';
import { writeArtifact } from '../../shared/artifacts.ts';
import { writeJson } from '../../shared/json-artifacts.ts';
import type { Row, StepPorts } from '../../shared/ports.ts';
import { erasedUsers } from './erased-users.ts';
import { jobIds, readDocument, type SourceResult, sourceFolder } from './ga4-jobs.ts';
import type { Ga4Plan } from './ga4-plan.ts';
import type { QueryService } from './query-service.ts';

/** Where reading has got to: the query, the token of its next page, the number of the next part. */
export type ReadCursor = { readonly query: QueryName; readonly token: string | null; readonly part: number };
export const firstPage: ReadCursor = { query: queryNames[0], token: null, part: 0 };

export type ReadSizes = {
  /** Rows asked for at a time, and rows one call turns into one part. */
  readonly page: number;
  readonly part: number;
};
export const readSizes: ReadSizes = { page: 20_000, part: 200_000 };

const partsDocument = z.strictObject({
  parts: z.record(z.string(), z.strictObject({ query: z.enum(queryNames), artifact })),
});

/**
 * Reads pages of a query's result up to one part's worth, writes them as parquet, and says where to go on; null when everything is
 * read and `result.json` written. The queries order their rows, so the same cursor gives the same bytes however often it is read.
 */
export async function readPart(
  ports: StepPorts,
  service: QueryService,
  warehouse: string,
  plan: Ga4Plan,
  cursor: ReadCursor,
  sizes: ReadSizes = readSizes,
): Promise<ReadCursor | null> {
  const { objects } = ports;
  const { query, part } = cursor;
  const ids = await jobIds(objects, warehouse, plan.source);
  const erased = await erasedUsers(ports, warehouse);
  const rows: Row[] = [];
  let token = cursor.token;
  do {
    const page = await service.page(ids[query], token, sizes.page);
    // What comes back of somebody who was erased is not even stored.
    for (const row of page.rows)
      if (erased === null || !erased.has(String(row['user_key'] ?? ''))) rows.push(row);
    token = page.next;
  } while (token !== null && rows.length < sizes.part);
  const folder = sourceFolder(warehouse, plan.source);
  const name = `${query}-${String(part).padStart(4, '0')}`;
  const written = await writePart(ports, plan, query, rows, `${folder}/${name}.parquet`);
  const known = (await readDocument(objects, `${folder}/parts.json`, partsDocument))?.parts ?? {};
  const parts = { ...known, [name]: { query, artifact: written } };
  await writeJson(objects, `${folder}/parts.json`, { parts });
  if (token !== null) return { query, token, part: part + 1 };
  const next = queryNames[queryNames.indexOf(query) + 1];
  if (next !== undefined) return { query: next, token: null, part: 0 };
  let billed = 0;
  for (const each of queryNames) {
    const state = await service.state(ids[each]);
    if (state.state === 'done') billed += state.bytes_billed;
  }
  const result: SourceResult = {
    parts: Object.keys(parts)
      .sort()
      .flatMap((key) => parts[key] ?? []),
    bytes_billed: billed,
  };
  await writeJson(objects, `${folder}/result.json`, result);
  return null;
}

const sqlTypes = { text: 'VARCHAR', whole: 'BIGINT', list: 'VARCHAR[]' } as const;

async function writePart(
  ports: StepPorts,
  plan: Ga4Plan,
  query: QueryName,
  rows: readonly Row[],
  key: string,
): Promise<z.infer<typeof artifact>> {
  const columns = Object.entries(resultColumns(query, plan.user_properties));
  const scratch = await ports.scratch();
  const engine = await ports.openTables(scratch);
  try {
    await engine.load(
      'part',
      { row: 'BIGINT', ...Object.fromEntries(columns.map(([name, kind]) => [name, sqlTypes[kind]])) },
      rows.map((row, index) => ({ row: index, ...row })),
    );
    const file = join(scratch, 'part.parquet');
    const names = columns.map(([name]) => `"${name}"`).join(', ');
    await engine.run(
      `COPY (SELECT ${names} FROM part ORDER BY row) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`,
    );
    return await writeArtifact(ports.objects, key, { file });
  } finally {
    await engine.close();
  }
}
