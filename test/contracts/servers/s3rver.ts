import { resolve } from 'node:path';
import { type Server, startChildServer } from './child-server.ts';
import { freePort } from './free-port.ts';

/** The npm package s3rver, as a process of its own, with one bucket. */
export async function startS3rver(folder: string, bucket: string): Promise<Server> {
  const port = await freePort();
  const program = resolve('node_modules/s3rver/bin/s3rver.js');
  const args = [
    '--directory',
    folder,
    '--address',
    '127.0.0.1',
    '--port',
    String(port),
    '--silent',
    '--allow-mismatched-signatures',
    '--no-vhost-buckets',
    '--configure-bucket',
    bucket,
  ];
  return await startChildServer(process.execPath, [program, ...args], port);
}
