import type { Stage } from './result-rows.ts';

/** Rows by user and stage; rows of nobody are left out. */
export function byUser<T extends { readonly user_key: string | null; readonly stage: Stage }>(
  rows: readonly T[],
): ReadonlyMap<string, ReadonlyMap<Stage, T>> {
  const users = new Map<string, Map<Stage, T>>();
  for (const row of rows) {
    if (row.user_key === null) continue;
    const own = users.get(row.user_key) ?? new Map<Stage, T>();
    own.set(row.stage, row);
    users.set(row.user_key, own);
  }
  return users;
}
