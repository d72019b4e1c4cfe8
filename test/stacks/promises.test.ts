import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { scheduleEvent } from '../../events/start.ts';
import { config as api } from '../../functions/api/config.ts';
import { config as enrich } from '../../functions/enrich/config.ts';
import { config as label } from '../../functions/label/config.ts';
import { config as land } from '../../functions/land/config.ts';
import { config as notify } from '../../functions/notify/config.ts';
import { config as publish } from '../../functions/publish/config.ts';
import { config as rank } from '../../functions/rank/config.ts';
import { config as rollup } from '../../functions/rollup/config.ts';
import { config as traits } from '../../functions/traits/config.ts';
import { loadDefinition } from '../../local/interpreter/load-definition.ts';
import { matchesPattern } from '../parity/event-pattern.ts';
import { at, fields, listed, type TemplateValue } from './at.ts';
import { type Resource, type StackName, synthesised } from './synthesised.ts';

const kept = synthesised({ alarm_email: 'ops@example.com' });
const trial = synthesised({ retain: 'false', stage: 'trial' });
const definitionFile = resolve('stacks/pipeline.asl.json');
const configs: { readonly [step: string]: z.ZodObject } = {
  land,
  rollup,
  label,
  traits,
  enrich,
  rank,
  publish,
  notify,
  api,
};

const one = (stack: StackName, type: string, id = ''): Resource => {
  const [first, ...others] = kept.resources(stack, type).filter((each) => each.id.startsWith(id));
  if (first === undefined || others.length > 0) throw new Error(`not exactly one ${type} ${id}`);
  return first;
};
/** The CDK's own function: it runs while the stack is deployed and serves nobody. */
const consoleDeployment = 'CustomCDKBucketDeployment';
const functions = (): readonly (Resource & { readonly step: string; readonly stack: StackName })[] =>
  (['Pipeline', 'Api'] as const).flatMap((stack) =>
    kept
      .resources(stack, 'AWS::Lambda::Function')
      .filter(({ id }) => !id.startsWith(consoleDeployment))
      .map((each) => ({
        ...each,
        stack,
        step: each.id
          .replace(/^Step/, '')
          .replace(/Function\w*$/, '')
          .toLowerCase(),
      })),
  );
type Statement = {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: TemplateValue | undefined;
};
const statements = (stack: StackName, role: string): readonly Statement[] =>
  kept
    .resources(stack, 'AWS::IAM::Policy')
    .filter((policy) => JSON.stringify(at(policy.Properties, 'Roles')).includes(role))
    .flatMap((policy) => listed(at(policy.Properties, 'PolicyDocument', 'Statement')))
    .map((statement) => ({
      effect: String(at(statement, 'Effect')),
      actions: listed(at(statement, 'Action')).map(String),
      resources: listed(at(statement, 'Resource')).map((each) =>
        typeof each === 'string' ? each : JSON.stringify(each),
      ),
      condition: at(statement, 'Condition'),
    }));
const denies = (policy: Resource | undefined, condition: string): boolean =>
  listed(at(policy?.Properties, 'PolicyDocument', 'Statement')).some(
    (each) =>
      at(each, 'Effect') === 'Deny' && JSON.stringify(at(each, 'Condition') ?? '').includes(condition),
  );

