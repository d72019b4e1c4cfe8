import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** A client of a local S3 server: with the credentials s3rver wants; others take any. */
export const localS3 = (endpoint: string, config: S3ClientConfig = {}): S3Client =>
  new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    ...config,
  });
