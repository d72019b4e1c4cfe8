import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { duckdbExternals } from './duckdb-packages.ts';

const root = resolve(import.meta.dirname, '..', '..');

export type Bundle = {
  readonly code: Uint8Array;
  readonly map: Uint8Array;
  /** What it expects to find where it runs: Node's own modules, and packages beside it. */
  readonly imports: readonly string[];
};

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
 * One function of `functions/` with all it imports, the AWS SDK too, so that what was tested is what runs. The same sources
 * give the same bytes wherever the result is put.
 *
 * @param tables leaves DuckDB's native packages to be found beside the bundle
 */
export async function bundle(step: string, tables: boolean): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join('functions', step, 'handler.ts')],
    // Not where the files go: the map's paths must not tell where this machine keeps its assets.
    outfile: join(root, 'out', 'index.mjs'),
    write: false,
    metafile: true,
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
  const ending = (end: string): Uint8Array => {
    const file = outputFiles.find(({ path }) => path.endsWith(end));
    if (file === undefined) throw new Error(`esbuild gave no ${end} for ${step}`);
    return file.contents;
  };
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  return { code: ending('.mjs'), map: ending('.map'), imports: [...new Set(imports)].sort() };
}