describe('files', () => {
  const buckets = kept.resources('Data', 'AWS::S3::Bucket');

  it('are told to EventBridge by the bucket itself, without a helper function', () => {
    const bucket = one('Data', 'AWS::S3::Bucket', 'Files');
    expect(
      at(bucket.Properties, 'NotificationConfiguration', 'EventBridgeConfiguration', 'EventBridgeEnabled'),
    ).toBe(true);
    expect(kept.resources('Data', 'Custom::S3BucketNotifications')).toEqual([]);
    expect(kept.resources('Data', 'AWS::Lambda::Function')).toEqual([]);
  });

  it('are reachable by nobody without a role, and over TLS only', () => {
    expect(buckets).toHaveLength(2);
    for (const { id, Properties } of buckets) {
      expect(at(Properties, 'PublicAccessBlockConfiguration')).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      const policy = kept
        .resources('Data', 'AWS::S3::BucketPolicy')
        .find((each) => at(each.Properties, 'Bucket', 'Ref') === id);
      expect(denies(policy, 'aws:SecureTransport')).toBe(true);
    }
  });

  it('are versioned, encrypted under a key that turns every year, and their readers logged', () => {
    const { Properties } = one('Data', 'AWS::S3::Bucket', 'Files');
    expect(at(Properties, 'VersioningConfiguration', 'Status')).toBe('Enabled');
    expect(JSON.stringify(at(Properties, 'BucketEncryption'))).toContain('"SSEAlgorithm":"aws:kms"');
    expect(at(Properties, 'LoggingConfiguration', 'DestinationBucketName')).toBeDefined();
    expect(at(one('Data', 'AWS::KMS::Key').Properties, 'EnableKeyRotation')).toBe(true);
  });
});

