import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  HttpMethods,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Deployment } from './config.ts';

/** Everything that outlives a deployment: the bucket of files and artifacts, the table of scores, the key of both. */
export class DataStack extends Stack {
  readonly bucket: Bucket;
  readonly table: Table;
  readonly key: Key;

  constructor(scope: Construct, id: string, deployment: Deployment, props: StackProps) {
    super(scope, id, { ...props, terminationProtection: deployment.retain });
    const removalPolicy = deployment.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.key = new Key(this, 'Key', {
      description: 'Kindred: files, artifacts, scores',
      enableKeyRotation: true,
      removalPolicy,
    });

    const accessLogs = new Bucket(this, 'AccessLogs', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [{ expiration: Duration.days(deployment.log_retention_days) }],
      removalPolicy,
    });
    this.bucket = new Bucket(this, 'Files', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // The CDK's own class does not fit its own interface under exactOptionalPropertyTypes.
      // A signed form is what lets a file in; this only lets a browser see that it was taken.
      cors: [
        {
          allowedMethods: [HttpMethods.POST],
          allowedOrigins: ['https://*.cloudfront.net'],
          allowedHeaders: ['*'],
          maxAge: 3600,
        },
      ],
      serverAccessLogsBucket: accessLogs as unknown as IBucket,
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(2),
          noncurrentVersionExpiration: Duration.days(35),
        },
        // What is staged, checked, asked and scored is of use for days; what was erased must not wait in it.
        ...['staged/', 'checks/', 'requests/', 'scored/'].map((prefix) => ({
          prefix,
          expiration: Duration.days(14),
          noncurrentVersionExpiration: Duration.days(1),
        })),
      ],
      removalPolicy,
    });
    // CloudFormation can switch EventBridge on itself; the construct's own way brings a custom resource and its Lambda.
    (this.bucket.node.defaultChild as CfnBucket).addPropertyOverride(
      'NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled',
      true,
    );

    // A global table with a key of one's own cannot be written without naming its region; this one serves any.
    this.table = new Table(this, 'Scores', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expires',
      deletionProtection: deployment.retain,
      removalPolicy,
    });
    new CfnOutput(this, 'BucketName', {
      value: this.bucket.bucketName,
      description: 'drop files under inbox/{warehouse}/',
    });
    new CfnOutput(this, 'TableName', { value: this.table.tableName });
  }
}
