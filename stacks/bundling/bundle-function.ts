import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { bundle } from './bundle.ts';
import { duckdbPackages, missingDuckdb } from './duckdb-packages.ts';

const modules = resolve(import.meta.dirname, '..', '..', 'node_modules');

/**
 * Fills the folder of an asset: the bundle as `index.mjs` with its source map, and with `tables` DuckDB's native library for
 * Lambda's x86_64 beside it. Needs neither network nor Docker. Fails where the library is not installed, instead of letting a
 * function be deployed that dies at its first call.
 */
async function bundleFunction(step: string, output: string, tables: boolean): Promise<void> {
  const missing = tables ? missingDuckdb() : [];
  if (missing.length > 0)
    throw new Error(
      `DuckDB for Lambda is not installed: ${missing.join(', ')}; run: npm install --no-save --os=linux --cpu=x64 ${missing.join(' ')}`,
    );
  const { code, map } = await bundle(step, tables);
  await writeFile(join(output, 'index.mjs'), code);
  await writeFile(join(output, 'index.mjs.map'), map);
  for (const name of tables ? duckdbPackages : []) {
    const target = join(output, 'node_modules', name);
    await mkdir(target, { recursive: true });
    await cp(join(modules, name), target, { recursive: true, dereference: true });
  }
}

const [step, output, tables] = process.argv.slice(2);
if (step === undefined || output === undefined || (tables !== 'tables' && tables !== 'no-tables'))
  throw new Error('usage: bundle-function.ts STEP FOLDER tables|no-tables');
await bundleFunction(step, output, tables === 'tables');
