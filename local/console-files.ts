import { resolve } from 'node:path';
import { contentTypeOf } from '../functions/shared/artifacts.ts';

/** The console's files by path, e.g. `/index.html`, as they are served. */
export type ConsoleFiles = ReadonlyMap<
  string,
  { readonly body: string | Uint8Array<ArrayBuffer>; readonly type: string }
>;

/**
 * Builds the console in memory: about a second, nothing on disk, no network. The same build as the one the API stack deploys.
 * Rejects where the build tool is not installed (`npm ci --omit=dev`); the API works without it.
 */
export async function buildConsole(): Promise<ConsoleFiles> {
  const { build } = await import('vite');
  const folder = resolve(import.meta.dirname, '../console');
  const built = await build({
    root: folder,
    configFile: resolve(folder, 'vite.config.ts'),
    logLevel: 'silent',
    build: { write: false },
  });
  const files = new Map<string, { body: string | Uint8Array<ArrayBuffer>; type: string }>();
  for (const { output } of [built].flat().filter((result) => 'output' in result))
    for (const file of output) {
      const body = file.type === 'chunk' ? file.code : file.source;
      files.set(`/${file.fileName}`, {
        body: typeof body === 'string' ? body : new Uint8Array(body),
        type: contentTypeOf(file.fileName),
      });
    }
  return files;
}
