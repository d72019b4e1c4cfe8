import { lookup } from 'node:dns/promises';
import { request } from 'node:https';
import { BlockList, isIP } from 'node:net';

/** Addresses that are nobody's on the public internet: of this machine, of private networks, of a cloud's own services. */
const nobodys = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  nobodys.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  nobodys.addSubnet(network, bits, 'ipv6');

/** Whether an address is one of the public internet. */
export function isPublic(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isPublic(mapped);
  const family = isIP(address);
  if (family === 0 || /^::ffff:/i.test(address)) return false;
  return !nobodys.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

const timeoutMs = 10_000;
const largestAnswer = 65_536;

type Answered =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Posts to an address a tenant chose, without lending them this machine's place in the network: https on port 443 or 8443 only,
 * no user or password, a name that resolves to public addresses alone; the connection goes to the very address that was checked,
 * redirects are not followed, and ten seconds and 64 KB are all an answer may take.
 */
export async function safePost(
  address: string,
  body: string,
  headers: { readonly [name: string]: string },
  resolve: (host: string) => Promise<readonly string[]> = resolved,
): Promise<Answered> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || url.protocol !== 'https:') return refused('only https addresses are called');
  if (url.username !== '' || url.password !== '') return refused('an address must hold no user or password');
  if (url.port !== '' && url.port !== '8443') return refused('only the ports 443 and 8443 are called');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  let addresses: readonly string[];
  try {
    addresses = isIP(host) === 0 ? await resolve(host) : [host];
  } catch {
    return { kind: 'unreachable', reason: 'its name does not resolve' };
  }
  const [first] = addresses;
  if (first === undefined || !addresses.every(isPublic))
    return refused('it leads to an address that is not of the public internet');
  return await send(url, first, body, headers);
}

const refused = (reason: string): Answered => ({ kind: 'refused', reason });

async function resolved(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
}

async function send(
  url: URL,
  address: string,
  body: string,
  headers: { readonly [name: string]: string },
): Promise<Answered> {
  return await new Promise((settle) => {
    const family = isIP(address);
    const sent = request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        // The name stays for TLS and the Host header; where it leads was decided above.
        lookup: (_host, options, done) =>
          options.all === true ? done(null, [{ address, family }]) : done(null, address, family),
        signal: AbortSignal.timeout(timeoutMs),
      },
      (answer) => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > largestAnswer) answer.destroy();
        });
        const status = answer.statusCode ?? 0;
        answer.on('close', () => settle({ kind: 'answered', status }));
        answer.on('error', () => settle({ kind: 'answered', status }));
      },
    );
    sent.on('error', (error) => settle({ kind: 'unreachable', reason: error.name }));
    sent.end(body);
  });
}
