import { createServer, type IncomingMessage, type Server } from 'node:http';

/** One request as a fake provider sees it. */
export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly json: unknown;
};

/** What it answers. `body` that is no text goes out as JSON; `raw` is written as it is; `hang` never ends. */
export type Answered = {
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: unknown;
  readonly raw?: Uint8Array;
  /** Close the connection after this many bytes of what was promised. */
  readonly cutAfter?: number;
  readonly hang?: boolean;
};

export type FakeServer = {
  readonly url: string;
  readonly asked: Asked[];
  readonly close: () => Promise<void>;
};

/** A local HTTP server that keeps what it was asked. */
export async function fakeServer(
  answer: (asked: Asked, count: number) => Answered | Promise<Answered>,
): Promise<FakeServer> {
  const asked: Asked[] = [];
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString('utf8');
      const url = new URL(request.url ?? '/', 'http://localhost');
      let json: unknown;
      try {
        json = JSON.parse(text);
      } catch {
        json = undefined;
      }
      const one: Asked = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        text,
        json,
      };
      asked.push(one);
      void (async () => {
        const { status = 200, headers = {}, body, raw, cutAfter, hang } = await answer(one, asked.length);
        if (hang === true) return;
        const isText = typeof body === 'string';
        const bytes = raw ?? Buffer.from(isText ? body : JSON.stringify(body ?? {}));
        response.writeHead(status, {
          'content-type': isText ? 'text/plain' : 'application/json',
          ...(cutAfter === undefined ? {} : { 'content-length': String(bytes.length) }),
          ...headers,
        });
        if (cutAfter === undefined) response.end(bytes);
        else response.write(bytes.subarray(0, cutAfter), () => response.destroy());
      })();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
