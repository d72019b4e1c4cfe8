import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Server } from './child-server.ts';
import { freePort } from './free-port.ts';

export type Exchange = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};
export type Reply = {
  readonly status: number;
  readonly headers?: IncomingHttpHeaders;
  readonly body: Buffer | string;
};

/**
 * A server in front of another one (or of none) that lets a test decide each exchange: forward it as it is or changed, answer in
 * its place, or `null` to cut the connection: before forwarding, so that nothing happened, or after, so that the answer is lost.
 */
export async function startProxy(
  target: string | null,
  decide: (exchange: Exchange, forward: (body?: Buffer | string) => Promise<Reply>) => Promise<Reply | null>,
): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const exchange: Exchange = {
        method: incoming.method ?? '',
        url: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks),
      };
      const forward = (body: Buffer | string = exchange.body): Promise<Reply> => {
        if (target === null) throw new Error('there is no server behind this one');
        return send(target, { ...exchange, body: Buffer.from(body) });
      };
      decide(exchange, forward).then(
        (reply) => {
          if (reply === null) {
            incoming.socket.destroy();
            return;
          }
          outgoing.writeHead(reply.status, reply.headers);
          outgoing.end(reply.body);
        },
        () => incoming.socket.destroy(),
      );
    });
  });
  const port = await freePort();
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function send(target: string, exchange: Exchange): Promise<Reply> {
  return new Promise((done, fail) => {
    const headers = { ...exchange.headers, 'content-length': String(exchange.body.length) };
    const outgoing = httpRequest(
      `${target}${exchange.url}`,
      { method: exchange.method, headers },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () =>
          done({ status: reply.statusCode ?? 500, headers: reply.headers, body: Buffer.concat(chunks) }),
        );
        reply.on('error', fail);
      },
    );
    outgoing.on('error', fail);
    outgoing.end(exchange.body);
  });
}