describe('records', () => {
  it('expire, can be brought back to any second, and cannot be deleted with their table', () => {
    const { Properties, DeletionPolicy } = one('Data', 'AWS::DynamoDB::Table');
    expect(at(Properties, 'TimeToLiveSpecification')).toEqual({ AttributeName: 'expires', Enabled: true });
    expect(at(Properties, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled')).toBe(true);
    expect(at(Properties, 'BillingMode')).toBe('PAY_PER_REQUEST');
    expect(at(Properties, 'SSESpecification', 'SSEType')).toBe('KMS');
    expect(at(Properties, 'DeletionProtectionEnabled')).toBe(true);
    expect(DeletionPolicy).toBe('Retain');
  });
});

describe('keeping and removing', () => {
  const lasting = ['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::KMS::Key'];
  const policies = (from: typeof kept): readonly unknown[] =>
    lasting.flatMap((type) => from.resources('Data', type).map(({ DeletionPolicy }) => DeletionPolicy));

  it('keeps data by default, in a stack that cannot be deleted by mistake', () => {
    expect(policies(kept)).toEqual(['Retain', 'Retain', 'Retain', 'Retain']);
    expect(kept.terminationProtection).toBe(true);
  });

  it('takes everything along in a trial', () => {
    expect(policies(trial)).toEqual(['Delete', 'Delete', 'Delete', 'Delete']);
    expect(trial.terminationProtection).toBe(false);
    const [table] = trial.resources('Data', 'AWS::DynamoDB::Table');
    expect(at(table?.Properties, 'DeletionProtectionEnabled')).toBe(false);
    for (const stack of ['Pipeline', 'Api'] as const)
      for (const group of trial.resources(stack, 'AWS::Logs::LogGroup'))
        expect(group.DeletionPolicy, group.id).toBe('Delete');
  });
});

describe('what starts a run', () => {
  const rule = one('Pipeline', 'AWS::Events::Rule', 'Files');
  const text = JSON.stringify(at(rule.Properties, 'EventPattern'));
  const bucket = JSON.stringify(at(rule.Properties, 'EventPattern', 'detail', 'bucket', 'name', 0));
  const pattern: TemplateValue = JSON.parse(text.replace(bucket, '"the-bucket"'));
  const matches = (key: string, type = 'Object Created', source = 'aws.s3', name = 'the-bucket'): boolean =>
    matchesPattern(pattern, {
      source,
      'detail-type': type,
      detail: { bucket: { name }, object: { key } },
    });

  it('is a file under inbox/, at any depth, and its withdrawal', () => {
    expect(at(pattern, 'detail', 'object', 'key')).toEqual([{ wildcard: 'inbox/*' }]);
    for (const key of ['inbox/acme/Orders.csv', 'inbox/acme/2026/07/Ö rders.csv.gz', 'inbox/acme/_READY'])
      expect(matches(key), key).toBe(true);
    expect(matches('inbox/acme/Orders.csv', 'Object Deleted')).toBe(true);
  });

  it('is nothing that Kindred writes itself', () => {
    for (const key of [
      'runs/acme/run_1/inbox/x.csv',
      'landed/acme/x.parquet',
      'outbox/acme/inbox/',
      'inbox',
      'xinbox/a.csv',
    ])
      expect(matches(key), key).toBe(false);
    expect(matches('inbox/acme/Orders.csv', 'Object Restore Completed')).toBe(false);
    expect(matches('inbox/acme/Orders.csv', 'Object Created', 'aws.ec2')).toBe(false);
    expect(matches('inbox/acme/Orders.csv', 'Object Created', 'aws.s3', 'another')).toBe(false);
  });

  it('is a tick that the pipeline understands once the scheduler has filled in its time', () => {
    const schedules = synthesised({
      schedules: JSON.stringify([
        { warehouse: 'acme', expression: 'cron(0 5 ? * MON *)', time_zone: 'Europe/Berlin' },
        { warehouse: 'beta', expression: 'rate(7 days)' },
      ]),
    }).resources('Pipeline', 'AWS::Scheduler::Schedule');
    const ticks = schedules.map(({ Properties }) => {
      const input = String(at(Properties, 'Target', 'Input'));
      expect(input).toContain('<aws.scheduler.scheduled-time>');
      return scheduleEvent.parse(
        JSON.parse(input.replace('<aws.scheduler.scheduled-time>', '2026-07-06T03:00:00Z')),
      );
    });
    expect(ticks.map(({ warehouse }) => warehouse)).toEqual(['acme', 'beta']);
    expect(schedules.map(({ Properties }) => at(Properties, 'ScheduleExpressionTimezone'))).toEqual([
      'Europe/Berlin',
      'UTC',
    ]);
  });

  it('is never lost: what cannot be delivered is kept for two weeks and watched', () => {
    const queue = one('Pipeline', 'AWS::SQS::Queue');
    const arn = { 'Fn::GetAtt': [queue.id, 'Arn'] };
    expect(at(rule.Properties, 'Targets', 0, 'DeadLetterConfig', 'Arn')).toEqual(arn);
    for (const { Properties } of kept.resources('Pipeline', 'AWS::Scheduler::Schedule'))
      expect(at(Properties, 'Target', 'DeadLetterConfig', 'Arn')).toEqual(arn);
    expect(at(queue.Properties, 'MessageRetentionPeriod')).toBe(14 * 86_400);
    expect(denies(one('Pipeline', 'AWS::SQS::QueuePolicy'), 'aws:SecureTransport')).toBe(true);
  });
});

describe('the state machine', () => {
  const machine = one('Pipeline', 'AWS::StepFunctions::StateMachine');

  it('is the file that a laptop runs, byte for byte', () => {
    const bytes = readFileSync(definitionFile);
    const asset = String(at(machine.Properties, 'DefinitionS3Location', 'Key'));
    const name = readdirSync(kept.folder).find((each) => each === `asset.${asset}`) ?? '';
    const hash = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
    expect(hash(readFileSync(join(kept.folder, name)))).toBe(hash(bytes));
  });

  it('passes the validator of the States Language and the interpreter, with every function it names given', () => {
    const text = readFileSync(definitionFile, 'utf8');
    const given = fields(at(machine.Properties, 'DefinitionSubstitutions')).map(([name]) => name);
    const names = new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? ''));
    expect([...names].sort()).toEqual([...given].sort());
    const validate: (definition: unknown) => {
      readonly isValid: boolean;
      errorsText: (by: string) => string;
    } = createRequire(import.meta.url)('asl-validator');
    const filled = text.replaceAll(/\$\{(\w+)\}/g, 'arn:aws:lambda:eu-central-1:123456789012:function:$1:7');
    const verdict = validate(JSON.parse(filled));
    expect(verdict.isValid, verdict.errorsText('\n')).toBe(true);
    expect(() => loadDefinition(text, Object.fromEntries(given.map((name) => [name, name])))).not.toThrow();
  });

  it('waits for no function longer than that may run', () => {
    const limits = new Map(
      functions().map(({ step, Properties }) => [step, Number(at(Properties, 'Timeout'))]),
    );
    const states: TemplateValue | undefined = at(JSON.parse(readFileSync(definitionFile, 'utf8')), 'States');
    const tasks = fields(states)
      .map(([, state]) => state)
      .filter((state) => at(state, 'Type') === 'Task');
    expect(tasks.length).toBeGreaterThan(8);
    for (const task of tasks) {
      const step = /\$\{(\w+)\}/.exec(String(at(task, 'Arguments', 'FunctionName')))?.[1] ?? '';
      expect(Number(at(task, 'TimeoutSeconds'))).toBeLessThanOrEqual(limits.get(step) ?? 0);
    }
  });

  it('invokes published versions only, and may invoke nothing else', () => {
    const versions = kept.resources('Pipeline', 'AWS::Lambda::Version').map(({ id }) => id);
    const substitutions = fields(at(machine.Properties, 'DefinitionSubstitutions'));
    expect(substitutions.map(([, each]) => at(each, 'Ref')).sort()).toEqual([...versions].sort());
    const role = String(at(machine.Properties, 'RoleArn', 'Fn::GetAtt', 0));
    const invoke = statements('Pipeline', role).filter(({ actions }) =>
      actions.some((action) => action.startsWith('lambda:')),
    );
    expect(invoke.flatMap(({ actions }) => actions)).toEqual(['lambda:InvokeFunction']);
    expect(invoke.flatMap(({ resources }) => resources).sort()).toEqual(
      versions.map((id) => JSON.stringify({ Ref: id })).sort(),
    );
  });

  it('is traced, and logs what it does but none of the data', () => {
    expect(at(machine.Properties, 'TracingConfiguration', 'Enabled')).toBe(true);
    expect(at(machine.Properties, 'LoggingConfiguration', 'IncludeExecutionData')).toBe(false);
    expect(at(machine.Properties, 'LoggingConfiguration', 'Level')).toBe('ALL');
  });
});

