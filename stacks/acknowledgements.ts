/** A finding of cdk-nag that stays, where, and why. A test holds that each is needed and that no other finding is left. */
export type Acknowledgement = {
  /** As reported, e.g. `AwsSolutions-IAM5[Resource::*]`; `{files}` stands for the bucket's ARN, `{executions}` for the machine's. */
  readonly id: string;
  readonly stack: 'Data' | 'Pipeline' | 'Api';
  /** Construct path below the stack. */
  readonly path: string;
  readonly reason: string;
};

type Stack = Acknowledgement['stack'];

/** A role that may use every object under one prefix. */
const objects = (stack: Stack, step: string, prefix: string, reason: string): Acknowledgement => ({
  id: `AwsSolutions-IAM5[Resource::{files}/${prefix}/*]`,
  stack,
  path: `${step}/Role/DefaultPolicy/Resource`,
  reason,
});

/** A function that hands trace segments to X-Ray. */
const traced = (stack: Stack, step: string): Acknowledgement => ({
  id: 'AwsSolutions-IAM5[Resource::*]',
  stack,
  path: `${step}/Role/DefaultPolicy/Resource`,
  reason: 'X-Ray knows no resources: its two write actions can be granted on * only.',
});

/** A function that is never invoked asynchronously. */
const synchronous = (stack: Stack, step: string, caller: string): Acknowledgement => ({
  id: 'Serverless-LambdaDLQ',
  stack,
  path: `${step}/Function/Resource`,
  reason: `${caller} invokes it and waits: a failure goes to the caller, and a dead-letter queue would stay empty.`,
});

/** The function that writes the console's files when the stack is deployed; it is the CDK's own. */
const deployment = 'Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C256MiB';
const onDeployment = (id: string, place: string, reason: string): Acknowledgement => ({
  id,
  stack: 'Api',
  path: place === '' ? `${deployment}/Resource` : `${deployment}/ServiceRole/${place}`,
  reason,
});
const copies =
  'It copies the built console from the CDK’s asset bucket into the console’s own, and may do no more than that to either.';

const consolePage = (id: string, path: string, reason: string): Acknowledgement => ({
  id,
  stack: 'Api',
  path: `Console/${path}/Resource`,
  reason,
});

const machine = 'The state machine';
const landedReason = 'A landing has an id that is a hash: which one a run reads is known when it runs.';
const runReason = 'A run has an id that is a hash: which one a step reads and writes is known when it runs.';

const tenants = 'One folder for each warehouse; warehouses come and go.';
const asked = 'One object for each request of a warehouse, named by whoever asks.';

/** Which prefixes each function may use, as `pipeline-stack.ts` and `api-stack.ts` grant them, and why it cannot be narrower. */
const prefixes: readonly (readonly [Stack, string, { readonly [prefix: string]: string }])[] = [
  [
    'Pipeline',
    'StepLand',
    {
      inbox: 'Clients name the files that they drop; it cleans them of who was erased.',
      settings: 'One settings file for each warehouse; warehouses come and go.',
      snapshots: 'One set of snapshots for each warehouse.',
      landed: 'The landing it writes is named by the hash of what it finds.',
      runs: 'The run it plans is named by a hash; it writes its settings.',
      outbox: 'It answers the warehouse whose drop cannot run.',
      staged: asked,
      requests: asked,
      checks: asked,
      scored: asked,
      receipts: asked,
    },
  ],
  ['Pipeline', 'StepRollup', { landed: landedReason, runs: runReason }],
  ['Pipeline', 'StepLabel', { landed: landedReason, runs: runReason }],
  ['Pipeline', 'StepTraits', { landed: landedReason, runs: runReason }],
  ['Pipeline', 'StepEnrich', { landed: landedReason, runs: runReason }],
  ['Pipeline', 'StepRank', { runs: runReason, staged: asked, requests: asked, scored: asked }],
  [
    'Pipeline',
    'StepPublish',
    {
      landed: landedReason,
      runs: runReason,
      outbox: 'It answers the warehouse whose run ended.',
      settings: tenants,
      requests: asked,
      receipts: asked,
    },
  ],
  ['Pipeline', 'StepNotify', { outbox: tenants, settings: tenants }],
  [
    'Api',
    'Api',
    {
      runs: 'It serves every run that is kept.',
      landed: 'It hands out the refused rows of every landing.',
      snapshots: 'It keeps the outcomes each warehouse reports.',
      outbox: tenants,
      settings: tenants,
      inbox: tenants,
      staged: asked,
      requests: asked,
      checks: asked,
      scored: asked,
      receipts: asked,
    },
  ],
];

