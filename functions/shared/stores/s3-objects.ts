import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { KindredError } from '../errors.ts';
import type { ObjectInfo, ObjectStore, PutOptions, PutResult } from '../ports.ts';
import { awsError, awsFailure, unavailable } from './aws-failure.ts';
import { localFailure } from './local-failure.ts';
import { checkObjectKey } from './object-key.ts';
import { receiveFile } from './receive-file.ts';
import { uploadInParts } from './s3-multipart.ts';
import {
  arrival,
  decoderOf,
  identity,
  isAbsent,
  isConditional,
  listed,
  pinned,
  s3Conditions,
  type Written,
} from './s3-wire.ts';

export type S3Options = {
  readonly bucket: string;
  /** A client of one's own; otherwise one is made from the process's region and credentials. */
  readonly client?: S3Client;
  /** Bucket in the path instead of the host name, as S3 endpoints other than AWS's want it. */
  readonly pathStyle?: boolean;
  /** False only for endpoints that cannot list versions: listings then pin by etag, purge removes the current object only. */
  readonly versioned?: boolean;
  /** Files above this many bytes go up in parts of `partBytes`. */
  readonly multipartAbove?: number;
  readonly partBytes?: number;
  /** Keys a listing asks for at a time; S3 gives 1,000 at most. */
  readonly pageKeys?: number;
};

const megabyte = 1024 * 1024;
/** The mark of one put, by which a put that is sent again knows its own first attempt. */
const putMark = 'kindred-put';

/**
 * An object store in an S3 bucket. Keep versioning on: without it a version pins bytes only until they are replaced (reads by it
 * then give null). The client retries; a failure that comes through is `StoreUnavailable` (throttled, 5xx, no answer) or
 * `BadConfiguration` with the bucket's name (access, region, no such bucket). Needs s3:GetObject, GetObjectVersion, PutObject,
 * DeleteObject, DeleteObjectVersion, AbortMultipartUpload, ListBucket and ListBucketVersions.
 */
