import { noteTopics, topicMark, topicPoints } from './note-lexicon.ts';
import type { Signal, SignalKind } from './signal.ts';

/** A signal's weight in points before age and before the squash, with the words for it. */
export type SignalStrength = { readonly points: number; readonly words: string };

const goodNews =
  /\b(expan|open|new (plant|facility|site|line|warehouse|office)|acqui|fund|rais|award|contract|record|grow|launch|invest)/i;
const badNews = /\b(layoff|lay off|clos|bankrupt|insolven|restructur|recall|lawsuit|decline|shut)/i;
const goodStage = /\b(negotiat|proposal|quot|demo|qualif|engag|interested|evaluat|open)/i;
const badStage = /\b(lost|closed lost|unqualified|not interested|churn|do not)/i;

/**
 * What one observation is worth on the day it was made: about 10 points for a weak hint, 25 for a strong one, negative when
 * it speaks against buying. Null when the value cannot be read, so that it is left out and reported, never guessed.
 *
 * @example
 * signalStrength({ kind: 'open_roles', date: '2026-05-02', value: '15', source: null }); // => { points: 24, words: 'hiring: 15 open roles' }
 * signalStrength({ kind: 'headcount_growth', date: '2026-05-02', value: '12%', source: null }); // => { points: 9.6, words: 'headcount +12 %' }
 * signalStrength({ kind: 'open_roles', date: '2026-05-02', value: 'many', source: null }); // => null
 */
export function signalStrength(signal: Signal): SignalStrength | null {
  return byKind[signal.kind](signal.value?.trim() ?? '');
}

const byKind: Readonly<Record<SignalKind, (value: string) => SignalStrength | null>> = {
  headcount_growth: (value) => {
    const growth = asShare(value);
    if (growth === null) return null;
    const clamped = Math.max(-0.25, Math.min(0.5, growth));
    const percent = Math.round(growth * 100);
    return {
      points: (40 * clamped) / 0.5,
      words: `headcount ${percent < 0 ? '−' : '+'}${Math.abs(percent)} %`,
    };
  },
  open_roles: (value) => {
    const roles = asNumber(value);
    if (roles === null || roles < 0) return null;
    const whole = Math.round(roles);
    return { points: 6 * Math.log2(1 + whole), words: `hiring: ${whole} open role${whole === 1 ? '' : 's'}` };
  },
  news: (value) => {
    if (value === '') return null;
    if (badNews.test(value)) return { points: -14, words: `news: ${excerpt(value)}` };
    return { points: goodNews.test(value) ? 16 : 5, words: `news: ${excerpt(value)}` };
  },
  technology: (value) => (value === '' ? null : { points: 8, words: `technology change: ${excerpt(value)}` }),
  engagement: (value) => {
    const count = asNumber(value);
    if (count !== null)
      return count <= 0
        ? null
        : {
            points: 6 * Math.log2(1 + count),
            words: `engaged ${Math.round(count)} time${Math.round(count) === 1 ? '' : 's'}`,
          };
    return value === '' ? null : { points: 10, words: `engaged: ${excerpt(value)}` };
  },
  // A rep's free text has become topics before it gets here; any other text is read the same way and goes no further.
  sales_note: (value) => {
    if (value === '') return null;
    const given = value.split(topicMark);
    const topics = topicPoints(given) === null ? noteTopics(value) : given;
    const points = topicPoints(topics);
    return points === null
      ? { points: 3, words: 'sales note on file' }
      : { points, words: `sales note: ${topics.slice(0, 3).join(', ')}` };
  },
  quote: (value) => {
    const stage = value.toLowerCase();
    if (/\b(lost|declin\w*|reject\w*|expired|cancel\w*|no)\b/.test(stage))
      return { points: -8, words: 'quote lost' };
    if (/\b(won|accept\w*|yes|order\w*)\b/.test(stage)) return { points: 10, words: 'quote won' };
    return value === '' ? null : { points: 18, words: 'open quote' };
  },
  crm_stage: (value) => {
    if (value === '') return null;
    if (badStage.test(value)) return { points: -16, words: `CRM stage: ${excerpt(value)}` };
    return { points: goodStage.test(value) ? 18 : 6, words: `CRM stage: ${excerpt(value)}` };
  },
};

function asNumber(value: string): number | null {
  const text = value.replace(/[\s,+]/g, '');
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

/** "12%" and "0.12" are the same share; a bare number above 1.5 is taken for a percentage. */
function asShare(value: string): number | null {
  if (value.endsWith('%')) {
    const percent = asNumber(value.slice(0, -1));
    return percent === null ? null : percent / 100;
  }
  const number = asNumber(value);
  if (number === null) return null;
  return Math.abs(number) > 1.5 ? number / 100 : number;
}

function excerpt(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return plain.length <= 80 ? plain : `${plain.slice(0, 79)}…`;
}
