import { currencyCodes } from './currency-words.ts';
import type { NumberStyle } from './number-style.ts';

const codes = `(?:${currencyCodes.join('|')})`;
/** Signs of currencies, blanks of every kind and apostrophes: they may surround or group digits. */
const dressing = "[\\s\\x{00A0}\\x{202F}''’$€£¥₹%]";
/** A code at the beginning or end, outside the sign or within the parentheses. */
const undressed = (text: string): string =>
  `regexp_replace(regexp_replace(regexp_replace(${text}, '${dressing}', '', 'g'), '^([-−+(]*)${codes}', '\\1'), '(?:${codes}|kr\\.?|zł)([)−-]*)$', '\\1')`;

/**
 * SQL that reads a number of a given style out of a text expression, as `type`; NULL where the text is no such number.
 * Accepted around the digits: currency signs and ISO codes, blanks (also non-breaking), apostrophes and the other mark
 * between thousands, a leading or trailing minus, parentheses for negatives. `12 %` is 0.12. Never accepted: NaN,
 * infinity, numbers beyond the type, two decimal marks. DECIMAL rounds a fifth decimal half away from zero.
 *
 * With `plain` (all values were seen to be plain numbers) it is the engine's own cast and nothing else.
 */
export function parseNumberSql(
  text: string,
  style: NumberStyle,
  type: 'DECIMAL(18,4)' | 'DOUBLE' | 'BIGINT',
): string {
  if (type === 'BIGINT') return `CAST(round(${parseNumberSql(text, style, 'DECIMAL(18,4)')}, 0) AS BIGINT)`;
  // No expression is repeated inside another's CASE: the engine would evaluate it once per copy.
  const cast = (source: string): string =>
    type === 'DOUBLE'
      ? `TRY_CAST(CASE WHEN NOT regexp_matches(${source}, '[nN]|[eE]\\+?\\d{3}') THEN ${source} END AS DOUBLE)`
      : `TRY_CAST(${source} AS ${type})`;
  if (style.plain === true) return cast(text);
  const [mark, group] = style.decimal === '.' ? ['\\.', ','] : [',', '\\.'];
  const digits = `(\\d+|\\d{1,3}(${group}\\d{2,3})*${group}\\d{3})`;
  const body = `(${digits}(${mark}\\d*)?|${mark}\\d+)`;
  const shape = `[-−+]?${body}|${body}[-−]|[-−]?\\(${body}\\)|\\([-−]${body}\\)`;
  const bare = undressed(text);
  const kept = `regexp_replace(${bare}, '[^0-9${style.decimal}]', '', 'g')`;
  const magnitude = style.decimal === '.' ? kept : `replace(${kept}, ',', '.')`;
  const sign = `CASE WHEN regexp_matches(${text}, '[-−(]') THEN '-' ELSE '' END`;
  const percent = `CASE WHEN contains(${text}, '%') THEN 'e-2' ELSE '' END`;
  const marked = `CASE WHEN regexp_full_match(${bare}, '${shape}') THEN ${cast(`((${sign}) || ${magnitude} || (${percent}))`)} END`;
  // With a decimal point most values are plain, and the engine reads them by itself.
  return style.decimal === '.' ? `coalesce(${cast(text)}, ${marked})` : `(${marked})`;
}
