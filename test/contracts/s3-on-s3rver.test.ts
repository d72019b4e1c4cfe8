import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openS3Objects } from '../../functions/shared/stores/s3-objects.ts';
import { objectStoreContract } from './object-store.contract.ts';
import type { Server } from './servers/child-server.ts';
import { localS3 } from './servers/s3-client.ts';
import { startS3rver } from './servers/s3rver.ts';

const bucket = 'kindred-data';
const folder = mkdtempSync(join(tmpdir(), 'kindred-s3rver-'));
let server: Server | null = null;

objectStoreContract({
  name: 'S3 (s3rver)',
  open: async () => {
    server = await startS3rver(folder, bucket);
    // By default the client adds checksums to streams in a framing that s3rver stores as content.
    const client = localS3(server.endpoint, { requestChecksumCalculation: 'WHEN_REQUIRED' });
    return openS3Objects({ bucket, client, versioned: false });
  },
  close: async () => {
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  },
  missing: {
    conditions: 's3rver overwrites, whatever If-Match and If-None-Match say',
    versions: 's3rver keeps no versions',
    'pinned-reads': 's3rver ignores If-Match on GET',
    'long-listings': 's3rver answers 500 to a listing of more than one page',
    'any-key': 's3rver keeps keys as file paths',
    'key-order': 's3rver orders keys folder by folder',
  },
});
