import { headerForm } from './header-name.ts';
import type { ColumnMapping, FileMapping } from './mapping.ts';
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
  'avoir',
  'abono',
  'nota de credito',
  'nota di credito',
  'creditnota',
  'kreditnota',
  'korekta',
];
/** Order and billing types of SAP, also with the Z of a copy; elsewhere "RE" is short for an invoice. */
const sapCredits: readonly string[] = ['re', 'g2', 'cr', 'rk', 'zre', 'zg2', 'zcr', 'zrk'];
const sapOffers: readonly string[] = ['ag', 'qt', 'af', 'in', 'zag', 'zqt', 'zaf', 'zin'];
const sapHeaders: ReadonlySet<string> = new Set(['auart', 'fkart']);
/** A status of orders that were paid back: with a negative amount, the row is the refund itself. */
const refundedStates: readonly string[] = ['refunded', 'refund', 'returned', 'remboursee', 'erstattet'];

function made(mapping: FileMapping, name: string): ColumnMapping | undefined {
  return mapping.columns.find(({ role, column }) => role === 'ingredient' && column === name);
}

const isSap = ({ header }: ColumnMapping): boolean => sapHeaders.has(headerForm(header));
const oneOf = (at: number, words: readonly string[]): string =>
  `lower(c${at}) IN (${words.map(sqlString).join(', ')})`;

/** Only these tables hold sales. */
const sells = (mapping: FileMapping): boolean =>
  mapping.table === 'orders' || mapping.table === 'order_lines' || mapping.table === 'payments';

/** SQL that gives `position:NOT_A_SALE` for estimates, cancelled, void and test rows; null where no column tells. */
export function refusedKindSql(mapping: FileMapping): string | null {
  if (!sells(mapping)) return null;
  const tests = Object.entries(refused).flatMap(([name, words]) => {
    const column = made(mapping, name);
    if (column === undefined) return [];
    const all = isSap(column) ? [...words, ...sapOffers] : words;
    return [`WHEN ${oneOf(column.position, all)} THEN '${column.position}:NOT_A_SALE'`];
  });
  const cancelled = made(mapping, 'cancelled_at')?.position;
  if (cancelled !== undefined) tests.push(`WHEN c${cancelled} IS NOT NULL THEN '${cancelled}:NOT_A_SALE'`);
  return tests.length === 0 ? null : `CASE ${tests.join(' ')} END`;
}

/** SQL that is true for rows that give money back; `amount` is the row's, to tell a refund from the order it was for. */
export function creditSql(mapping: FileMapping, amount: string | null): string {
  if (!sells(mapping)) return 'false';
  const type = made(mapping, 'document_type');
  const status = made(mapping, 'record_status');
  const tests: string[] = [];
  if (type !== undefined)
    tests.push(oneOf(type.position, isSap(type) ? [...credits, ...sapCredits] : credits));
  if (status !== undefined && amount !== null)
    tests.push(`(${oneOf(status.position, refundedStates)} AND ${amount} < 0)`);
  return tests.length === 0 ? 'false' : `coalesce(${tests.join(' OR ')}, false)`;
}
