import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const modules = resolve(import.meta.dirname, '..', '..', 'node_modules');

/** What a bundle leaves to be found beside it: esbuild cannot put a native library into a file of JavaScript. */
export const duckdbExternals: readonly string[] = ['@duckdb/node-bindings*'];

/** The loader, and the one native library Lambda's x86_64 needs. */
export const duckdbPackages: readonly string[] = ['@duckdb/node-bindings', '@duckdb/node-bindings-linux-x64'];

/** Those of them that are not installed here, as on a Mac or an ARM machine. */
export const missingDuckdb = (): readonly string[] =>
  duckdbPackages.filter((name) => !existsSync(join(modules, name)));
