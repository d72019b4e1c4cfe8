import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import { Hono } from 'hono';
import * as z from 'zod';
import type { ObjectStore, SignedLinks } from '../functions/shared/ports.ts';

const uploadPolicy = z.strictObject({
  key: z.string(),
  max_bytes: z.int().nonnegative(),
  content_type: z.string(),
  until: z.int(),
});
const downloadPolicy = z.strictObject({
  key: z.string(),
  file: z.string(),
  content_type: z.string(),
  until: z.int(),
});

/** What the laptop serves beside the API: files in and out, each by a link that is signed and ends. */
export type FileDoor = {
  readonly links: SignedLinks;
  readonly app: Hono;
};

/** What a page from here may do: show itself, with the styles and scripts it carries. */
export const ownOnly =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/**
 * A laptop's presigned POST and GET: the same form as S3's, with `policy` and `signature` fields, the file last; 204 when it is
 * stored. Size, type and key are bound by the policy; a file is streamed to the disk, never held in memory. The signing key
 * lives as long as the process.
 */
export function openFileDoor(options: {
  readonly objects: ObjectStore;
  readonly scratch: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}): FileDoor {
  const { objects, scratch, now } = options;
  const secret = randomBytes(32);
  const sign = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url');
  const seal = (policy: object): { readonly policy: string; readonly signature: string } => {
    const text = Buffer.from(JSON.stringify(policy)).toString('base64url');
    return { policy: text, signature: sign(text) };
  };
  const opened = <T extends { readonly until: number }>(
    schema: z.ZodType<T>,
    policy: string,
    signature: string,
  ): T | null => {
    const expected = Buffer.from(sign(policy));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    const found = schema.parse(JSON.parse(Buffer.from(policy, 'base64url').toString('utf8')));
    return found.until > now() ? found : null;
  };

  const app = new Hono();
  app.post('/files/upload', async (context) => {
    const type = context.req.header('content-type') ?? '';
    const { body } = context.req.raw;
    if (!type.startsWith('multipart/form-data') || body === null)
      return context.text('send multipart/form-data: the fields, then file\n', 400);
    mkdirSync(scratch, { recursive: true });
    const path = join(scratch, `upload-${randomBytes(12).toString('hex')}`);
    try {
      const received = await receiveForm(body, type, path, (fields) =>
        opened(uploadPolicy, fields.get('policy') ?? '', fields.get('signature') ?? ''),
      );
      if (typeof received === 'string') return context.text(`${received}\n`, 403);
      await objects.put(received.key, { file: path }, { contentType: received.content_type });
      return context.body(null, 204);
    } finally {
      rmSync(path, { force: true });
    }
  });
  app.get('/files/download', async (context) => {
    const { policy = '', signature = '' } = context.req.query();
    const known = opened(downloadPolicy, policy, signature);
    const bytes = known === null ? null : await objects.get(known.key);
    if (known === null || bytes === null) return context.text('the link has ended, or never was\n', 403);
    const shown = known.content_type.startsWith('text/html') ? 'inline' : 'attachment';
    return context.body(new Uint8Array(bytes), 200, {
      'content-type': known.content_type,
      'content-disposition': `${shown}; filename="${known.file}"`,
      'content-security-policy': ownOnly,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  return {
    app,
    links: {
      upload: async (key, { maxBytes, contentType, seconds }) => ({
        url: '/files/upload',
        fields: {
          key,
          'Content-Type': contentType,
          ...seal({ key, max_bytes: maxBytes, content_type: contentType, until: now() + seconds * 1000 }),
        },
      }),
      download: async (key, { fileName, contentType, seconds }) => {
        const { policy, signature } = seal({
          key,
          file: fileName,
          content_type: contentType,
          until: now() + seconds * 1000,
        });
        return `/files/download?${new URLSearchParams({ policy, signature })}`;
      },
    },
  };
}

type UploadPolicy = z.infer<typeof uploadPolicy>;

/** Streams the form's file to a path; the policy it came under, or why it is refused. */
async function receiveForm(
  body: ReadableStream<Uint8Array>,
  type: string,
  path: string,
  policyOf: (fields: ReadonlyMap<string, string>) => UploadPolicy | null,
): Promise<UploadPolicy | string> {
  const fields = new Map<string, string>();
  let verdict: UploadPolicy | string = 'the form has no file';
  let writing: Promise<void> | null = null;
  const form = new Busboy({
    headers: { 'content-type': type },
    limits: { fields: 20, fieldSize: 8_192, files: 1, fieldNameSize: 100 },
  });
  form.on('field', (name, value) => fields.set(name.toLowerCase(), value));
  form.on('file', (name, file) => {
    const policy = name === 'file' ? policyOf(fields) : null;
    if (policy === null) verdict = 'the policy is not one of this server, or has ended';
    else if (fields.get('key') !== policy.key || fields.get('content-type') !== policy.content_type)
      verdict = 'the fields are not those the policy allows';
    else {
      verdict = policy;
      let bytes = 0;
      file.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= policy.max_bytes) return;
        verdict = `the file is larger than the ${policy.max_bytes} bytes that were announced`;
      });
      writing = pipeline(
        file,
        async function* (chunks) {
          for await (const chunk of chunks) if (bytes <= policy.max_bytes) yield chunk;
        },
        createWriteStream(path, { flags: 'wx' }),
      );
      return;
    }
    file.resume();
  });
  try {
    Readable.fromWeb(body).pipe(form);
    await finished(form);
    await writing;
  } catch {
    return 'the form broke off';
  }
  return verdict;
}
