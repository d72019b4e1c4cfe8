import { copyFile, cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { duckdbExternals, duckdbPackages, missingDuckdb } from './duckdb-packages.ts';

const root = resolve(import.meta.dirname, '..', '..');

/** zod's messages in 50 languages, which the namespace `z` holds on to: 258 KB that nobody here reads. English stays. */
const withoutLocales: Plugin = {
  name: 'zod-without-locales',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /\/locales\/index\.js$/ }, ({ path, resolveDir }) =>
      /[\\/]zod[\\/]v4[\\/]/.test(resolveDir) ? { path, namespace: 'without-locales' } : null,
    );
    onLoad({ filter: /.*/, namespace: 'without-locales' }, () => ({ contents: 'export {};', loader: 'js' }));
  },
};

/**
 * Writes one function of `functions/` with all it imports (the AWS SDK too, so that what was tested is what runs) as
 * `index.mjs` with its source map. `tables` puts DuckDB's native library for Lambda's x86_64 beside it. The same sources give
 * the same bytes wherever the folder is. Needs neither network nor Docker.
 */
async function bundleFunction(step: string, output: string, tables: boolean): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join('functions', step, 'handler.ts')],
    // Not where the files go: the map's paths must not tell where this machine keeps its assets.
    outfile: join(root, 'out', 'index.mjs'),
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    external: tables ? [...duckdbExternals] : [],
    plugins: [withoutLocales],
    // Bundled CommonJS packages still call require for Node's own modules.
    banner: {
      js: "import{createRequire as __kindredRequire}from'node:module';const require=__kindredRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  for (const { path, contents } of outputFiles)
    await writeFile(join(output, path.endsWith('.map') ? 'index.mjs.map' : 'index.mjs'), contents);
  if (tables) await copyDuckdb(output);
}

/** Synthesis fails where the packages are not installed, instead of deploying a function that dies at its first call. */
async function copyDuckdb(output: string): Promise<void> {
  const missing = missingDuckdb();
  if (missing.length > 0)
    throw new Error(
      `DuckDB for Lambda is not installed: ${missing.join(', ')}; run: npm install --no-save --os=linux --cpu=x64 ${missing.join(' ')}`,
    );
  for (const name of duckdbPackages) {
    const from = join(root, 'node_modules', name);
    const to = join(output, 'node_modules', name);
    await mkdir(to, { recursive: true });
    for (const entry of await readdir(from, { withFileTypes: true })) {
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      if (entry.isDirectory()) await cp(source, target, { recursive: true, dereference: true });
      else await copyFile(source, target);
    }
  }
}

const [step, output, tables] = process.argv.slice(2);
if (step === undefined || output === undefined || (tables !== 'tables' && tables !== 'no-tables'))
  throw new Error('usage: bundle-function.ts STEP FOLDER tables|no-tables');
await bundleFunction(step, output, tables === 'tables');