export const acknowledgements: readonly Acknowledgement[] = [
  ...prefixes.flatMap(([stack, step, each]) =>
    Object.entries(each).map(([prefix, reason]) => objects(stack, step, prefix, reason)),
  ),
  {
    id: 'AwsSolutions-IAM5[Resource::{executions}:*]',
    stack: 'Api',
    path: 'Api/Role/DefaultPolicy/Resource',
    reason: 'It describes executions of this one state machine, whose names are made when they start.',
  },
  traced('Pipeline', 'StepLand'),
  traced('Pipeline', 'StepRollup'),
  traced('Pipeline', 'StepLabel'),
  traced('Pipeline', 'StepTraits'),
  traced('Pipeline', 'StepEnrich'),
  traced('Pipeline', 'StepRank'),
  traced('Pipeline', 'StepPublish'),
  traced('Pipeline', 'StepNotify'),
  traced('Api', 'Api'),
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    stack: 'Pipeline',
    path: 'Pipeline/Role/DefaultPolicy/Resource',
    reason:
      'X-Ray and the delivery of vended logs know no resources; the functions are granted by version ARN.',
  },
  synchronous('Pipeline', 'StepLand', machine),
  synchronous('Pipeline', 'StepRollup', machine),
  synchronous('Pipeline', 'StepLabel', machine),
  synchronous('Pipeline', 'StepTraits', machine),
  synchronous('Pipeline', 'StepEnrich', machine),
  synchronous('Pipeline', 'StepRank', machine),
  synchronous('Pipeline', 'StepPublish', machine),
  synchronous('Pipeline', 'StepNotify', machine),
  synchronous('Api', 'Api', 'API Gateway'),
  {
    id: 'AwsSolutions-SQS3',
    stack: 'Pipeline',
    path: 'Undelivered/Resource',
    reason: 'It is the dead-letter queue of the rule and of the schedules, which the rule pack does not see.',
  },
  {
    id: 'Serverless-SQSRedrivePolicy',
    stack: 'Pipeline',
    path: 'Undelivered/Resource',
    reason: 'It is a dead-letter queue itself, and an alarm watches it.',
  },
  {
    id: 'AwsSolutions-APIG4',
    stack: 'Api',
    path: 'Http/DefaultRoute/Resource',
    reason:
      'The application checks a bearer key on every route but /openapi.json itself, so that it answers alike on a laptop and here.',
  },
  onDeployment('AwsSolutions-IAM5[Action::s3:Abort*]', 'DefaultPolicy/Resource', copies),
  onDeployment('AwsSolutions-IAM5[Action::s3:DeleteObject*]', 'DefaultPolicy/Resource', copies),
  onDeployment('AwsSolutions-IAM5[Action::s3:GetBucket*]', 'DefaultPolicy/Resource', copies),
  onDeployment('AwsSolutions-IAM5[Action::s3:GetObject*]', 'DefaultPolicy/Resource', copies),
  onDeployment('AwsSolutions-IAM5[Action::s3:List*]', 'DefaultPolicy/Resource', copies),
  onDeployment('AwsSolutions-IAM5[Resource::<ConsolePages082CCFA4.Arn>/*]', 'DefaultPolicy/Resource', copies),
  onDeployment(
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*]',
    'DefaultPolicy/Resource',
    copies,
  ),
  onDeployment(
    'AwsSolutions-IAM5[Resource::*]',
    'DefaultPolicy/Resource',
    'It asks the distribution to forget the page; the CDK grants that on *, and on no other action.',
  ),
  onDeployment(
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
    'Resource',
    'The CDK gives its function the managed policy that lets it write its log, and nothing else.',
  ),
  onDeployment('AwsSolutions-L1', '', 'The CDK chooses its runtime, and moves it on with its own versions.'),
  onDeployment(
    'Serverless-LambdaLatestVersion',
    '',
    'The CDK chooses its runtime, and moves it on with its own versions.',
  ),
  onDeployment(
    'Serverless-LambdaDLQ',
    '',
    'CloudFormation invokes it and waits: a failure fails the deployment.',
  ),
  onDeployment(
    'Serverless-LambdaTracing',
    '',
    'It runs for seconds while a stack is deployed, and never for a reader.',
  ),
  consolePage(
    'AwsSolutions-S1',
    'Pages',
    'It holds the console alone, which tells nothing of anybody; the API logs every request for data.',
  ),
  consolePage(
    'AwsSolutions-CFR1',
    'Distribution',
    'Where a client and its sales people sit is theirs to decide.',
  ),
  consolePage(
    'AwsSolutions-CFR2',
    'Distribution',
    'A firewall costs more a month than all the rest when idle; keys, rate limits and the stage’s throttle hold abuse. One can be attached.',
  ),
  consolePage(
    'AwsSolutions-CFR3',
    'Distribution',
    'The API behind it logs every request for data; the page itself is the same for everybody.',
  ),
  consolePage(
    'AwsSolutions-CFR4',
    'Distribution',
    'CloudFront’s own certificate sets the oldest protocol; with a domain of one’s own, set TLS 1.2 or newer.',
  ),
];
