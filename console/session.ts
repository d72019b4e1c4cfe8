import type { Warehouse } from './answers.ts';
import { type Ask, type Fetch, openApi, openFiles } from './api.ts';

/** Who is signed in: the key's own warehouse, what the key may do, and the way to ask. */
export type Session = {
  readonly warehouse: string;
  readonly scopes: readonly string[];
  readonly keyId: string;
  /** Asks below `/v1`. */
  readonly ask: Ask;
  /** Asks below `/v1/warehouses/{warehouse}`. */
  readonly mine: Ask;
  /** Fetches a file below the same. */
  readonly file: Fetch;
};

/** The key lives in this tab alone and goes with it: nothing is left on a machine that others use. */
const kept = 'kindred-key';

export const keptKey = (): string | null => sessionStorage.getItem(kept);
export const forgetKey = (): void => sessionStorage.removeItem(kept);

/** A key handed over in the address (`#key=…`, as `npm start` prints it) is taken out of it before anything else happens. */
export function takeKeyFromAddress(): boolean {
  const given = /^#key=(sk_[A-Za-z0-9_-]+)$/.exec(location.hash)?.[1];
  if (given === undefined) return false;
  sessionStorage.setItem(kept, given);
  history.replaceState(null, '', `${location.pathname}#/`);
  return true;
}

/** Finds out what a key opens. Rejects with `ApiFailure` 401 where it opens nothing. */
export async function signIn(key: string): Promise<Session> {
  const ask = openApi(key);
  const { data } = await ask<readonly Warehouse[]>('/warehouses');
  const [found] = data;
  if (found === undefined) throw new Error('the key belongs to no warehouse');
  sessionStorage.setItem(kept, key);
  const below = `/warehouses/${encodeURIComponent(found.warehouse_id)}`;
  return {
    warehouse: found.warehouse_id,
    scopes: found.scopes,
    keyId: found.key_id,
    ask,
    mine: (path, request) => ask(`${below}${path}`, request),
    file: (path, request) => openFiles(key)(`${below}${path}`, request),
  };
}

/** The key has a scope; admin opens what read and run open only where the API says so, so each is asked for by name. */
export const may = (session: Session, scope: string): boolean => session.scopes.includes(scope);
