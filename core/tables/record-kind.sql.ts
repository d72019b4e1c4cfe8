import type { FileMapping } from './mapping.ts';
import { sqlString } from './sql-text.ts';

/** Words, lower case, by which exports mark rows that are no sales. */
const refused: { readonly [ingredient: string]: readonly string[] } = {
  document_type: ['estimate', 'quote', 'quotation', 'sales quote', 'proposal', 'draft', 'test', 'angebot'],
  record_status: [
    'cancelled',
    'canceled',
    'void',
    'voided',
    'draft',
    'test',
    'failed',
    'declined',
    'expired',
    'abandoned',
    'trash',
    'pending payment',
    'storniert',
  ],
  record_mode: ['test'],
};

const credits: readonly string[] = [
  'credit memo',
  'credit note',
  'credit',
  'creditmemo',
  'refund',
  'refund receipt',
  'return',
  'sales credit memo',
  'sales return',
  'rma',
  'gutschrift',
  'cm',
  're',
  'g2',
];

function position(mapping: FileMapping, name: string): number | null {
  return (
    mapping.columns.find(({ role, column }) => role === 'ingredient' && column === name)?.position ?? null
  );
}

/** Only these tables hold sales. */
const sells = (mapping: FileMapping): boolean =>
  mapping.table === 'orders' || mapping.table === 'order_lines' || mapping.table === 'payments';

/** SQL that gives `position:NOT_A_SALE` for estimates, cancelled, void and test rows; null where no column tells. */
export function refusedKindSql(mapping: FileMapping): string | null {
  if (!sells(mapping)) return null;
  const tests = Object.entries(refused).flatMap(([name, words]) => {
    const at = position(mapping, name);
    return at === null
      ? []
      : [`WHEN lower(c${at}) IN (${words.map(sqlString).join(', ')}) THEN '${at}:NOT_A_SALE'`];
  });
  const cancelled = position(mapping, 'cancelled_at');
  if (cancelled !== null) tests.push(`WHEN c${cancelled} IS NOT NULL THEN '${cancelled}:NOT_A_SALE'`);
  return tests.length === 0 ? null : `CASE ${tests.join(' ')} END`;
}

/** SQL that is true for rows that give money back. */
export function creditSql(mapping: FileMapping): string {
  const at = sells(mapping) ? position(mapping, 'document_type') : null;
  return at === null ? 'false' : `coalesce(lower(c${at}) IN (${credits.map(sqlString).join(', ')}), false)`;
}