/** Which objects each function may read and write; everything else is closed to it. */
const prefixes: {
  readonly [step: string]: {
    readonly reads: string[];
    readonly writes: string[];
    readonly deletes?: string[];
    /** With every version. */
    readonly purges?: string[];
  };
} = {
  land: {
    reads: [
      'checks',
      'inbox',
      'landed',
      'receipts',
      'requests',
      'runs',
      'scored',
      'settings',
      'snapshots',
      'staged',
    ],
    writes: ['checks', 'inbox', 'landed', 'outbox', 'receipts', 'runs', 'snapshots'],
    deletes: ['checks', 'inbox', 'receipts', 'requests', 'scored', 'snapshots', 'staged'],
    purges: ['checks', 'inbox', 'receipts', 'requests', 'scored', 'snapshots', 'staged'],
  },
  rollup: { reads: ['landed', 'runs'], writes: ['runs'] },
  label: { reads: ['landed', 'runs'], writes: ['runs'] },
  traits: { reads: ['landed', 'runs'], writes: ['runs'] },
  enrich: { reads: ['landed', 'runs'], writes: ['runs'] },
  rank: { reads: ['requests', 'runs', 'staged'], writes: ['runs', 'scored'] },
  publish: {
    reads: ['landed', 'receipts', 'runs', 'settings'],
    writes: ['outbox', 'receipts', 'runs'],
    deletes: ['landed', 'outbox', 'requests', 'runs', 'settings'],
    purges: ['landed', 'outbox', 'requests', 'runs', 'settings'],
  },
  notify: { reads: ['outbox', 'settings'], writes: [] },
  api: {
    reads: [
      'checks',
      'landed',
      'outbox',
      'receipts',
      'requests',
      'runs',
      'scored',
      'settings',
      'snapshots',
      'staged',
    ],
    writes: ['inbox', 'requests', 'settings', 'snapshots', 'staged'],
    deletes: ['checks', 'staged'],
  },
};

