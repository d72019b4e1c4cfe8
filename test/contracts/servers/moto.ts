import { spawnSync } from 'node:child_process';
import { CreateBucketCommand, PutBucketVersioningCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Server, startChildServer } from './child-server.ts';
import { freePort } from './free-port.ts';
import { localS3 } from './s3-client.ts';

/** Why moto cannot be run on this machine; null when it can. */
export function motoMissing(): string | null {
  const { status } = spawnSync('python3', ['-c', 'import flask, moto.server'], {
    stdio: 'ignore',
    timeout: 20_000,
  });
  return status === 0 ? null : "python3 with moto is not installed (pip install 'moto[server]')";
}

/** moto, an independent implementation of AWS's services in Python. */
export async function startMoto(): Promise<Server> {
  const port = await freePort();
  return await startChildServer(
    'python3',
    ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)],
    port,
  );
}

/** Makes a bucket, with or without versions, and a client for it. */
export async function motoBucket(server: Server, bucket: string, versions: boolean): Promise<S3Client> {
  const client = localS3(server.endpoint);
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  if (versions)
    await client.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
  return client;
}
