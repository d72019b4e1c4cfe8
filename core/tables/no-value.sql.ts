import { missingWords } from './cell-shape.ts';
import { sqlString } from './sql-text.ts';

const escaped = [...missingWords].map((word) => word.replace(/[\\()#./-]/g, (mark) => `\\${mark}`));
const pattern = sqlString(`(?i)(${escaped.join('|')}|0{8}|0{4}-00-00|00[./]00[./]0{4})`);

/**
 * SQL that is true where a text stands for "no value": `n/a`, `null`, `-`, a date of zeros. One pattern, not an IN list,
 * which the engine would turn into a join and evaluate for every row.
 */
export function noValueSql(text: string): string {
  return `regexp_full_match(${text}, ${pattern})`;
}