describe('each function', () => {
  it.each(functions().map((each) => [each.step, each] as const))(
    '%s is told what its code asks for',
    (step, { Properties }) => {
      const { NODE_OPTIONS, ...told } = Object.fromEntries(
        fields(at(Properties, 'Environment', 'Variables')),
      );
      expect(NODE_OPTIONS).toBe('--enable-source-maps --disable-proto=delete');
      const config = configs[step];
      const names = Object.keys(config?.shape ?? {});
      expect(Object.keys(told).filter((name) => !names.includes(name))).toEqual([]);
      // What is left out has a default: the same text with references written out passes the schema.
      const texts = Object.entries(told).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : 'name',
      ]);
      expect(config?.safeParse(Object.fromEntries(texts)).error).toBeUndefined();
    },
  );

  it.each(functions().map((each) => [each.step, each] as const))(
    '%s touches its own prefixes only',
    (step, { stack, Properties }) => {
      const role = String(at(Properties, 'Role', 'Fn::GetAtt', 0));
      const granted = statements(stack, role).filter(({ effect }) => effect === 'Allow');
      const under = (action: string): string[] =>
        granted
          .filter(({ actions }) => actions.includes(action))
          .flatMap(({ resources }) => resources)
          .map((each) => /"\/([a-z]+)\/\*"/.exec(each)?.[1] ?? each)
          .sort();
      expect({
        reads: under('s3:GetObject'),
        writes: under('s3:PutObject'),
        deletes: under('s3:DeleteObject'),
        purges: under('s3:DeleteObjectVersion'),
      }).toEqual({ deletes: [], purges: [], ...prefixes[step] });
      expect(
        granted
          .flatMap(({ actions }) => actions)
          .filter((action) => /\*|^s3:Delete(?!Object(Version)?$)|^s3:Put(?!Object$)/.test(action)),
      ).toEqual([]);
      const open = granted
        .filter(({ resources }) => resources.includes('*'))
        .flatMap(({ actions }) => actions);
      expect(open.sort()).toEqual(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
    },
  );

  it('reads the secret of provider keys in the enrich step, one secret by name, and no other function any', () => {
    const readers = functions().flatMap(({ step, stack, Properties }) =>
      statements(stack, String(at(Properties, 'Role', 'Fn::GetAtt', 0)))
        .filter(({ actions }) => actions.some((action) => action.startsWith('secretsmanager:')))
        .map(({ actions, resources }) => ({ step, actions, resources })),
    );
    expect(readers.map(({ step, actions }) => [step, actions])).toEqual([
      ['enrich', ['secretsmanager:GetSecretValue']],
    ]);
    expect(readers[0]?.resources).toHaveLength(1);
    expect(readers[0]?.resources[0]).toMatch(/:secret:kindred\/[a-z0-9-]+\/providers-\?{6}/);
    const enrich = functions().find(({ step }) => step === 'enrich');
    const variables = at(enrich?.Properties ?? {}, 'Environment', 'Variables');
    // The name of the secret is told, never what is in it.
    expect(at(variables, 'KINDRED_PROVIDER_SECRET')).toMatch(/^kindred\/[a-z0-9-]+\/providers$/);
  });

  it('never scans the table', () => {
    const users = functions().filter(({ stack, Properties }) =>
      statements(stack, String(at(Properties, 'Role', 'Fn::GetAtt', 0))).some(
        ({ effect, actions }) =>
          effect === 'Allow' && actions.some((action) => action.startsWith('dynamodb:')),
      ),
    );
    expect(users.map(({ step }) => step).sort()).toEqual([
      'api',
      'enrich',
      'land',
      'notify',
      'publish',
      'rank',
    ]);
    for (const { stack, Properties } of users) {
      const all = statements(stack, String(at(Properties, 'Role', 'Fn::GetAtt', 0)));
      expect(all.some(({ effect, actions }) => effect === 'Deny' && actions.includes('dynamodb:Scan'))).toBe(
        true,
      );
    }
  });

  it('is traced, runs the newest Node and logs for a limited time', () => {
    for (const { id, stack, Properties } of functions()) {
      expect(at(Properties, 'TracingConfig', 'Mode'), id).toBe('Active');
      expect(at(Properties, 'Runtime'), id).toBe('nodejs24.x');
      const group = String(at(Properties, 'LoggingConfig', 'LogGroup', 'Ref'));
      const logs = kept.resources(stack, 'AWS::Logs::LogGroup').find((each) => each.id === group);
      expect(at(logs?.Properties, 'RetentionInDays'), id).toBe(90);
    }
  });
});

