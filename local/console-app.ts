import { type Context, Hono } from 'hono';
import { buildConsole, type ConsoleFiles } from './console-files.ts';

/**
 * What the console may do: run its own script, ask this origin, frame a report that comes from it. No inline script and no
 * other origin, so that nothing in the data can act. The API stack says the same for its distribution.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the console at `/`, built when it is first asked for and kept as long as the process. */
export function consoleApp(build: () => Promise<ConsoleFiles> = buildConsole): Hono {
  let building: Promise<ConsoleFiles> | null = null;
  const files = async (): Promise<ConsoleFiles> => {
    building ??= build();
    try {
      return await building;
    } catch (error) {
      building = null;
      throw error;
    }
  };
  const answer = async (context: Context, path: string): Promise<Response> => {
    let file: { readonly body: string | Uint8Array<ArrayBuffer>; readonly type: string } | undefined;
    try {
      file = (await files()).get(path);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return context.text(`the console cannot be built here: ${reason}\nthe API works: /openapi.json\n`, 503);
    }
    if (file === undefined) return context.text('no such file of the console\n', 404);
    return context.body(file.body, 200, {
      'content-type': file.type,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': path === '/index.html' ? 'no-cache' : 'public, max-age=31536000, immutable',
    });
  };
  const app = new Hono();
  app.get('/', (context) => answer(context, '/index.html'));
  app.get('/assets/:file', (context) => answer(context, `/assets/${context.req.param('file')}`));
  return app;
}
