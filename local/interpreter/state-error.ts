/** A failure as Step Functions names it: matched by its literal name, carried as {Error, Cause}. */
export class StateError extends Error {
  readonly error: string;
  readonly detail: string;

  constructor(error: string, detail: string, options?: { readonly cause?: unknown }) {
    super(`${error}: ${detail}`, options);
    this.name = 'StateError';
    this.error = error;
    this.detail = detail;
  }
}

/**
 * Whether an `ErrorEquals` list matches an error name, as AWS matches: literally, with two wildcards. `States.TaskFailed`
 * takes every name but `States.Timeout`; `States.ALL` takes every name but the terminal `States.DataLimitExceeded`.
 * Nothing matches `States.Runtime`.
 *
 * Source: Step Functions developer guide, "Handling errors in workflows", error names.
 *
 * @example
 * matchesError(['States.ALL'], 'Kindred.BadSettings'); // => true
 * matchesError(['States.ALL'], 'States.DataLimitExceeded'); // => false
 * matchesError(['States.TaskFailed'], 'States.Timeout'); // => false
 * matchesError(['Kindred.Retryable'], 'Kindred.BadSettings'); // => false
 */
export function matchesError(errorEquals: readonly string[], error: string): boolean {
  if (error === 'States.Runtime') return false;
  return errorEquals.some(
    (name) =>
      name === error ||
      (name === 'States.ALL' && error !== 'States.DataLimitExceeded') ||
      (name === 'States.TaskFailed' && error !== 'States.Timeout' && error !== 'States.DataLimitExceeded'),
  );
}

/**
 * What a thrown value looks like after the Lambda runtime has passed it on: the error's class name, and a cause in JSON.
 *
 * @example
 * lambdaError(new RangeError('too far')).error; // => 'RangeError'
 * lambdaError(new RangeError('too far')).detail; // => '{"errorType":"RangeError","errorMessage":"too far"}'
 */
export function lambdaError(thrown: unknown): StateError {
  if (thrown instanceof StateError) return thrown;
  const errorType = thrown instanceof Error ? thrown.name : 'Error';
  const errorMessage = thrown instanceof Error ? thrown.message : String(thrown);
  return new StateError(errorType, JSON.stringify({ errorType, errorMessage }), { cause: thrown });
}
