/**
 * Every failure Kindred names. A code says what went wrong; `retryable` says whether the same call may
 * succeed later without anyone changing anything. The state machine retries on {@link RETRYABLE_NAME} only.
 */
const catalogue = {
  // what a person handed in
  BadSettings: { retryable: false, title: 'the settings are not valid' },
  BadRequest: { retryable: false, title: 'the request is not valid' },
  BadEvent: { retryable: false, title: 'the event is not one Kindred starts from' },
  NothingToRun: { retryable: false, title: 'there is nothing to run' },
  MappingUndecided: { retryable: false, title: 'a column could not be mapped' },
  TooManyBadRows: { retryable: false, title: 'too many rows were quarantined' },
  SchemaDrift: { retryable: false, title: 'the files changed shape since the last accepted drop' },
  HostileFile: { retryable: false, title: 'a file was refused' },
  CurrencyUndecided: { retryable: false, title: 'several currencies and no rate table' },
  SourceRefused: { retryable: false, title: 'the warehouse refused what was asked of it' },
  LeakageDeclared: { retryable: false, title: 'a declared model feature gives the label away' },
  // what the world does
  StoreUnavailable: { retryable: true, title: 'a store did not answer' },
  ProviderUnavailable: { retryable: true, title: 'a provider did not answer' },
  SourceUnavailable: { retryable: true, title: 'the warehouse did not answer' },
  // what should not happen
  Integrity: { retryable: false, title: 'an artifact is not the one that was recorded' },
  OutOfMemory: { retryable: false, title: 'the input is larger than this process can hold' },
  Superseded: { retryable: false, title: 'a newer generation of this warehouse exists' },
  NotFound: { retryable: false, title: 'no such thing' },
  NotWritable: { retryable: false, title: 'a folder cannot be written' },
  BadConfiguration: { retryable: false, title: 'the process environment is not valid' },
  UnsupportedDefinition: {
    retryable: false,
    title: 'the state machine uses what the interpreter does not implement',
  },
  Internal: { retryable: false, title: 'Kindred has a fault' },
} as const;

type Catalogue = typeof catalogue;
export type ErrorCode = keyof Catalogue;

export const RETRYABLE_NAME = 'Kindred.Retryable';
/** A failure that no retry mends is named after its code, so that an execution's error says which it was. */
export const fatalName = (code: ErrorCode): string => `Kindred.${code}`;

/** One thing that is wrong, in the form every message of Kindred has: name, what is allowed, what came, remedy. */
export type Problem = {
  readonly name: string;
  readonly allowed: string;
  readonly received: string;
  readonly remedy: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: string;
};

/**
 * The one error class of Kindred.
 *
 * @example
 * const error = new KindredError('BadSettings', [
 *   { name: 'best.share', allowed: 'a number above 0 and below 1', received: '20', remedy: 'write 0.2 for 20 %' },
 * ]);
 * error.retryable; // => false
 * error.message; // => 'the settings are not valid: best.share: allowed a number above 0 and below 1, got 20; write 0.2 for 20 %'
 */
export class KindredError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly retryable: Catalogue[C]['retryable'];
  readonly problems: readonly Problem[];

  constructor(code: C, problems: readonly Problem[], options?: { readonly cause?: unknown }) {
    super([catalogue[code].title, ...problems.map(problemText)].join(': '), options);
    this.code = code;
    this.retryable = catalogue[code].retryable;
    this.problems = problems;
    this.name = this.retryable ? RETRYABLE_NAME : fatalName(code);
  }
}

/** A problem as one line a person can act on. */
export function problemText(problem: Problem): string {
  const place = [
    problem.file,
    problem.line === undefined ? undefined : `line ${problem.line}`,
    problem.column === undefined ? undefined : `column ${problem.column}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
  return `${place === '' ? '' : `${place}: `}${problem.name}: allowed ${problem.allowed}, got ${problem.received}; ${problem.remedy}`;
}

/** All codes with their one-line meaning, for documents and tests. */
export const errorCatalogue: Readonly<
  Record<ErrorCode, { readonly retryable: boolean; readonly title: string }>
> = catalogue;
