import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { type PolicyStatement, policyStatement } from './policy.ts';

const resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.json()).default({}),
});
const template = z.looseObject({
  Resources: z.record(z.string(), resource),
  Outputs: z
    .record(
      z.string(),
      z.looseObject({ Value: z.json(), Export: z.looseObject({ Name: z.string() }).optional() }),
    )
    .default({}),
});
const assets = z.looseObject({
  files: z.record(z.string(), z.looseObject({ source: z.looseObject({ path: z.string() }) })),
});

type Template = z.infer<typeof template>;
type Json = z.infer<ReturnType<typeof z.json>>;

/** A Lambda of the assembly as AWS would run it. */
export type DeployedFunction = {
  /** Its logical id. */
  readonly name: string;
  /** Its unpacked asset. */
  readonly folder: string;
  /** File and export, e.g. `index.handler`. */
  readonly handler: string;
  readonly environment: { readonly [name: string]: string };
  /** What its role allows and denies. */
  readonly policy: readonly PolicyStatement[];
};

/** What the pipeline needs of a cloud assembly, with every reference resolved. */
export type Deployed = {
  readonly bucket: string;
  readonly table: string;
  /** ARN of the key that bucket and table are encrypted with. */
  readonly key: string;
  readonly stateMachineArn: string;
  readonly functions: ReadonlyMap<string, DeployedFunction>;
  /** The definition out of its asset, and the function each substitution's published version is of. */
  readonly definition: string;
  readonly substitutions: { readonly [name: string]: string };
  readonly eventPattern: Json;
  /** The scheduler's message, before the scheduler fills in its own attributes. */
  readonly scheduleInput: string;
  readonly api: DeployedFunction;
};

/** Synthesises the app, bundles and all, into a folder; neither network nor Docker is used. */
export function synthesise(folder: string, context: { readonly [name: string]: string }): void {
  const app = resolve('stacks/app.ts');
  const settings = z
    .looseObject({ context: z.record(z.string(), z.json()) })
    .parse(JSON.parse(readFileSync(resolve('cdk.json'), 'utf8')));
  const { status, stderr } = spawnSync(process.execPath, [app], {
    encoding: 'utf8',
    env: {
      ...process.env,
      CDK_VALIDATION: 'false',
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({ ...settings.context, ...context }),
    },
  });
  if (status !== 0) throw new Error(`the app could not be synthesised:\n${stderr.slice(-4000)}`);
}