export function openS3Objects(options: S3Options): ObjectStore {
  const {
    bucket: Bucket,
    versioned = true,
    multipartAbove = 64 * megabyte,
    partBytes = 16 * megabyte,
    pageKeys: MaxKeys = 1000,
  } = options;
  const client = options.client ?? makeClient(options.pathStyle ?? false);
  const resource = `bucket ${Bucket}`;

  const failure = (error: unknown): unknown => awsFailure(error, resource);

  async function head(key: string): Promise<HeadObjectCommandOutput | null> {
    try {
      return await client.send(new HeadObjectCommand({ Bucket, Key: key }));
    } catch (error) {
      if (awsError(error)?.status === 404) return null;
      throw failure(error);
    }
  }

  async function open(key: string, version: string | undefined): Promise<GetObjectCommandOutput | null> {
    checkObjectKey(key);
    try {
      return await client.send(new GetObjectCommand({ Bucket, Key: key, ...pinned(version) }));
    } catch (error) {
      if (isAbsent(error, version)) return null;
      throw failure(error);
    }
  }

  /** Sends the bytes; the client keeps them in memory, so that it can send them again. */
  async function send(
    key: string,
    body: Uint8Array | string | { readonly file: string },
    condition: PutOptions,
    mark: string,
  ): Promise<Written> {
    const conditions = s3Conditions(condition);
    const target = {
      Bucket,
      Key: key,
      ...(condition.contentType === undefined ? {} : { ContentType: condition.contentType }),
    };
    const marked = { ...target, Metadata: { [putMark]: mark } };
    if (typeof body === 'string' || body instanceof Uint8Array) {
      const Body = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
      return await client.send(
        new PutObjectCommand({ ...(isConditional(condition) ? marked : target), ...conditions, Body }),
      );
    }
    const { size } = await stat(body.file);
    if (size > multipartAbove)
      return await uploadInParts(client, marked, { file: body.file, bytes: size, partBytes }, conditions);
    return await send(key, await readFile(body.file), condition, mark);
  }

  /** A put that failed: it may have taken effect at an attempt whose answer was lost; its condition may not have held. */
  async function settle(
    key: string,
    condition: PutOptions,
    mark: string,
    error: unknown,
  ): Promise<PutResult> {
    const told = awsError(error);
    const lost =
      told !== null &&
      (told.status === 412 || told.status === 409 || (told.status === 404 && told.name !== 'NoSuchBucket'));
    if (told === null || !(lost || told.attempts > 1)) throw failure(error);
    const current = await head(key);
    if (current?.Metadata?.[putMark] === mark) return { written: true, ...identity(current) };
    if (!isConditional(condition)) throw failure(error);
    const holds = condition.ifAbsent === true ? current === null : current?.ETag === condition.ifMatch;
    if (lost && !holds)
      return { written: false, ...(current === null ? { etag: '', version: '' } : identity(current)) };
    // Another put of the same key was under way, or its object went while we asked: the same call may well succeed later.
    throw lost ? unavailable(error, resource, `${told.name}: ${told.message}`) : failure(error);
  }

  async function* listCurrent(prefix: string): AsyncIterable<ObjectInfo> {
    let token: string | undefined;
    do {
      const page = await client
        .send(
          new ListObjectsV2Command({
            Bucket,
            Prefix: prefix,
            EncodingType: 'url',
            MaxKeys,
            ContinuationToken: token,
          }),
        )
        .catch((error: unknown) => {
          throw failure(error);
        });
      for (const entry of page.Contents ?? []) yield listed(entry, decoderOf(page.EncodingType));
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  async function* versionPages(prefix: string): AsyncIterable<ListObjectVersionsCommandOutput> {
    let marker: Pick<ListObjectVersionsCommandOutput, 'KeyMarker' | 'VersionIdMarker'> | null = {};
    while (marker !== null) {
      const page: ListObjectVersionsCommandOutput = await client
        .send(
          new ListObjectVersionsCommand({ Bucket, Prefix: prefix, EncodingType: 'url', MaxKeys, ...marker }),
        )
        .catch((error: unknown) => {
          throw failure(error);
        });
      yield page;
      const decode = decoderOf(page.EncodingType);
      marker =
        page.IsTruncated === true && page.NextKeyMarker !== undefined
          ? { KeyMarker: decode(page.NextKeyMarker), VersionIdMarker: page.NextVersionIdMarker }
          : null;
    }
  }

  async function* listVersioned(prefix: string): AsyncIterable<ObjectInfo> {
    for await (const page of versionPages(prefix))
      for (const entry of page.Versions ?? [])
        if (entry.IsLatest === true) yield listed(entry, decoderOf(page.EncodingType));
  }

  /** From the first page again after each deletion: a page marker need not outlive the version it names. */
  async function purgeVersions(key: string): Promise<void> {
    for (;;) {
      const Objects = await versionsOf(key);
      if (Objects.length === 0) return;
      await deleteVersions(Objects);
    }
  }

  async function deleteVersions(Objects: { Key: string; VersionId: string | undefined }[]): Promise<void> {
    const { Errors } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    const first = Errors?.[0];
    if (first !== undefined)
      throw Object.assign(new Error(first.Message ?? 'not deleted'), {
        name: first.Code ?? 'InternalError',
      });
  }

  /** Versions under a prefix that are not current, and the marks of deletions, as many as the first page that has any holds. */
  async function replacedUnder(prefix: string): Promise<{ Key: string; VersionId: string | undefined }[]> {
    for await (const page of versionPages(prefix)) {
      const decode = decoderOf(page.EncodingType);
      const old = [
        ...(page.Versions ?? []).filter(({ IsLatest }) => IsLatest !== true),
        ...(page.DeleteMarkers ?? []),
      ];
      if (old.length > 0) return old.map(({ Key, VersionId }) => ({ Key: decode(Key ?? ''), VersionId }));
    }
    return [];
  }

  /** Versions and deletions of a key, as many as one page holds; it comes first among the keys it begins. */
  async function versionsOf(key: string): Promise<{ Key: string; VersionId: string | undefined }[]> {
    for await (const page of versionPages(key)) {
      const decode = decoderOf(page.EncodingType);
      const entries = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
      return entries
        .filter((entry) => decode(entry.Key ?? '') === key)
        .map(({ VersionId }) => ({ Key: key, VersionId }));
    }
    return [];
  }

  return {
    put: async (key, body, condition = {}) => {
      checkObjectKey(key);
      const mark = randomUUID();
      try {
        return { written: true, ...identity(await send(key, body, condition, mark)) };
      } catch (error) {
        return await settle(key, condition, mark, error);
      }
    },
    get: async (key, version) => {
      const reply = await open(key, version);
      if (reply?.Body === undefined) return null;
      return await reply.Body.transformToByteArray().catch((error: unknown) => {
        throw unavailable(error, resource, `an answer that broke off: ${String(error)}`);
      });
    },
    materialize: async (key, scratch, version) => {
      const reply = await open(key, version);
      if (reply === null) return null;
      if (!(reply.Body instanceof Readable)) throw new Error('S3 answered without a stream');
      return await receive(reply.Body, reply.ContentLength, scratch, resource);
    },
    head: async (key) => {
      checkObjectKey(key);
      const reply = await head(key);
      if (reply === null) return null;
      return {
        key,
        bytes: reply.ContentLength ?? 0,
        ...identity(reply),
        modified: arrival(reply.LastModified),
      };
    },
    list: (prefix) => (versioned ? listVersioned(prefix) : listCurrent(prefix)),
    copy: async (from, to) => {
      checkObjectKey(from);
      checkObjectKey(to);
      try {
        const CopySource = `${Bucket}/${from.split('/').map(encodeURIComponent).join('/')}`;
        await client.send(new CopyObjectCommand({ Bucket, Key: to, CopySource }));
        return true;
      } catch (error) {
        if (isAbsent(error, undefined)) return false;
        throw failure(error);
      }
    },
    delete: async (key) => {
      checkObjectKey(key);
      try {
        await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
      } catch (error) {
        if (awsError(error)?.name !== 'NoSuchKey') throw failure(error);
      }
    },
    purgeReplaced: async (prefix) => {
      if (!versioned) return 0;
      let removed = 0;
      try {
        for (;;) {
          const Objects = await replacedUnder(prefix);
          if (Objects.length === 0) return removed;
          await deleteVersions(Objects);
          removed += Objects.length;
        }
      } catch (error) {
        throw failure(error);
      }
    },
    purge: async (key) => {
      checkObjectKey(key);
      try {
        if (versioned) await purgeVersions(key);
        else await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
      } catch (error) {
        if (awsError(error)?.name !== 'NoSuchKey') throw failure(error);
      }
    },
  };
}

/** Five attempts with the client's own backoff and jitter; an endpoint that says nothing for 30 s counts as gone. */
function makeClient(pathStyle: boolean): S3Client {
  return new S3Client({
    forcePathStyle: pathStyle,
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 },
  });
}

/** Streams an answer to a file that is named after its content. */
async function receive(
  body: Readable,
  expected: number | undefined,
  scratch: string,
  resource: string,
): Promise<string> {
  await mkdir(scratch, { recursive: true });
  const beside = join(scratch, randomUUID());
  try {
    const { hash, bytes } = await receiveFile(body, beside, { flush: false });
    if (expected !== undefined && bytes !== expected) throw new Error(`${bytes} of ${expected} bytes came`);
    const path = join(scratch, hash);
    await rename(beside, path);
    return path;
  } catch (error) {
    await rm(beside, { force: true });
    const local = localFailure(error, scratch);
    if (local instanceof KindredError && local.code === 'NotWritable') throw local;
    throw unavailable(error, resource, `an answer that broke off: ${String(error)}`);
  }
}
