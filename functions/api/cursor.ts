import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { deploymentSecret } from '../shared/deployment-secret.ts';
import type { ApiPorts } from './ports.ts';
import { ApiProblem } from './problem.ts';

const payload = z.strictObject({ b: z.string(), o: z.int().nonnegative() });

/** What a cursor is good for: this tenant, this route, this run, these filters. */
export type CursorScope = {
  readonly warehouse: string;
  readonly route: string;
  readonly run: string;
  readonly filters: string;
};

/** The secret that cursors are signed with, read once by each process. */
export function cursorSecret(ports: ApiPorts): () => Promise<string> {
  let known: string | null = null;
  return async () => {
    known ??= await deploymentSecret(ports.scores, 'cursor-secret', ports.randomBytes);
    return known;
  };
}

const sign = (secret: string, body: string): string =>
  createHmac('sha256', secret).update(body).digest('base64url').slice(0, 22);
const scopeText = (scope: CursorScope): string =>
  createHmac('sha256', 'scope')
    .update(JSON.stringify([scope.warehouse, scope.route, scope.run, scope.filters]))
    .digest('base64url')
    .slice(0, 16);

/** An opaque cursor to the row after `offset`, under 150 bytes. */
export function writeCursor(secret: string, scope: CursorScope, offset: number): string {
  const body = Buffer.from(JSON.stringify({ b: scopeText(scope), o: offset })).toString('base64url');
  return `${body}.${sign(secret, body)}`;
}

/** The offset of a cursor; `invalid_cursor` when it was changed, or belongs to another tenant, route, run or filter. */
export function readCursor(secret: string, scope: CursorScope, cursor: string): number {
  const invalid = (): ApiProblem =>
    new ApiProblem('invalid_cursor', 'start again without a cursor', [
      { parameter: 'cursor', detail: 'not a cursor of this request' },
    ]);
  const [body = '', signature = ''] = cursor.length > 400 ? [] : cursor.split('.');
  const expected = Buffer.from(sign(secret, body));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw invalid();
  const parsed = payload.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  if (!parsed.success || parsed.data.b !== scopeText(scope)) throw invalid();
  return parsed.data.o;
}
