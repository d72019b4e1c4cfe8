import { Duration, type RemovalPolicy, Size } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { bundledCode } from '../bundling/bundled-code.ts';

export type StepFunctionProps = {
  /** Folder under `functions/`. */
  readonly step: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Scratch the table engine may spill to. */
  readonly scratchMb?: number;
  /** Bundle DuckDB's native library. */
  readonly tables: boolean;
  readonly environment: { readonly [name: string]: string };
  readonly logRetentionDays: number;
  readonly removalPolicy: RemovalPolicy;
};

/** What the score store's port needs, one by one: see `functions/shared/ports.ts`. */
export type ScoreOperation = 'GetItem' | 'Query' | 'PutItem' | 'BatchWriteItem' | 'DeleteItem';

/** One Lambda of Kindred: bundled from its handler with everything it needs, on the newest Node, logged and traced. */
export class StepFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: StepFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetentionDays as RetentionDays,
      removalPolicy: props.removalPolicy,
    });
    // A role of its own: AWS's managed one may write to every log group of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.function = new LambdaFunction(this, 'Function', {
      code: bundledCode(props.step, props.tables),
      handler: 'index.handler',
      description: props.description,
      role,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.X86_64,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      ...(props.scratchMb === undefined ? {} : { ephemeralStorageSize: Size.mebibytes(props.scratchMb) }),
      tracing: Tracing.ACTIVE,
      environment: { ...props.environment, NODE_OPTIONS: '--enable-source-maps --disable-proto=delete' },
      logGroup,
    });
  }

  /**
   * Reads objects under prefixes of the bucket, and is told of one that is not there: without `s3:ListBucket` S3 answers 403 for
   * it, and under a condition on `s3:prefix` too, as a read names no prefix.
   */
  readsObjects(bucket: Bucket, prefixes: readonly string[], key: Key): this {
    this.allow(
      ['s3:GetObject', 's3:GetObjectVersion'],
      prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`)),
    );
    this.allow(['s3:ListBucket'], [bucket.bucketArn]);
    this.allow(['kms:Decrypt'], [key.keyArn]);
    return this;
  }

  /** Lists objects under prefixes with their versions. */
  listsObjects(bucket: Bucket, prefixes: readonly string[]): this {
    this.function.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['s3:ListBucketVersions'],
        resources: [bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
      }),
    );
    return this;
  }

  /** Writes objects under prefixes of the bucket. */
  writesObjects(bucket: Bucket, prefixes: readonly string[], key: Key): this {
    this.allow(
      ['s3:PutObject', 's3:AbortMultipartUpload'],
      prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`)),
    );
    this.allow(['kms:GenerateDataKey', 'kms:Decrypt'], [key.keyArn]);
    return this;
  }

  /** Removes objects under prefixes; earlier versions stay until they expire. */
  deletesObjects(bucket: Bucket, prefixes: readonly string[]): this {
    this.allow(
      ['s3:DeleteObject'],
      prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`)),
    );
    return this;
  }

  /** Removes objects under prefixes, with every version of them: for erasure. */
  purgesObjects(bucket: Bucket, prefixes: readonly string[]): this {
    this.allow(
      ['s3:DeleteObject', 's3:DeleteObjectVersion'],
      prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`)),
    );
    return this;
  }

  /** Calls these operations on the table of records; never scans it. */
  usesScores(table: Table, key: Key, operations: readonly ScoreOperation[]): this {
    this.allow(
      operations.map((operation) => `dynamodb:${operation}`),
      [table.tableArn],
    );
    this.function.addToRolePolicy(
      new PolicyStatement({ effect: Effect.DENY, actions: ['dynamodb:Scan'], resources: [table.tableArn] }),
    );
    // DynamoDB uses the table's key in the name of who calls it.
    const readKey = ['kms:Decrypt', 'kms:DescribeKey'];
    const writeKey = ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];
    const writes = operations.some((operation) => operation !== 'GetItem' && operation !== 'Query');
    this.allow(writes ? [...readKey, ...writeKey] : readKey, [key.keyArn]);
    return this;
  }

  /** Reads one secret. */
  readsSecret(arn: string): this {
    this.allow(['secretsmanager:GetSecretValue'], [arn]);
    return this;
  }

  private allow(actions: readonly string[], resources: readonly string[]): void {
    this.function.addToRolePolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources] }),
    );
  }
}
