import type { DateStyle } from './date-style.ts';
import { sqlString } from './sql-text.ts';

/**
 * SQL that reads a DATE of a given style out of a text expression; NULL where the text is no calendar date of that style.
 * A time of day is dropped; a time with an offset (`Z`, `+0200`, `+02:00`) is first turned into the day of `zone`. Two-digit
 * years are 1970–2069. Zero dates (`00000000`, `0000-00-00`, `1900-01-00`) are NULL. Pass the result through
 * `plausibleDateSql`.
 */
export function parseDateSql(text: string, style: DateStyle, zone: string): string {
  return `(${byStyle(text, style, zone)})`;
}

/** NULL for dates outside 1900–9999, which are typing errors. */
export function plausibleDateSql(date: string): string {
  return `CASE WHEN ${date} BETWEEN DATE '1900-01-01' AND DATE '9999-12-31' THEN ${date} END`;
}

function byStyle(text: string, style: DateStyle, zone: string): string {
  switch (style) {
    case 'iso': {
      const day = `TRY_CAST(replace(split_part(split_part(${text}, ' ', 1), 'T', 1), '/', '-') AS DATE)`;
      const offset = `regexp_matches(${text}, '[T ]\\d{1,2}:\\d{2}.*(Z|[+-]\\d{2}:?\\d{2})$')`;
      const instant = `TRY_CAST(regexp_replace(regexp_replace(${text}, '\\s*([+-]\\d{2}):?(\\d{2})$', '\\1:\\2'), '/', '-', 'g') AS TIMESTAMPTZ)`;
      return `CASE WHEN length(${text}) = 10 THEN ${day} WHEN ${offset} THEN CAST(timezone(${sqlString(zone)}, ${instant}) AS DATE) ELSE ${day} END`;
    }
    case 'compact':
      return `CASE WHEN regexp_full_match(${text}, '\\d{8}') THEN CAST(try_strptime(${text}, '%Y%m%d') AS DATE) END`;
    case 'day-first':
    case 'month-first': {
      const day = `regexp_replace(split_part(split_part(${text}, ' ', 1), 'T', 1), '[./]', '-', 'g')`;
      const order = style === 'day-first' ? '%d-%m' : '%m-%d';
      const long = `CAST(try_strptime(${day}, '${order}-%Y') AS DATE)`;
      const pivot = `regexp_replace(${day}, '-(\\d)(\\d)$', '-20\\1\\2')`;
      const late = `regexp_replace(${day}, '-(\\d)(\\d)$', '-19\\1\\2')`;
      const short = `CASE WHEN regexp_matches(${day}, '-[7-9]\\d$') THEN CAST(try_strptime(${late}, '${order}-%Y') AS DATE) ELSE CAST(try_strptime(${pivot}, '${order}-%Y') AS DATE) END`;
      return `CASE WHEN regexp_full_match(${day}, '\\d{1,2}-\\d{1,2}-\\d{4}') THEN ${long} WHEN regexp_full_match(${day}, '\\d{1,2}-\\d{1,2}-\\d{2}') THEN ${short} END`;
    }
    case 'worded': {
      const plain = `trim(regexp_replace(regexp_replace(${text}, '[T ]\\d{1,2}:\\d{2}.*$', ''), '[-., ]+', ' ', 'g'))`;
      const late = `regexp_replace(${plain}, '^(\\d{1,2} \\pL+ )([7-9]\\d)$', '\\119\\2')`;
      const full = `regexp_replace(${late}, '^(\\d{1,2} \\pL+ )([0-6]\\d)$', '\\120\\2')`;
      return `CAST(try_strptime(${full}, ['%d %b %Y', '%b %d %Y', '%d %B %Y', '%B %d %Y']) AS DATE)`;
    }
    case 'serial':
      return `CASE WHEN TRY_CAST(${text} AS DOUBLE) BETWEEN 61 AND 2958465 THEN DATE '1899-12-30' + CAST(floor(TRY_CAST(${text} AS DOUBLE)) AS INTEGER) END`;
    case 'serial-1904':
      return `CASE WHEN TRY_CAST(${text} AS DOUBLE) BETWEEN 0 AND 2957003 THEN DATE '1904-01-01' + CAST(floor(TRY_CAST(${text} AS DOUBLE)) AS INTEGER) END`;
    case 'epoch-s':
    case 'epoch-ms': {
      const scale = style === 'epoch-s' ? 1_000_000 : 1000;
      return `CASE WHEN regexp_full_match(${text}, '\\d{9,13}') THEN CAST(timezone(${sqlString(zone)}, make_timestamptz(TRY_CAST(${text} AS BIGINT) * ${scale})) AS DATE) END`;
    }
  }
}

/** SQL that reads yes or no out of a text expression; NULL where it is neither. */
export function parseBooleanSql(text: string): string {
  const is = (words: string): string => `regexp_full_match(${text}, '(?i)(${words})')`;
  return `CASE WHEN ${is('true|t|yes|y|1|1\\.0|x|ja|oui|won|closed won')} THEN true WHEN ${is('false|f|no|n|0|0\\.0|nein|non|lost|closed lost')} THEN false END`;
}
