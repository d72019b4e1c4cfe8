import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a stream to a new file and tells the SHA-256 and the number of its bytes; memory does not grow with the stream. With
 * `flush` the bytes are on the disk before it returns.
 */
export async function receiveFile(
  stream: Readable,
  path: string,
  options: { readonly flush: boolean },
): Promise<{ readonly hash: string; readonly bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(stream, counting, createWriteStream(path, { flags: 'wx', flush: options.flush }));
  return { hash: hash.digest('hex'), bytes };
}
