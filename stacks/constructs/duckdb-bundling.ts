import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ICommandHooks } from 'aws-cdk-lib/aws-lambda-nodejs';

const root = resolve(import.meta.dirname, '..', '..');
/** The loader and the one native library Lambda's x86_64 needs; esbuild leaves both out of the bundle. */
const packages = ['node-bindings', 'node-bindings-linux-x64'];

export const duckdbExternals = ['@duckdb/node-bindings*'];

/**
 * Copies DuckDB's native packages into a bundle, offline. Synthesis fails when they are not installed, instead of deploying
 * a function that dies at its first call.
 */
export const duckdbBundling: ICommandHooks = {
  beforeBundling: () => [],
  beforeInstall: () => [],
  afterBundling: (_input, output) => {
    const missing = packages.filter((name) => !existsSync(join(root, 'node_modules', '@duckdb', name)));
    if (missing.length > 0) {
      throw new Error(
        `DuckDB for Lambda is not installed: ${missing.join(', ')}; run: npm install --no-save --os=linux --cpu=x64 ${missing.map((name) => `@duckdb/${name}`).join(' ')}`,
      );
    }
    const target = join(output, 'node_modules', '@duckdb');
    return [
      `mkdir -p "${target}"`,
      ...packages.map(
        (name) => `cp -RL "${join(root, 'node_modules', '@duckdb', name)}" "${join(target, name)}"`,
      ),
    ];
  },
};
