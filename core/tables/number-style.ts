/** How a column writes its numbers: the decimal mark; the other mark, apostrophes and spaces group thousands. */
export type NumberStyle = {
  readonly decimal: '.' | ',';
  /** Every value is a plain number such as -1234.5: no grouping, currency or trailing sign. */
  readonly plain?: true;
};

export type NumberVerdict = {
  /** Null when the values do not decide. */
  readonly style: NumberStyle | null;
  /** Whether values prove it, rather than being equally right either way. */
  readonly proven: boolean;
  readonly evidence: string;
};

/**
 * Decides the decimal mark of a column from its distinct values, in any order. Both marks in one value: the last is the
 * decimal mark. One mark twice: it groups. One comma with one, two or more than three digits behind it: decimal. Only
 * commas with exactly three digits behind: thousands, unless `hint` (other columns of the file) says otherwise. Only points
 * with exactly three digits behind: undecided without a hint, since 1.234 may be either. Contradicting values: the
 * majority decides and the others will fail to parse.
 *
 * @example
 * numberStyle(['1.234,50', '7,00'], null).style; // => { decimal: ',' }
 * numberStyle(['1,234', '2,000'], null).style; // => { decimal: '.' }
 * numberStyle(['1.234', '2.000'], null).style; // => null
 * numberStyle(['1.234', '2.000'], ',').style; // => { decimal: ',' }
 * numberStyle(['12', '7'], null).style; // => { decimal: '.' }
 */
export function numberStyle(values: readonly string[], hint: '.' | ',' | null): NumberVerdict {
  let point = 0;
  let comma = 0;
  let commaThrees = 0;
  let pointThrees = 0;
  let pointExample = '';
  let commaExample = '';
  for (const value of values) {
    const marks = value.replace(/[^\d.,]/g, '').replace(/[.,]+$/, '');
    const lastPoint = marks.lastIndexOf('.');
    const lastComma = marks.lastIndexOf(',');
    if (lastPoint < 0 && lastComma < 0) continue;
    const last = Math.max(lastPoint, lastComma);
    const mark = last === lastPoint ? '.' : ',';
    const behind = marks.length - last - 1;
    const repeated = marks.indexOf(mark) !== last;
    const both = lastPoint >= 0 && lastComma >= 0;
    const grouping = repeated && !both;
    if (!both && !repeated && behind === 3 && /^\d{1,3}[.,]/.test(marks) && !marks.startsWith('0')) {
      if (mark === '.') pointThrees += 1;
      else commaThrees += 1;
      continue;
    }
    const decimal = grouping ? (mark === '.' ? ',' : '.') : mark;
    if (decimal === '.') {
      point += 1;
      if (pointExample === '' || value < pointExample) pointExample = value;
    } else {
      comma += 1;
      if (commaExample === '' || value < commaExample) commaExample = value;
    }
  }
  if (point > 0 || comma > 0) {
    const decimal = point >= comma ? '.' : ',';
    const example = decimal === '.' ? pointExample : commaExample;
    const against = Math.min(point, comma);
    return {
      style: { decimal },
      proven: true,
      evidence: `"${example}" shows a decimal ${decimal === '.' ? 'point' : 'comma'}${against > 0 ? `; ${against} other values contradict it` : ''}`,
    };
  }
  if (hint !== null && (commaThrees > 0 || pointThrees > 0))
    return {
      style: { decimal: hint },
      proven: false,
      evidence: `as the file's other columns, decimal ${hint === '.' ? 'point' : 'comma'}`,
    };
  if (pointThrees > 0)
    return {
      style: null,
      proven: false,
      evidence: 'every value has a point with exactly three digits behind it: 1.234 may be 1234 or 1.234',
    };
  if (commaThrees > 0)
    return {
      style: { decimal: '.' },
      proven: false,
      evidence: 'commas only with exactly three digits behind them: thousands',
    };
  return { style: { decimal: hint ?? '.' }, proven: false, evidence: 'no decimal or thousands mark' };
}
