import { open } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandOutput,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** S3's own limit. */
const maxParts = 10_000;
/** Parts in flight: with parts of 16 MB, 64 MB of memory. */
const inFlight = 4;

/** The conditions of a put in S3's words. */
export type S3Conditions = { readonly IfNoneMatch?: '*'; readonly IfMatch?: string };

/**
 * Uploads a local file in parts, each held in memory while it is on its way (so that the client can send it again), at most four
 * at once. The object appears with all its bytes or not at all; after any failure the parts are removed and the failure is thrown.
 */
export async function uploadInParts(
  client: S3Client,
  target: CreateMultipartUploadCommandInput,
  source: { readonly file: string; readonly bytes: number; readonly partBytes: number },
  conditions: S3Conditions,
): Promise<CompleteMultipartUploadCommandOutput> {
  const { Bucket, Key } = target;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  try {
    const Parts = await sendParts(client, { Bucket, Key, UploadId }, source);
    return await client.send(
      new CompleteMultipartUploadCommand({
        Bucket,
        Key,
        UploadId,
        MultipartUpload: { Parts },
        ...conditions,
      }),
    );
  } catch (error) {
    // What cannot be removed now goes by the bucket's lifecycle rule for unfinished uploads; the first failure is the one to tell.
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => undefined);
    throw error;
  }
}

async function sendParts(
  client: S3Client,
  upload: {
    readonly Bucket: string | undefined;
    readonly Key: string | undefined;
    readonly UploadId: string | undefined;
  },
  source: { readonly file: string; readonly bytes: number; readonly partBytes: number },
): Promise<CompletedPart[]> {
  const partBytes = Math.max(source.partBytes, Math.ceil(source.bytes / maxParts));
  const count = Math.ceil(source.bytes / partBytes);
  const parts: CompletedPart[] = Array.from({ length: count }, () => ({}));
  const file = await open(source.file, 'r');
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (next < count && !failed) {
      const at = next;
      next += 1;
      const length = Math.min(partBytes, source.bytes - at * partBytes);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at * partBytes);
      if (bytesRead !== length) throw new Error(`${source.file} became shorter while it was uploaded`);
      const sent = await client.send(new UploadPartCommand({ ...upload, PartNumber: at + 1, Body: buffer }));
      parts[at] = {
        PartNumber: at + 1,
        ETag: sent.ETag,
        ...(sent.ChecksumCRC32 === undefined ? {} : { ChecksumCRC32: sent.ChecksumCRC32 }),
      };
    }
  };
  try {
    const workers = Array.from({ length: Math.min(inFlight, count) }, () =>
      worker().catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    );
    const failures = (await Promise.allSettled(workers)).flatMap((end) =>
      end.status === 'rejected' ? [{ error: end.reason as unknown }] : [],
    );
    if (failures[0] !== undefined) throw failures[0].error;
    return parts;
  } finally {
    await file.close();
  }
}
