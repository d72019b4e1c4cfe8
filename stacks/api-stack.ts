import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpNoneAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Deployment } from './config.ts';
import { ConsoleSite } from './constructs/console-site.ts';
import { alarmPeriod, RunbookAlarm } from './constructs/runbook-alarm.ts';
import { StepFunction } from './constructs/step-function.ts';
import type { DataStack } from './data-stack.ts';
import type { PipelineStack } from './pipeline-stack.ts';

/**
 * The HTTP API and the console before it: one function behind one route; keys, routes and answers are the application's own, as
 * on a laptop.
 */
export class ApiStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    deployment: Deployment,
    data: DataStack,
    pipeline: PipelineStack,
    props: StackProps,
  ) {
    super(scope, id, props);
    const removalPolicy = deployment.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const { stateMachine, alarms: topic } = pipeline;
    const api = new StepFunction(this, 'Api', {
      step: 'api',
      description: 'Kindred: serves scores, lists and reports',
      memoryMb: 1024,
      timeoutSeconds: 29,
      tables: false,
      logRetentionDays: deployment.log_retention_days,
      removalPolicy,
      environment: {
        KINDRED_BUCKET: data.bucket.bucketName,
        KINDRED_TABLE: data.table.tableName,
        KINDRED_STATE_MACHINE: stateMachine.stateMachineArn,
      },
    });
    api
      .readsObjects(
        data.bucket,
        [
          'runs/',
          'landed/',
          'outbox/',
          'settings/',
          'staged/',
          'requests/',
          'checks/',
          'scored/',
          'receipts/',
          'snapshots/',
        ],
        data.key,
      )
      .listsObjects(data.bucket, ['staged/', 'checks/'])
      .writesObjects(data.bucket, ['inbox/', 'staged/', 'settings/', 'requests/', 'snapshots/'], data.key)
      .deletesObjects(data.bucket, ['staged/', 'checks/'])
      .usesScores(data.table, data.key, ['GetItem', 'Query', 'PutItem', 'DeleteItem']);
    api.function.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['states:StartExecution'],
        resources: [stateMachine.stateMachineArn],
      }),
    );
    const executions = `arn:${this.partition}:states:${this.region}:${this.account}:execution:${stateMachine.stateMachineName}:*`;
    api.function.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['states:DescribeExecution', 'states:GetExecutionHistory', 'states:RedriveExecution'],
        resources: [executions],
      }),
    );

    const http = new HttpApi(this, 'Http', {
      description: 'Kindred',
      createDefaultStage: false,
      defaultIntegration: new HttpLambdaIntegration('Application', api.function),
      defaultAuthorizer: new HttpNoneAuthorizer(),
    });
    const logs = new LogGroup(this, 'Access', {
      retention: deployment.log_retention_days as RetentionDays,
      removalPolicy,
    });
    const stage = http.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: deployment.api_rate, burstLimit: deployment.api_burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logs),
        format: AccessLogFormat.custom(
          JSON.stringify({
            request: '$context.requestId',
            time: '$context.requestTime',
            method: '$context.httpMethod',
            path: '$context.path',
            status: '$context.status',
            bytes: '$context.responseLength',
            latency_ms: '$context.responseLatency',
          }),
        ),
      },
    });
    (stage.node.defaultChild as CfnStage).addPropertyOverride(
      'DefaultRouteSettings.DetailedMetricsEnabled',
      true,
    );

    const period = alarmPeriod;
    const metric = (metricName: string, statistic: string): Metric =>
      new Metric({
        namespace: 'AWS/ApiGateway',
        metricName,
        statistic,
        period,
        dimensionsMap: { ApiId: http.apiId },
      });
    new RunbookAlarm(this, 'ApiErrors', {
      metric: metric('5xx', Stats.SUM),
      threshold: 5,
      means: 'The API answers with 5xx.',
      runbook: 'api-errors',
      topic,
    });
    new RunbookAlarm(this, 'ApiSlow', {
      metric: metric('Latency', 'p99'),
      threshold: Duration.seconds(3).toMilliseconds(),
      periods: 3,
      means: 'One API request in a hundred takes over three seconds.',
      runbook: 'api-slow',
      topic,
    });
    new CfnOutput(this, 'ApiUrl', { value: http.apiEndpoint });
    const site = new ConsoleSite(this, 'Console', {
      api: http,
      files: data.bucket as unknown as IBucket,
    });
    new CfnOutput(this, 'ConsoleUrl', {
      value: `https://${site.distribution.distributionDomainName}/`,
      description: 'console, and the API under the same address',
    });
  }
}
