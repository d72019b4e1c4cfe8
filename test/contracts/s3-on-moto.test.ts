import { afterAll, beforeAll, describe } from 'vitest';
import { openS3Objects } from '../../functions/shared/stores/s3-objects.ts';
import { objectStoreContract } from './object-store.contract.ts';
import type { Server } from './servers/child-server.ts';
import { motoBucket, motoMissing, startMoto } from './servers/moto.ts';

const missing = motoMissing();
if (missing !== null) console.info(`skipped: ${missing}`);

describe.skipIf(missing !== null)(`S3 on moto${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let moto: Server;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(async () => {
    await moto.close();
  });

  objectStoreContract({
    name: 'S3 (moto, a bucket with versions)',
    open: async () =>
      openS3Objects({ bucket: 'versions', client: await motoBucket(moto, 'versions', true), pageKeys: 40 }),
    manyObjects: 205,
    histories: 5,
  });

  objectStoreContract({
    name: 'S3 (moto, a bucket without versions)',
    open: async () =>
      openS3Objects({ bucket: 'plain', client: await motoBucket(moto, 'plain', false), pageKeys: 8 }),
    missing: { versions: 'the bucket keeps none' },
    manyObjects: 20,
  });
});