describe('the API', () => {
  it('has one route, a limit, and a log of every request', () => {
    expect(at(one('Api', 'AWS::ApiGatewayV2::Route').Properties, 'RouteKey')).toBe('$default');
    const stage = one('Api', 'AWS::ApiGatewayV2::Stage').Properties;
    expect(at(stage, 'DefaultRouteSettings')).toEqual({
      DetailedMetricsEnabled: true,
      ThrottlingBurstLimit: 400,
      ThrottlingRateLimit: 200,
    });
    expect(String(at(stage, 'AccessLogSettings', 'Format'))).toContain('$context.requestId');
    expect(at(one('Api', 'AWS::ApiGatewayV2::Integration').Properties, 'PayloadFormatVersion')).toBe('2.0');
  });
});

describe('alarms', () => {
  const alarms = (['Data', 'Pipeline', 'Api'] as const).flatMap((stack) =>
    kept.resources(stack, 'AWS::CloudWatch::Alarm'),
  );
  const runbook = readFileSync(resolve('docs/runbook.md'), 'utf8');
  const sections = [...runbook.matchAll(/^## ([a-z-]+)$/gm)].map(([, name]) => name ?? '').sort();

  it('each say what they mean and have their section in the runbook, and no section is without alarm', () => {
    const anchors = alarms.map(
      ({ Properties }) =>
        String(at(Properties, 'AlarmDescription')).match(
          /^[A-Z].*\. Runbook: docs\/runbook\.md#([a-z-]+)$/,
        )?.[1],
    );
    expect([...new Set(anchors)].sort()).toEqual(sections);
    for (const section of sections) {
      const text = runbook.split(`## ${section}\n`)[1]?.split('\n## ')[0] ?? '';
      expect(text, section).toMatch(/\*\*What it means\.\*\*[\s\S]+\*\*Look\.\*\*[\s\S]+\*\*Do\.\*\*/);
    }
  });

  it('reach somebody: each tells the topic, which is encrypted and mails the operator', () => {
    for (const { id, Properties } of alarms)
      expect(listed(at(Properties, 'AlarmActions')), id).toHaveLength(1);
    expect(at(one('Pipeline', 'AWS::SNS::Topic', 'Alarms').Properties, 'KmsMasterKeyId')).toBeDefined();
    expect(at(one('Pipeline', 'AWS::SNS::Subscription').Properties, 'Endpoint')).toBe('ops@example.com');
    const key = JSON.stringify(at(one('Data', 'AWS::KMS::Key').Properties, 'KeyPolicy'));
    expect(key).toContain('cloudwatch.amazonaws.com');
  });

  it('do not cry over what was not measured', () => {
    for (const { Properties } of alarms) expect(at(Properties, 'TreatMissingData')).toBe('notBreaching');
  });
});

describe('notifications', () => {
  const told = synthesised({ notify_email: 'sales@example.com' });

  it('go to a bus of their own, which only the notifying function may write', () => {
    expect(at(one('Pipeline', 'AWS::Events::EventBus').Properties, 'Name')).toBe('kindred-prod');
    const writers = functions().filter(({ stack, Properties }) =>
      statements(stack, String(at(Properties, 'Role', 'Fn::GetAtt', 0))).some(({ actions }) =>
        actions.includes('events:PutEvents'),
      ),
    );
    expect(writers.map(({ step }) => step)).toEqual(['notify']);
  });

  it('are mailed to whom the deployment names, over an encrypted topic, and not lost', () => {
    const topic = told.resources('Pipeline', 'AWS::SNS::Topic').find(({ id }) => id.startsWith('Mail'));
    expect(at(topic?.Properties, 'KmsMasterKeyId')).toBeDefined();
    const [subscription] = told.resources('Pipeline', 'AWS::SNS::Subscription');
    expect(at(subscription?.Properties, 'Endpoint')).toBe('sales@example.com');
    const rule = one('Pipeline', 'AWS::Events::Rule', 'MailNotifications');
    expect(at(rule.Properties, 'EventPattern')).toEqual({ source: ['kindred'] });
    expect(at(rule.Properties, 'Targets', 0, 'DeadLetterConfig', 'Arn')).toBeDefined();
    const key = JSON.stringify(at(one('Data', 'AWS::KMS::Key').Properties, 'KeyPolicy'));
    expect(key).toContain('events.amazonaws.com');
  });
});

describe('the console', () => {
  it('lies in a bucket that nobody but its distribution reads, over TLS only', () => {
    const bucket = one('Api', 'AWS::S3::Bucket', 'ConsolePages');
    expect(at(bucket.Properties, 'PublicAccessBlockConfiguration', 'BlockPublicPolicy')).toBe(true);
    const policy = one('Api', 'AWS::S3::BucketPolicy', 'ConsolePages');
    expect(denies(policy, 'aws:SecureTransport')).toBe(true);
    const statements = at(policy.Properties, 'PolicyDocument', 'Statement');
    const readers = (Array.isArray(statements) ? statements : []).filter(
      (each) => JSON.stringify(each).includes('s3:GetObject"') && JSON.stringify(each).includes('"Allow"'),
    );
    expect(readers).toHaveLength(1);
    expect(JSON.stringify(readers[0])).toContain('cloudfront.amazonaws.com');
    expect(kept.resources('Api', 'AWS::CloudFront::OriginAccessControl')).toHaveLength(1);
  });

  it('has the API under its own address, uncached and with every header but the host', () => {
    const { Properties } = one('Api', 'AWS::CloudFront::Distribution');
    const behaviours = listed(at(Properties, 'DistributionConfig', 'CacheBehaviors'));
    expect(behaviours.map((each) => at(each, 'PathPattern')).sort()).toEqual(
      ['/v1/*', '/openapi.json', '/docs', '/docs/*', '/health'].sort(),
    );
    for (const each of behaviours) {
      // CachingDisabled and AllViewerExceptHostHeader, as CloudFront names them everywhere.
      expect(at(each, 'CachePolicyId')).toBe('4135ea2d-6df8-44a3-9df3-4b5a84be39ad');
      expect(at(each, 'OriginRequestPolicyId')).toBe('b689b0a8-53d0-40ab-baf2-68738e2966ac');
      expect(at(each, 'ViewerProtocolPolicy')).toBe('https-only');
    }
  });

  it('may run its own script alone and be framed by nobody', () => {
    const { Properties } = one('Api', 'AWS::CloudFront::ResponseHeadersPolicy');
    const policy = JSON.stringify(Properties);
    for (const words of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ])
      expect(policy).toContain(words);
    expect(policy).not.toContain('unsafe');
  });

  it('lets a browser see that a signed form was taken, and read nothing else of the bucket', () => {
    const { Properties } = one('Data', 'AWS::S3::Bucket', 'Files');
    expect(at(Properties, 'CorsConfiguration', 'CorsRules')).toEqual([
      {
        AllowedHeaders: ['*'],
        AllowedMethods: ['POST'],
        AllowedOrigins: ['https://*.cloudfront.net'],
        MaxAge: 3600,
      },
    ]);
  });
});
