import { createHash } from 'node:crypto';

/** The longest name that common file systems hold, less room for a hash. */
const longestName = 200;

/**
 * The relative path, segment by segment, under which an object is shown in a folder, for people to browse. Different keys have
 * different paths, also where one key is a folder of another (`a` and `a/b`): names of folders never end like names of objects
 * do. Characters that some file system refuses are percent-encoded; a name too long is cut and ends in its hash. On a file system
 * that ignores case, keys that differ in case only show one of them.
 *
 * @example
 * keyPath('inbox/acme/Orders 2026.csv'); // => ['inbox', 'acme', 'Orders 2026.csv']
 * keyPath('a'); // => ['a%']
 * keyPath('a/b:c.txt'); // => ['a', 'b%3Ac.txt']
 * keyPath('v1.2/50%.csv'); // => ['v1.2%', '50%25.csv']
 */
export function keyPath(key: string): readonly string[] {
  const segments = key.split('/');
  return segments.map((segment, at) =>
    at === segments.length - 1 ? objectName(segment) : folderName(segment),
  );
}

// A bare "%" at the end cannot come from encoding. Folders: no dot, or dot and "%". Objects: dot, or no dot and "%".
const folderName = (segment: string): string => {
  if (segment === '') return '%%';
  const name = encoded(segment);
  return name.includes('.') ? `${name}%` : name;
};
const objectName = (segment: string): string => {
  const name = encoded(segment);
  return name.includes('.') ? name : `${name}%`;
};

/** Device names of Windows, with or without an extension. */
const device = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

function encoded(segment: string): string {
  const plain = segment
    .replace(/[\p{Cc}%<>:"\\|?*]/gu, percent)
    .replace(/[. ]+$/, (tail) => [...tail].map(percent).join(''))
    .replace(device, (name) => `${percent(name[0] ?? '')}${name.slice(1)}`);
  if (Buffer.byteLength(plain, 'utf8') <= longestName) return plain;
  const hash = createHash('sha256').update(segment).digest('hex');
  const extension = plain.match(/\.[A-Za-z0-9]{1,10}$/)?.[0] ?? '';
  return `${[...plain].slice(0, 40).join('')}%~${hash}${extension}`;
}

const percent = (text: string): string =>
  [...Buffer.from(text, 'utf8')]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