/** Reads an assembly as CloudFormation would deploy it, with made-up names for what AWS would name. */
export function readAssembly(folder: string): Deployed {
  const stacks = readdirSync(folder)
    .filter((name) => name.endsWith('.template.json'))
    .map((name) => ({
      name: name.replace('.template.json', ''),
      template: template.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
      assets: assets.parse(
        JSON.parse(readFileSync(join(folder, name.replace('.template.', '.assets.')), 'utf8')),
      ),
    }));
  const exported = new Map<string, { readonly template: Template; readonly value: Json }>();
  for (const stack of stacks)
    for (const output of Object.values(stack.template.Outputs))
      if (output.Export !== undefined)
        exported.set(output.Export.Name, { template: stack.template, value: output.Value });

  /** An intrinsic's value; physical names are logical ids. */
  const resolved = (within: Template, value: Json): Json => {
    if (Array.isArray(value)) return value.map((item) => resolved(within, item));
    if (value === null || typeof value !== 'object') return value;
    const [[name, argument] = ['', null], ...rest] = Object.entries(value);
    if (rest.length > 0 || !(name === 'Ref' || name.startsWith('Fn::')))
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(within, item)]));
    if (name === 'Fn::ImportValue') {
      const source = exported.get(String(argument));
      if (source === undefined) throw new Error(`nobody exports ${String(argument)}`);
      return resolved(source.template, source.value);
    }
    if (name === 'Fn::Join' && Array.isArray(argument)) {
      const [separator, parts] = argument;
      const joined = resolved(within, parts ?? []);
      if (Array.isArray(joined)) return joined.map(String).join(String(separator));
    }
    if (name === 'Fn::GetAtt' && Array.isArray(argument)) {
      const [id, attribute] = argument.map(String);
      return attribute === 'Arn' ? arnOf(within, id ?? '') : `${id}.${attribute}`;
    }
    if (name === 'Ref') return referred(within, String(argument));
    if (name === 'Fn::Sub') return String(argument);
    throw new Error(`${name} is not resolved here`);
  };
  const properties = (within: Template, id: string): { readonly [name: string]: Json } =>
    z.record(z.string(), z.json()).parse(resolved(within, within.Resources[id]?.Properties ?? {}));
  const all = stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources).map(([id, { Type }]) => ({ ...stack, id, type: Type })),
  );
  const only = (type: string, prefix = ''): (typeof all)[number] => {
    const [first, ...others] = all.filter((each) => each.type === type && each.id.startsWith(prefix));
    if (first === undefined || others.length > 0) throw new Error(`not exactly one ${type}`);
    return first;
  };
  const assetFolder = (stack: (typeof all)[number], key: Json | undefined): string => {
    const path = stack.assets.files[String(key).replace(/\.\w+$/, '')]?.source.path;
    if (path === undefined) throw new Error(`no asset ${String(key)}`);
    return join(folder, path);
  };

  const functions = new Map(
    all
      .filter(({ type }) => type === 'AWS::Lambda::Function')
      .map((each) => {
        const raw = functionProperties.parse(properties(each.template, each.id));
        const role = raw.Role.split('/').at(-1) ?? '';
        const policy = all
          .filter(({ type, template: within }) => type === 'AWS::IAM::Policy' && within === each.template)
          .map(({ template: within, id }) => policyProperties.parse(properties(within, id)))
          .filter(({ Roles }) => Roles.includes(role))
          .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
        return [
          each.id,
          {
            name: each.id,
            folder: assetFolder(each, raw.Code.S3Key),
            handler: raw.Handler,
            environment: raw.Environment.Variables,
            policy,
          } satisfies DeployedFunction,
        ] as const;
      }),
  );
  const machine = only('AWS::StepFunctions::StateMachine');
  const machineProperties = stateMachineProperties.parse(properties(machine.template, machine.id));
  const version = (arn: string): string => {
    const id = arn.split(':').at(-1) ?? '';
    const { FunctionName } = z
      .looseObject({ FunctionName: z.string() })
      .parse(properties(machine.template, id));
    return FunctionName;
  };
  const rule = only('AWS::Events::Rule', 'Files');
  const schedule = only('AWS::Scheduler::Schedule');
  const key = only('AWS::KMS::Key');
  const api = [...functions.values()].find(({ name }) => name.startsWith('Api'));
  if (api === undefined) throw new Error('no function of the API');
  const bucketName = api.environment['KINDRED_BUCKET'];
  const table = api.environment['KINDRED_TABLE'];
  const stateMachineArn = api.environment['KINDRED_STATE_MACHINE'];
  if (bucketName === undefined || table === undefined || stateMachineArn === undefined)
    throw new Error('the API is not told where its data is');
  return {
    bucket: bucketName,
    table,
    key: arnOf(key.template, key.id),
    stateMachineArn,
    functions,
    definition: readFileSync(assetFolder(machine, machineProperties.DefinitionS3Location.Key), 'utf8'),
    substitutions: Object.fromEntries(
      Object.entries(machineProperties.DefinitionSubstitutions).map(([name, arn]) => [name, version(arn)]),
    ),
    eventPattern: properties(rule.template, rule.id)['EventPattern'] ?? null,
    scheduleInput: z
      .looseObject({ Target: z.looseObject({ Input: z.string() }) })
      .parse(properties(schedule.template, schedule.id)).Target.Input,
    api,
  };
}

const functionProperties = z.looseObject({
  Code: z.looseObject({ S3Key: z.string() }),
  Handler: z.string(),
  Role: z.string(),
  Environment: z.looseObject({ Variables: z.record(z.string(), z.string()) }),
});
const policyProperties = z.looseObject({
  Roles: z.array(z.string()),
  PolicyDocument: z.looseObject({ Statement: z.array(policyStatement) }),
});
const stateMachineProperties = z.looseObject({
  DefinitionS3Location: z.looseObject({ Key: z.string() }),
  DefinitionSubstitutions: z.record(z.string(), z.string()),
});

const account = '123456789012';
const region = 'us-east-1';

/** S3 wants small letters; everything else may be called as the template calls it. */
function referred(within: Template, id: string): string {
  if (id === 'AWS::Partition') return 'aws';
  if (id === 'AWS::Region') return region;
  if (id === 'AWS::AccountId') return account;
  const type = within.Resources[id]?.Type;
  if (type === 'AWS::S3::Bucket') return `kindred-${id.toLowerCase()}`;
  return type === 'AWS::StepFunctions::StateMachine' || type === 'AWS::Lambda::Version'
    ? arnOf(within, id)
    : id;
}

function arnOf(within: Template, id: string): string {
  const type = within.Resources[id]?.Type;
  switch (type) {
    case 'AWS::S3::Bucket':
      return `arn:aws:s3:::${referred(within, id)}`;
    case 'AWS::DynamoDB::Table':
      return `arn:aws:dynamodb:${region}:${account}:table/${id}`;
    case 'AWS::StepFunctions::StateMachine':
      return `arn:aws:states:${region}:${account}:stateMachine:kindred`;
    case 'AWS::Lambda::Version':
      return `arn:aws:lambda:${region}:${account}:function:${id}`;
    case 'AWS::IAM::Role':
      return `arn:aws:iam::${account}:role/${id}`;
    default:
      return `arn:aws:${type}:${region}:${account}:${id}`;
  }
}
