import { isDeepStrictEqual } from 'node:util';
import { runInNewContext, Script } from 'node:vm';

/** What an example gave, and the value it promised, as text. */
type Answer = { readonly actual: unknown; readonly promised: string };

/** The answers an example promises, with what the code gives for each. An expression may span several lines. */
function answers(code: string, scope: Record<string, unknown>): Answer[] {
  const found: Answer[] = [];
  const take = (actual: unknown, promised: string): void => {
    found.push({ actual, promised });
  };
  const script: string[] = [];
  let waiting: string[] = [];
  for (const line of code.split('\n')) {
    const [, last, promised] = /^(.*?);?[ \t]*\/\/ => (.*)$/.exec(line) ?? [];
    if (last === undefined || promised === undefined) {
      waiting.push(line);
      continue;
    }
    waiting.push(last);
    const start = waiting.findLastIndex((_, index) => isExpression(waiting.slice(index).join('\n')));
    if (start < 0) throw new SyntaxError(`no expression before => ${promised}`);
    script.push(...waiting.slice(0, start));
    script.push(`__take((${waiting.slice(start).join('\n')}), ${JSON.stringify(promised)});`);
    waiting = [];
  }
  // The host's own constructors, so that arrays made in an example equal arrays made here.
  runInNewContext([...script, ...waiting].join('\n'), { ...hosts, ...scope, __take: take });
  return found;
}

function isExpression(text: string): boolean {
  try {
    return new Script(`(${text})`) instanceof Script;
  } catch {
    return false;
  }
}

const hosts = {
  Array,
  Float64Array,
  Int32Array,
  Int8Array,
  JSON,
  Map,
  Math,
  Number,
  Object,
  Set,
  String,
  TextEncoder,
  Uint8Array,
  Uint32Array,
};

/** Through JSON, as the promised value is written: typed arrays and unset fields play no part. */
function plain(value: unknown): unknown {
  const text = JSON.stringify(value, (_, inner: unknown) =>
    ArrayBuffer.isView(inner) && !(inner instanceof DataView) ? Array.from(Object.values(inner)) : inner,
  );
  return text === undefined ? undefined : JSON.parse(text);
}

/** One line for each promise the code does not keep. */
export function brokenPromises(place: string, code: string, scope: Record<string, unknown>): string[] {
  return answers(code, scope).flatMap(({ actual, promised }) => {
    const value: unknown = runInNewContext(`(${promised})`, {});
    const same = isDeepStrictEqual(plain(actual), plain(value));
    return same ? [] : [`${place}: promised ${promised}, got ${JSON.stringify(plain(actual))}`];
  });
}
