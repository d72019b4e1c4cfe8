import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { SchemaField } from '../../examples/ga4/event-schema.ts';
import type { Cell, Row } from '../../functions/shared/ports.ts';

/** An answer with an error, in the service's form. */
export class Refusal extends Error {
  readonly status: number;
  readonly reason: string;
  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

/** A row in the protocol's cells: everything is text, lists hold cells. */
export function encoded(row: Row, schema: readonly SchemaField[]): unknown {
  const text = (cell: Cell): string | null => (cell === null ? null : String(cell));
  return {
    f: schema.map(({ name, mode }) => {
      const cell = row[name] ?? null;
      return {
        v:
          mode === 'REPEATED'
            ? (Array.isArray(cell) ? cell : []).map((each) => ({ v: text(each) }))
            : text(cell),
      };
    }),
  };
}

export async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  return text.startsWith('{') ? JSON.parse(text) : text;
}

export function send(response: ServerResponse, status: number, answer: unknown): void {
  const plain = typeof answer === 'string';
  response.writeHead(status, { 'content-type': plain ? 'text/plain' : 'application/json' });
  response.end(plain ? answer : JSON.stringify(answer));
}

export function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
