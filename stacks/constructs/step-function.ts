import { join, resolve } from 'node:path';
import { Duration, type RemovalPolicy, Size } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { duckdbBundling, duckdbExternals } from './duckdb-bundling.ts';

const root = resolve(import.meta.dirname, '..', '..');

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

/** One Lambda of Kindred: bundled from its handler with everything it needs, on the newest Node, logged and traced. */
export class StepFunction extends Construct {
  readonly function: NodejsFunction;

  constructor(scope: Construct, id: string, props: StepFunctionProps) {
    super(scope, id);
    this.function = new NodejsFunction(this, 'Function', {
      entry: join(root, 'functions', props.step, 'handler.ts'),
      handler: 'handler',
      description: props.description,
      projectRoot: root,
      depsLockFilePath: join(root, 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.X86_64,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      ...(props.scratchMb === undefined ? {} : { ephemeralStorageSize: Size.mebibytes(props.scratchMb) }),
      tracing: Tracing.ACTIVE,
      environment: { ...props.environment, NODE_OPTIONS: '--enable-source-maps --disable-proto=delete' },
      logGroup: new LogGroup(this, 'Logs', {
        retention: props.logRetentionDays as RetentionDays,
        removalPolicy: props.removalPolicy,
      }),
      bundling: {
        format: OutputFormat.ESM,
        mainFields: ['module', 'main'],
        target: 'node24',
        minify: true,
        sourceMap: true,
        sourcesContent: false,
        externalModules: props.tables ? duckdbExternals : [],
        // Bundled CommonJS packages still call require for Node's own modules.
        banner:
          "import{createRequire as __kindredRequire}from'node:module';const require=__kindredRequire(import.meta.url);",
        ...(props.tables ? { commandHooks: duckdbBundling } : {}),
      },
    });
  }

  /** Reads objects under prefixes of the bucket, and sees which are there. */
  readsObjects(bucket: Bucket, prefixes: readonly string[], key: Key): this {
    this.allow(
      ['s3:GetObject', 's3:GetObjectVersion'],
      prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`)),
    );
    this.function.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['s3:ListBucket', 's3:ListBucketVersions'],
        resources: [bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
      }),
    );
    this.allow(['kms:Decrypt'], [key.keyArn]);
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

  /** Reads records, and writes them where asked; never scans. */
  usesScores(table: TableV2, key: Key, access: 'read' | 'write'): this {
    this.allow(
      access === 'read'
        ? ['dynamodb:GetItem', 'dynamodb:Query']
        : [
            'dynamodb:GetItem',
            'dynamodb:Query',
            'dynamodb:PutItem',
            'dynamodb:DeleteItem',
            'dynamodb:BatchWriteItem',
          ],
      [table.tableArn],
    );
    this.function.addToRolePolicy(
      new PolicyStatement({ effect: Effect.DENY, actions: ['dynamodb:Scan'], resources: [table.tableArn] }),
    );
    this.allow(access === 'read' ? ['kms:Decrypt'] : ['kms:Decrypt', 'kms:GenerateDataKey'], [key.keyArn]);
    return this;
  }

  private allow(actions: readonly string[], resources: readonly string[]): void {
    this.function.addToRolePolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources] }),
    );
  }
}
