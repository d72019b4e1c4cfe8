import type { Server } from 'node:http';
import { serve as listen } from '@hono/node-server';
import { KindredError } from '../functions/shared/errors.ts';

export type Serving = {
  readonly url: string;
  /** Answers what is under way, then stops; connections still open after `graceMs` are cut. */
  readonly close: (graceMs?: number) => Promise<void>;
};

/**
 * Serves an application on this machine alone (127.0.0.1). Port 0 takes a free one. A request that names another host is
 * refused, so that no page of the web can reach the server through a name that points here. `BadConfiguration` when the port is
 * taken.
 */
export async function serve(options: {
  readonly port: number;
  readonly app: { readonly fetch: (request: Request) => Response | Promise<Response> };
}): Promise<Serving> {
  const guarded = (request: Request): Response | Promise<Response> => {
    const { hostname } = new URL(request.url);
    return hostname === '127.0.0.1' || hostname === 'localhost'
      ? options.app.fetch(request)
      : new Response('this server answers to 127.0.0.1 and localhost only\n', { status: 421 });
  };
  const { server, port } = await new Promise<{ server: Server; port: number }>((resolve, reject) => {
    const started = listen({ fetch: guarded, port: options.port, hostname: '127.0.0.1' }, (info) =>
      resolve({ server: started as Server, port: info.port }),
    );
    started.on('error', (error) => reject(taken(options.port, error)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    close: (graceMs = 3000) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        // a connection is idle only once its answer is out
        const sweep = setInterval(() => server.closeIdleConnections(), 50);
        server.close(() => {
          clearTimeout(cut);
          clearInterval(sweep);
          resolve();
        });
      }),
  };
}

const taken = (port: number, error: Error): KindredError =>
  new KindredError(
    'BadConfiguration',
    [
      {
        name: '--port',
        allowed: 'a free port of this machine, or 0 for any',
        received: `${port}: ${error.message}`,
        remedy: 'choose another with --port',
      },
    ],
    { cause: error },
  );
