import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import * as z from 'zod';
import type { Acknowledgement } from '../../stacks/acknowledgements.ts';
import { kindredApp } from '../../stacks/kindred-app.ts';

const resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.json()).default({}),
  DeletionPolicy: z.string().optional(),
});
const templateSchema = z.looseObject({ Resources: z.record(z.string(), resource) });
const reportSchema = z.looseObject({
  pluginReports: z.array(
    z.looseObject({
      violations: z.array(
        z.looseObject({
          ruleName: z.string(),
          violatingConstructs: z.array(z.looseObject({ constructPath: z.string() })),
        }),
      ),
    }),
  ),
});
const settingsSchema = z.looseObject({ context: z.record(z.string(), z.json()) });

export type Resource = z.infer<typeof resource> & { readonly id: string };
export type StackName = 'Data' | 'Pipeline' | 'Api';

export type Synthesised = {
  readonly folder: string;
  readonly resources: (stack: StackName, type: string) => readonly Resource[];
  /** Findings of cdk-nag, `rule construct`, sorted. */
  readonly findings: readonly string[];
  readonly terminationProtection: boolean;
};

/** Templates as `npm run synth` writes them, without the functions' bundles. */
export function synthesised(
  context: { readonly [name: string]: string } = {},
  acknowledgements?: readonly Acknowledgement[],
): Synthesised {
  const folder = mkdtempSync(join(tmpdir(), 'kindred-synth-'));
  const settings = settingsSchema.parse(JSON.parse(readFileSync(resolve('cdk.json'), 'utf8')));
  const app = new App({
    outdir: folder,
    context: { ...settings.context, ...context, 'aws:cdk:bundling-stacks': [] },
  });
  const { data } = kindredApp(app, acknowledgements);
  try {
    app.synth();
  } catch (error) {
    // Findings are an error; they are what is looked at where another table was given, and nobody's fault.
    if (acknowledgements === undefined) throw error;
  }
  const names = readdirSync(folder).filter((name) => name.endsWith('.template.json'));
  const templates = new Map(
    names.map((name) => [
      name.replace(/^Kindred-[a-z0-9]+-|\.template\.json$/g, ''),
      templateSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
    ]),
  );
  const report = reportSchema.parse(JSON.parse(readFileSync(join(folder, 'validation-report.json'), 'utf8')));
  return {
    folder,
    resources: (stack, type) =>
      Object.entries(templates.get(stack)?.Resources ?? {})
        .filter(([, { Type }]) => Type === type)
        .map(([id, each]) => ({ ...each, id })),
    findings: report.pluginReports
      .flatMap(({ violations }) => violations)
      .flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`),
      )
      .sort(),
    terminationProtection: data.terminationProtection ?? false,
  };
}
