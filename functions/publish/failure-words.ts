import * as z from 'zod';

/** What Lambda, and the local interpreter in the same shape, report of a failed step. */
const lambdaCause = z.object({ errorType: z.string().optional(), errorMessage: z.string() });

const plain: Readonly<Record<string, { readonly summary: string; readonly remedy: string }>> = {
  'States.Timeout': {
    summary: 'a step took longer than it may',
    remedy:
      'drop the files again; if it happens twice, split them or ask the operator for a larger deployment',
  },
  'Lambda.Unknown': {
    summary: 'a step ran out of memory or time',
    remedy: 'ask the operator to raise the memory of the step that failed',
  },
  'Kindred.Retryable': {
    summary: 'a store did not answer, also not after several tries',
    remedy: 'drop the files again in a few minutes',
  },
};

/**
 * A failed execution in a person's words: what happened and what to do. Kindred's own errors carry both; the runtime's are
 * translated; nothing of a stack trace gets through.
 */
export function failureWords(error: { readonly name: string; readonly cause: string }): {
  readonly summary: string;
  readonly remedy: readonly string[];
} {
  const known = plain[error.name];
  if (known !== undefined) return { summary: known.summary, remedy: [known.remedy] };
  const message = messageOf(error.cause);
  if (!error.name.startsWith('Kindred.') || error.name === 'Kindred.Internal' || message === null) {
    return {
      summary: 'Kindred failed; your earlier results are still served',
      remedy: ['tell the operator, with the time of the drop'],
    };
  }
  const [title = '', ...problems] = message.split(': ');
  const detail = problems.join(': ');
  const remedies = [...detail.matchAll(/; ([^;:]+?)(?=: |$)/g)]
    .map((match) => (match[1] ?? '').trim())
    .filter((text) => text !== '');
  return { summary: detail === '' ? title : `${title}: ${detail}`, remedy: remedies };
}

function messageOf(cause: string): string | null {
  try {
    const parsed = lambdaCause.safeParse(JSON.parse(cause));
    return parsed.success ? parsed.data.errorMessage : null;
  } catch {
    return null;
  }
}
