/**
 * How a column writes its dates. `iso` year first (2026-07-07, 2026/7/7, with or without a time); `compact` 20260707;
 * `day-first` 7/7/2026, 07.07.26; `month-first` 7/7/2026; `worded` 7 Jul 2026, Jul 7, 2026; `serial` days as a
 * spreadsheet counts them; `epoch-s`, `epoch-ms` since 1970 in UTC.
 */
export type DateStyle =
  | 'iso'
  | 'compact'
  | 'day-first'
  | 'month-first'
  | 'worded'
  | 'serial'
  | 'serial-1904'
  | 'epoch-s'
  | 'epoch-ms';

export type DateVerdict = {
  /** Null when the values do not decide, or are no dates. */
  readonly style: DateStyle | null;
  readonly proven: boolean;
  readonly evidence: string;
};

const parted = /^(\d{1,2})([./-])(\d{1,2})\2(?:\d{4}|\d{2})(?:$|[T ])/;

/**
 * Decides how a column writes dates from its distinct values, in any order. A first part above 12 proves day first, a
 * second part above 12 month first. Dotted dates are day first everywhere they are used. Slashes and hyphens with both
 * parts up to 12 in every value do not decide, unless `hint` (another column or the decimal comma of the same file) does.
 * When values contradict each other the majority decides and the others will fail to parse.
 *
 * @example
 * dateStyle(['31/01/2026', '01/02/2026'], null).style; // => 'day-first'
 * dateStyle(['01/31/2026'], null).style; // => 'month-first'
 * dateStyle(['01/02/2026', '03/04/2026'], null).style; // => null
 * dateStyle(['07.07.26'], null).style; // => 'day-first'
 * dateStyle(['20260707', '20260708'], null).style; // => 'compact'
 * dateStyle(['2026-07-07'], null).style; // => 'iso'
 */
export function dateStyle(values: readonly string[], hint: 'day-first' | 'month-first' | null): DateVerdict {
  const votes = new Map<DateStyle, number>();
  const vote = (style: DateStyle): void => {
    votes.set(style, (votes.get(style) ?? 0) + 1);
  };
  let open = 0;
  let same = 0;
  let example = '';
  for (const raw of values) {
    const value = raw.trim();
    const parts = parted.exec(value);
    if (parts !== null) {
      const first = Number(parts[1]);
      const second = Number(parts[3]);
      if (parts[2] === '.') vote('day-first');
      else if (first > 12 && second <= 12) vote('day-first');
      else if (second > 12 && first <= 12) vote('month-first');
      else if (first <= 12 && second <= 12) {
        if (first === second) same += 1;
        else open += 1;
        if (first !== second && (example === '' || value < example)) example = value;
      }
    } else if (/^\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:$|[T ])/.test(value)) vote('iso');
    else if (/^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(value)) vote('compact');
    else if (/^[2-7]\d{4}(\.\d+)?$/.test(value)) vote('serial');
    else if (/^[1-4]\d{12}$/.test(value)) vote('epoch-ms');
    else if (/^[1-4]\d{9}$/.test(value)) vote('epoch-s');
    else if (/\p{L}{3}/u.test(value) && /\d/.test(value)) vote('worded');
  }
  const ranked = [...votes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const best = ranked[0];
  if (best !== undefined && best[1] >= open + same) {
    const against = ranked.slice(1).reduce((sum, [, n]) => sum + n, 0);
    return {
      style: best[0],
      proven: true,
      evidence: `${describe[best[0]]}${against > 0 ? `; ${against} other values contradict it` : ''}`,
    };
  }
  const ordered = ranked.find(([style]) => style === 'day-first' || style === 'month-first');
  if (ordered !== undefined) return { style: ordered[0], proven: true, evidence: describe[ordered[0]] };
  if (open > 0 && hint !== null)
    return { style: hint, proven: false, evidence: `as the rest of the file, ${hint.replace('-', ' ')}` };
  if (open > 0)
    return {
      style: null,
      proven: false,
      evidence: `no value has a part above 12: "${example}" may be either day or month first`,
    };
  if (same > 0)
    return {
      style: hint ?? 'day-first',
      proven: false,
      evidence: 'day and month are equal in every value: both orders agree',
    };
  return {
    style: best?.[0] ?? null,
    proven: false,
    evidence: best === undefined ? 'no value is a date' : describe[best[0]],
  };
}

const describe: { readonly [style in DateStyle]: string } = {
  iso: 'year first',
  compact: 'eight digits, year first',
  'day-first': 'day first: a first part above 12, or points between the parts',
  'month-first': 'month first: a second part above 12',
  worded: 'month in words',
  serial: 'days as spreadsheets count them',
  'serial-1904': 'days as spreadsheets count them from 1904',
  'epoch-s': 'seconds since 1970',
  'epoch-ms': 'milliseconds since 1970',
};
