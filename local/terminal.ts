import type { Writable } from 'node:stream';
import { KindredError, type Problem } from '../functions/shared/errors.ts';

/** Where a command writes: results to `out`, everything else to `err`; colours only where a person looks. */
export type Terminal = {
  readonly out: (text: string) => void;
  readonly note: (text: string) => void;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  /** A person watches `err`: lines may be rewritten. */
  readonly live: boolean;
};

type Stream = Writable & { readonly isTTY?: boolean };

/** A terminal over two streams. `color` is off unless both the caller and the stream agree. */
export function openTerminal(out: Stream, err: Stream, color: boolean): Terminal {
  const paint = (code: number) => (text: string) =>
    color && out.isTTY === true && err.isTTY === true ? `\u001b[${code}m${text}\u001b[0m` : text;
  return {
    out: (text) => {
      out.write(`${text}\n`);
    },
    note: (text) => {
      err.write(`${text}\n`);
    },
    bold: paint(1),
    dim: paint(2),
    red: paint(31),
    green: paint(32),
    live: err.isTTY === true,
  };
}

/** What a person handed in, or a place that was given: these end a command with 2, everything else with 1. */
const givenWrong = new Set([
  ...['BadSettings', 'BadRequest', 'BadEvent', 'NothingToRun', 'MappingUndecided', 'TooManyBadRows'],
  ...['SchemaDrift', 'HostileFile', 'CurrencyUndecided', 'LeakageDeclared', 'NotFound', 'NotWritable'],
  'BadConfiguration',
]);

/** 2 where the input or a given place is at fault, 1 otherwise. */
export function exitCodeOf(errorName: string): 1 | 2 {
  return givenWrong.has(errorName.replace(/^Kindred\./, '')) ? 2 : 1;
}

/** An error as a person reads it: one headline, then a line per problem with place, what is allowed, what came, and the remedy. */
export function errorLines(error: unknown, terminal: Terminal): readonly string[] {
  if (!(error instanceof KindredError))
    return [
      terminal.red(`kindred: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    ];
  const [title = error.message] = error.message.split(': ', 1);
  return [terminal.red(`kindred: ${title}`), ...error.problems.flatMap(problemLines)];
}

/** A problem over two or three short lines. */
export function problemLines(problem: Problem): readonly string[] {
  const place = [
    problem.file,
    problem.line === undefined ? undefined : `line ${problem.line}`,
    problem.column === undefined ? undefined : `column ${problem.column}`,
  ].filter((part) => part !== undefined);
  return [
    `  ${place.length === 0 ? '' : `${place.join(', ')}: `}${problem.name}`,
    `    allowed:  ${problem.allowed}`,
    `    received: ${problem.received}`,
    `    remedy:   ${problem.remedy}`,
  ];
}
