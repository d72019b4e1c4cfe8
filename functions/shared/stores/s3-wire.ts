import type { ObjectInfo, PutOptions } from '../ports.ts';
import { awsError } from './aws-failure.ts';
import type { S3Conditions } from './s3-multipart.ts';

/** Begins the version of an object in a bucket that keeps none: reads by it succeed while the object has this etag. */
const byEtag = 'etag:';

/** What tells the bytes of an object apart from its other versions. */
export type Written = { readonly ETag?: string | undefined; readonly VersionId?: string | undefined };

export const identity = ({
  ETag = '',
  VersionId,
}: Written): { readonly etag: string; readonly version: string } => ({
  etag: ETag,
  version: VersionId === undefined || VersionId === 'null' ? `${byEtag}${ETag}` : VersionId,
});

export const isConditional = (condition: PutOptions): boolean =>
  condition.ifAbsent === true || condition.ifMatch !== undefined;

export const s3Conditions = ({ ifAbsent, ifMatch }: PutOptions): S3Conditions => ({
  ...(ifAbsent === true ? { IfNoneMatch: '*' } : {}),
  ...(ifMatch === undefined ? {} : { IfMatch: ifMatch }),
});

export function pinned(version: string | undefined): {
  readonly IfMatch?: string;
  readonly VersionId?: string;
} {
  if (version === undefined) return {};
  return version.startsWith(byEtag) ? { IfMatch: version.slice(byEtag.length) } : { VersionId: version };
}

export function isAbsent(error: unknown, version: string | undefined): boolean {
  const told = awsError(error);
  if (told === null || told.name === 'NoSuchBucket') return false;
  if (told.status === 404) return true;
  // The version was replaced (412), is a deletion (405), or cannot be the name of any version (400).
  return (
    version !== undefined &&
    (told.status === 412 || told.status === 405 || (told.status === 400 && told.name === 'InvalidArgument'))
  );
}

type ListedEntry = Written & {
  readonly Key?: string | undefined;
  readonly Size?: number | undefined;
  readonly LastModified?: Date | undefined;
};

export const listed = (entry: ListedEntry, decode: (text: string) => string): ObjectInfo => ({
  key: decode(entry.Key ?? ''),
  bytes: entry.Size ?? 0,
  ...identity(entry),
  modified: arrival(entry.LastModified),
});

export function arrival(date: Date | undefined): string {
  if (date === undefined) throw new Error('S3 answered without a date');
  return date.toISOString();
}

/** Keys come URL-encoded where the endpoint says so: XML cannot carry every character a key may have. */
export const decoderOf = (encoding: string | undefined) => (text: string) =>
  encoding === 'url' ? decodeURIComponent(text.replaceAll('+', ' ')) : text;
