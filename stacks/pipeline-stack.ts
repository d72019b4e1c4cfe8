import { resolve } from 'node:path';
import { Duration, RemovalPolicy, Stack, type StackProps, TimeZone } from 'aws-cdk-lib';
import { EventBus, EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine, SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Deployment } from './config.ts';
import { alarmPeriod, RunbookAlarm } from './constructs/runbook-alarm.ts';
import { StepFunction } from './constructs/step-function.ts';
import type { DataStack } from './data-stack.ts';

/** What each step may touch, and how large it is. Prefixes are those of `docs/artifacts.md`. */
const steps = {
  land: {
    description:
      'Lands, validates and accounts for dropped files; plans the run; erases people and companies',
    reads: [
      'inbox/',
      'settings/',
      'landed/',
      'snapshots/',
      'staged/',
      'requests/',
      'runs/',
      'checks/',
      'scored/',
      'receipts/',
    ],
    lists: ['inbox/', 'staged/', 'snapshots/', 'requests/', 'checks/', 'scored/', 'receipts/'],
    writes: ['landed/', 'runs/', 'outbox/', 'inbox/', 'snapshots/', 'checks/', 'receipts/'],
    purges: ['inbox/', 'staged/', 'snapshots/', 'requests/', 'checks/', 'scored/', 'receipts/'],
    scores: ['GetItem', 'Query', 'PutItem', 'DeleteItem'],
  },
  rollup: {
    description: 'One row per customer and window',
    reads: ['landed/', 'runs/'],
    lists: [],
    writes: ['runs/'],
    purges: [],
    scores: [],
  },
  label: {
    description: 'Says who the best customers are',
    reads: ['landed/', 'runs/'],
    lists: [],
    writes: ['runs/'],
    purges: [],
    scores: [],
  },
  traits: {
    description: 'Finds what sets them apart: lift, clusters, models, evidence',
    reads: ['landed/', 'runs/'],
    lists: [],
    writes: ['runs/'],
    purges: [],
    scores: [],
  },
  enrich: {
    description: 'Builds the pools of candidates and asks providers about them',
    reads: ['landed/', 'runs/'],
    lists: [],
    writes: ['runs/'],
    purges: [],
    scores: ['GetItem', 'PutItem', 'BatchWriteItem'],
  },
  rank: {
    description: 'Scores, lists and explains the candidates; scores files of leads',
    reads: ['runs/', 'staged/', 'requests/'],
    lists: [],
    writes: ['runs/', 'scored/'],
    purges: [],
    scores: ['GetItem'],
  },
  publish: {
    description: 'Writes what readers see and flips one pointer; purges what an erasure leaves behind',
    reads: ['landed/', 'runs/', 'settings/', 'receipts/'],
    lists: ['landed/', 'runs/', 'outbox/', 'settings/', 'requests/'],
    writes: ['runs/', 'outbox/', 'receipts/'],
    purges: ['landed/', 'runs/', 'outbox/', 'settings/', 'requests/'],
    scores: ['GetItem', 'Query', 'PutItem', 'BatchWriteItem', 'DeleteItem'],
  },
} as const;

type StepName = keyof typeof steps;

/** The secret with the providers' keys; the operator makes it, and a deployment without one asks no provider. */
const providerSecret = ({ stage }: Deployment): string => `kindred/${stage}/providers`;

/** The pipeline: what starts it, its state machine, its steps, and who is told when it fails. */
export class PipelineStack extends Stack {
  readonly stateMachine: StateMachine;
  readonly alarms: Topic;

