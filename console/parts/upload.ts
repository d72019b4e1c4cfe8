import type { Upload } from '../answers.ts';
import { ApiFailure } from '../api.ts';

/**
 * Sends a file to where the API said, as a form: the fields in their order, the file last. Tells how much has gone, 0–1.
 * `XMLHttpRequest`, because `fetch` does not say how far an upload is.
 */
export function sendFile(
  upload: Upload,
  file: File,
  onProgress: (share: number) => void,
  left: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
    form.append('file', file);
    const request = new XMLHttpRequest();
    request.open('POST', upload.url);
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () =>
      request.status >= 200 && request.status < 300
        ? resolve()
        : reject(new ApiFailure(request.status, 'upload_failed', refusal(request, upload))),
    );
    request.addEventListener('error', () =>
      reject(new ApiFailure(0, 'unreachable', 'The upload was cut off. Try it again.')),
    );
    left.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}

/** Storage answers in XML, the laptop in JSON or text; the one sentence in them is enough. */
function refusal(request: XMLHttpRequest, { max_bytes }: Upload): string {
  const text = request.responseText;
  const said = /<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? /"detail":"([^"]*)"/.exec(text)?.[1];
  return `The file was not taken: ${said ?? `the storage answered ${request.status}`}. At most ${max_bytes} bytes are taken.`;
}
