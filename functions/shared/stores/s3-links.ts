import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { SignedLinks } from '../ports.ts';

/**
 * Links signed with the process's own credentials: they open no more than its role may, and no longer than those credentials
 * live. An upload is a presigned POST, because only a POST's policy binds the size and the type of what comes.
 */
export function openS3Links(options: {
  readonly bucket: string;
  readonly client?: S3Client;
  readonly pathStyle?: boolean;
}): SignedLinks {
  const { bucket: Bucket } = options;
  const client = options.client ?? new S3Client({ forcePathStyle: options.pathStyle ?? false });
  return {
    upload: async (key, { maxBytes, contentType, seconds }) => {
      const { url, fields } = await createPresignedPost(client, {
        Bucket,
        Key: key,
        Expires: seconds,
        Fields: { 'Content-Type': contentType },
        Conditions: [
          ['content-length-range', 0, maxBytes],
          ['eq', '$Content-Type', contentType],
        ],
      });
      return { url, fields };
    },
    download: async (key, { fileName, contentType, seconds }) =>
      await getSignedUrl(
        client,
        new GetObjectCommand({
          Bucket,
          Key: key,
          ResponseContentType: contentType,
          ResponseContentDisposition: `${contentType.startsWith('text/html') ? 'inline' : 'attachment'}; filename="${fileName}"`,
        }),
        { expiresIn: seconds },
      ),
  };
}