  constructor(scope: Construct, id: string, deployment: Deployment, data: DataStack, props: StackProps) {
    super(scope, id, props);
    const removalPolicy = deployment.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const functions = Object.fromEntries(
      Object.keys(steps).map((name) => [name, this.step(name as StepName, deployment, data, removalPolicy)]),
    ) as Record<StepName, StepFunction>;
    const undelivered = new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const invoked = {
      ...functions,
      notify: this.notifier(deployment, data, undelivered, removalPolicy),
    };

    this.stateMachine = new StateMachine(this, 'Pipeline', {
      definitionBody: DefinitionBody.fromFile(resolve(import.meta.dirname, 'pipeline.asl.json')),
      // A published version each: a run in flight keeps its code when the stack is deployed over it.
      definitionSubstitutions: Object.fromEntries(
        Object.entries(invoked).map(([name, step]) => [name, step.function.currentVersion.functionArn]),
      ),
      stateMachineType: StateMachineType.STANDARD,
      timeout: Duration.hours(6),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'PipelineLogs', {
          logGroupName: `/aws/vendedlogs/states/kindred-${deployment.stage}`,
          retention: deployment.log_retention_days as RetentionDays,
          removalPolicy,
        }),
        level: LogLevel.ALL,
        // Ids and counts only would be in there, and even those are not needed to find a fault.
        includeExecutionData: false,
      },
    });
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['lambda:InvokeFunction'],
        resources: Object.values(invoked).map((step) => step.function.currentVersion.functionArn),
      }),
    );

    this.startOnFiles(data, undelivered);
    this.startOnSchedule(deployment, undelivered);

    this.alarms = new Topic(this, 'Alarms', { enforceSSL: true, masterKey: data.key });
    data.key.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'));
    if (deployment.alarm_email !== undefined)
      this.alarms.addSubscription(
        new EmailSubscription(deployment.alarm_email, { deadLetterQueue: undelivered }),
      );
    this.watch(undelivered);
  }

  private step(
    name: StepName,
    deployment: Deployment,
    data: DataStack,
    removalPolicy: RemovalPolicy,
  ): StepFunction {
    const { description, reads, lists, writes, purges, scores } = steps[name];
    const step = new StepFunction(this, `Step${name[0]?.toUpperCase()}${name.slice(1)}`, {
      step: name,
      description: `Kindred: ${description}`,
      memoryMb: deployment.memory_mb,
      timeoutSeconds: 900,
      scratchMb: 10240,
      tables: true,
      logRetentionDays: deployment.log_retention_days,
      removalPolicy,
      environment: {
        KINDRED_BUCKET: data.bucket.bucketName,
        KINDRED_TABLE: data.table.tableName,
        KINDRED_MEMORY_MB: String(deployment.memory_mb),
        ...(name === 'land' ? { KINDRED_QUIET_SECONDS: String(deployment.quiet_seconds) } : {}),
        ...(name === 'enrich' ? { KINDRED_PROVIDER_SECRET: providerSecret(deployment) } : {}),
      },
    });
    step.readsObjects(data.bucket, reads, data.key).writesObjects(data.bucket, writes, data.key);
    if (lists.length > 0) step.listsObjects(data.bucket, lists);
    if (purges.length > 0) step.purgesObjects(data.bucket, purges);
    if (scores.length > 0) step.usesScores(data.table, data.key, scores);
    if (name === 'enrich')
      step.readsSecret(
        // Secrets Manager adds a hyphen and six characters to every name.
        `arn:${this.partition}:secretsmanager:${this.region}:${this.account}:secret:${providerSecret(deployment)}-??????`,
      );
    return step;
  }

  /**
   * Who tells of an end: a function that may put events on one bus, and by itself reach what tenants choose as webhooks, so it may
   * read neither files nor results. From the bus, whoever subscribes; by mail, whom the deployment names.
   */
  private notifier(
    deployment: Deployment,
    data: DataStack,
    undelivered: Queue,
    removalPolicy: RemovalPolicy,
  ): StepFunction {
    const bus = new EventBus(this, 'Notifications', { eventBusName: `kindred-${deployment.stage}` });
    const step = new StepFunction(this, 'StepNotify', {
      step: 'notify',
      description: 'Kindred: tells the bus and the webhooks how runs ended',
      memoryMb: 512,
      timeoutSeconds: 60,
      tables: false,
      logRetentionDays: deployment.log_retention_days,
      removalPolicy,
      environment: {
        KINDRED_BUCKET: data.bucket.bucketName,
        KINDRED_TABLE: data.table.tableName,
        KINDRED_BUS: bus.eventBusName,
      },
    });
    step
      .readsObjects(data.bucket, ['outbox/', 'settings/'], data.key)
      .usesScores(data.table, data.key, ['GetItem', 'PutItem']);
    step.function.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['events:PutEvents'],
        resources: [bus.eventBusArn],
      }),
    );
    const mail = new Topic(this, 'Mail', { enforceSSL: true, masterKey: data.key });
    data.key.grantEncryptDecrypt(new ServicePrincipal('events.amazonaws.com'));
    if (deployment.notify_email !== undefined)
      mail.addSubscription(new EmailSubscription(deployment.notify_email, { deadLetterQueue: undelivered }));
    new Rule(this, 'MailNotifications', {
      eventBus: bus,
      description: 'Every notification, by mail',
      eventPattern: { source: ['kindred'] },
      targets: [
        new SnsTopic(mail, {
          message: RuleTargetInput.fromText(
            `Kindred, ${EventField.fromPath('$.detail.warehouse')}: ${EventField.fromPath('$.detail.type')}. ${EventField.fromPath('$.detail.summary')}`,
          ),
          deadLetterQueue: undelivered,
        }),
      ],
    });
    return step;
  }

  /** Every object that comes or goes under `inbox/` starts an execution. A prefix and a suffix together would mean "or". */
  private startOnFiles(data: DataStack, undelivered: Queue): void {
    new Rule(this, 'Files', {
      description: 'A file arrived in, or left, an inbox',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created', 'Object Deleted'],
        detail: { bucket: { name: [data.bucket.bucketName] }, object: { key: [{ wildcard: 'inbox/*' }] } },
      },
      targets: [
        new SfnStateMachine(this.stateMachine, {
          input: RuleTargetInput.fromEventPath(EventField.fromPath('$')),
          deadLetterQueue: undelivered,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });
  }

  private startOnSchedule(deployment: Deployment, undelivered: Queue): void {
    const group = new ScheduleGroup(this, 'Reruns', { removalPolicy: RemovalPolicy.DESTROY });
    for (const schedule of deployment.schedules) {
      new Schedule(this, `Rerun-${schedule.warehouse}`, {
        scheduleGroup: group,
        description: `Reruns warehouse ${schedule.warehouse} as of the day of the tick`,
        schedule: ScheduleExpression.expression(schedule.expression, TimeZone.of(schedule.time_zone)),
        target: new StepFunctionsStartExecution(this.stateMachine, {
          input: ScheduleTargetInput.fromObject({
            kind: 'schedule',
            warehouse: schedule.warehouse,
            scheduled_for: ContextAttribute.scheduledTime,
          }),
          deadLetterQueue: undelivered,
          retryAttempts: 10,
          maxEventAge: Duration.hours(12),
        }),
      });
    }
  }

  private watch(undelivered: Queue): void {
    const topic = this.alarms;
    const period = alarmPeriod;
    new RunbookAlarm(this, 'RunFailed', {
      metric: this.stateMachine.metricFailed({ period }),
      threshold: 1,
      means: 'A run failed; the results before it are still served.',
      runbook: 'run-failed',
      topic,
    });
    new RunbookAlarm(this, 'RunTimedOut', {
      metric: this.stateMachine.metricTimedOut({ period }),
      threshold: 1,
      means: 'A run took longer than six hours.',
      runbook: 'run-timed-out',
      topic,
    });
    new RunbookAlarm(this, 'StartsThrottled', {
      metric: this.stateMachine.metricThrottled({ period }),
      threshold: 1,
      means: 'Executions start or step faster than the account allows.',
      runbook: 'starts-throttled',
      topic,
    });
    new RunbookAlarm(this, 'EventsUndelivered', {
      metric: undelivered.metricApproximateNumberOfMessagesVisible({ period }),
      threshold: 1,
      means: 'A file event or schedule tick could not start a run.',
      runbook: 'events-undelivered',
      topic,
    });
  }
}
