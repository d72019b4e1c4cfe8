import { builtinModules } from 'node:module';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { bundle } from '../../stacks/bundling/bundle.ts';

/**
 * The most a bundle may weigh, minified, in kilobytes (1,024 bytes). Loading costs about 0.1 s of every cold start for each
 * megabyte, so a library that slips in is to be noticed. What is in there: S3 and DynamoDB clients 450, DuckDB's API 200,
 * zod 100, logs, metrics and traces 130.
 */
const ceilings = {
  land: {
    kilobytes: 1_950,
    because:
      'reads CSV of every kind, 21 for papaparse, 130 for the list of public suffixes that erasure goes by, 560 for BigQuery (evaluated only where a source is queried)',
  },
  rollup: {
    kilobytes: 7_300,
    because: 'where US postal codes lie: 5,950, evaluated only where there are branches',
  },
  label: { kilobytes: 1_100, because: 'little beyond the common parts' },
  traits: {
    kilobytes: 1_500,
    because: 'clusters, models, 69 for ml-matrix and 130 for the list of public suffixes',
  },
  enrich: {
    kilobytes: 1_350,
    because: 'matches companies by domain (the list of public suffixes) and asks providers',
  },
  rank: { kilobytes: 1_250, because: 'scores with the models' },
  publish: { kilobytes: 1_400, because: 'draws the report and writes every export' },
  notify: { kilobytes: 1_150, because: 'S3, DynamoDB and EventBridge clients, settings' },
  api: { kilobytes: 1_300, because: 'routes, validation and OpenAPI, the Step Functions client; no DuckDB' },
} as const;

type Step = keyof typeof ceilings;
/** Functions that open no tables. */
const tableless: readonly Step[] = ['notify', 'api'];
const steps: readonly Step[] = [
  'land',
  'rollup',
  'label',
  'traits',
  'enrich',
  'rank',
  'publish',
  'notify',
  'api',
];

/** Nothing of these belongs on a server, whoever imports it. */
const never: readonly RegExp[] = [
  /zod\/v4\/locales\/(?!en\.js)/,
  /^(test|local|stacks|examples|bench|console)\//,
  /node_modules\/(aws-cdk|aws-cdk-lib|cdk-nag|constructs|esbuild|vite|vitest|typescript|dynalite|s3rver|asl-validator|fast-check|jsonata|croner)\//,
  /node_modules\/@(biomejs|types)\//,
];

/** What belongs to some functions only. */
const belongs: readonly { readonly what: RegExp; readonly to: readonly Step[] }[] = [
  { what: /node_modules\/@duckdb\//, to: steps.filter((step) => !tableless.includes(step)) },
  { what: /node_modules\/(hono|@hono)\//, to: ['api'] },
  { what: /node_modules\/@aws-sdk\/client-sfn\//, to: ['api'] },
  { what: /node_modules\/@aws-sdk\/client-eventbridge\//, to: ['notify'] },
  { what: /node_modules\/@google-cloud\//, to: ['land'] },
  ...steps.map((step) => ({ what: new RegExp(`^functions/${step}/`), to: [step] })),
];

const sourceMap = z.looseObject({ sources: z.array(z.string()) });

describe('the bundle of', () => {
  it.each(steps)('%s is small, whole, and holds nothing that is not its own', async (step) => {
    const { code, map, imports } = await bundle(step, !tableless.includes(step));
    const { kilobytes, because } = ceilings[step];
    console.info(`${step}: ${Math.round(code.length / 1024)} KB`);
    expect(code.length / 1024, because).toBeLessThan(kilobytes);
    const sources = sourceMap
      .parse(JSON.parse(new TextDecoder().decode(map)))
      .sources.map((path) => path.replace(/^\.\.\//, ''));
    const strange = [...never, ...belongs.filter(({ to }) => !to.includes(step)).map(({ what }) => what)];
    expect(sources.filter((path) => strange.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(sources).toContain(`functions/${step}/handler.ts`);
    expect(sources.some((path) => path.includes('node_modules/@aws-sdk/client-s3/'))).toBe(true);
    const node = /^(node:.+|@duckdb\/node-bindings.*)$/;
    expect(imports.filter((name) => !node.test(name) && !builtinModules.includes(name))).toEqual([]);
  });

  it('is the same twice', async () => {
    const [first, second] = [await bundle('label', true), await bundle('label', true)];
    expect(Buffer.compare(first.code, second.code)).toBe(0);
    expect(Buffer.compare(first.map, second.map)).toBe(0);
  });
});
