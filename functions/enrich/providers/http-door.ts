import type { ApiReply } from './provider.ts';
import { NoReply, type WireRequest } from './provider-world.ts';

/** Larger answers than this are not read to their end, compressed or not. */
const mostBytes = 8 * 1024 * 1024;

/**
 * Sends one request and reads one reply, trusting nothing: no redirect is followed, a reply is read up to 8 MB after
 * decompression and within the time given, text that is no JSON stays text, whatever its content type says. Error messages
 * carry neither address, key nor content.
 */
export async function sendRequest(request: WireRequest, timeoutMs = 20_000): Promise<ApiReply> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { accept: 'application/json', ...request.headers },
      ...(request.body === null ? {} : { body: request.body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await boundedText(response);
    return {
      status: response.status,
      headers: Object.fromEntries([...response.headers].map(([name, value]) => [name.toLowerCase(), value])),
      body: parsed(text),
    };
  } catch (error) {
    if (error instanceof NoReply) throw error;
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    throw new NoReply(timedOut ? 'no whole reply in time' : 'the connection failed', !neverLeft(error));
  }
}

/** Failures before a connection stood. */
const beforeConnection: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function neverLeft(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  return typeof code === 'string' && beforeConnection.has(code);
}

async function boundedText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    if (bytes > mostBytes) {
      await reader.cancel();
      throw new NoReply(`a reply of more than ${mostBytes} bytes`, true);
    }
    text += decoder.decode(value, { stream: true });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
