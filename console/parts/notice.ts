import type { Fault } from '../api.ts';
import { type Child, element } from '../element.ts';

/** A sentence that stands out: good news, a warning, or a failure. Failures and warnings are spoken at once. */
export const notice = (kind: 'good' | 'warn' | 'bad', ...words: readonly Child[]): HTMLElement =>
  element('div', { class: `notice ${kind}`, role: kind === 'good' ? 'status' : 'alert' }, words);

/** Each thing to mend in a request, with its place. */
export const faultList = (faults: readonly Fault[]): HTMLElement | null =>
  faults.length === 0
    ? null
    : element(
        'ul',
        { class: 'faults' },
        faults.map((fault) => {
          const place = (fault.pointer ?? fault.parameter ?? '').replace(/^#\//, '').replaceAll('/', ' › ');
          return element('li', {}, place === '' ? null : [element('b', {}, place), ': '], fault.detail);
        }),
      );

/** What stands where there is nothing yet. */
export const empty = (...words: readonly Child[]): HTMLElement => element('p', { class: 'empty' }, words);
