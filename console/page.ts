import type { Child } from './element.ts';
import type { Session } from './session.ts';

/** Where a person is: `#/runs/a?b=c` has the parts `runs`, `a` and the query `b=c`. */
export type Visit = {
  readonly session: Session;
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  /** Fires when the page is left; what a page started ends with it. */
  readonly left: AbortSignal;
  /** Says something to everybody, also to those who cannot see it. */
  readonly say: (words: string) => void;
};

export type Page = { readonly title: string; readonly body: readonly Child[] };

/** Makes a page; what it rejects with is shown in its place. */
export type MakePage = (visit: Visit) => Page | Promise<Page>;

/** The address of a page. */
export function to(path: string, query: { readonly [name: string]: string | null } = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== '') search.set(name, value);
  return `#/${path}${search.size === 0 ? '' : `?${search}`}`;
}

/** Waits, unless the page is left meanwhile: then rejects. */
export const pause = (ms: number, left: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new DOMException('the page was left', 'AbortError'));
    };
    const timer = setTimeout(() => {
      left.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (left.aborted) stop();
    else left.addEventListener('abort', stop, { once: true });
  });
