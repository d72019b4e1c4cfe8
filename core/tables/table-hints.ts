import type { TableName } from './canonical-tables.ts';

/** Words in a file's name that speak for a table when its columns leave it open. */
const hints: { readonly [table in TableName]: RegExp } = {
  customers: /customer|account|client|kunde|debitor|kna1|ocrd|klant|cliente|kund/,
  orders:
    /order|auftr|sales|invoice|bestell|rechnung|vbak|vbrk|oinv|ordr|commande|facture|pedido|factura|ordini|fattur|fatura|faktur|zamowien/,
  order_lines: /line|item|position|detail|vbap|vbrp|inv1|rdr1|lignes|lineas|righe|regels/,
  payments: /payment|receipt|zahlung|receivable|paiement|reglement|cobros|pagament|betaling/,
  returns: /return|refund|credit|gutschrift|rma/,
  quotes: /quote|opportunit|deal|angebot|pipeline/,
  prospects: /prospect|lead|universe|target|apollo|hoovers|zoominfo|crunchbase|lookalike/,
  signals: /signal|intent/,
  contacts: /contact|people|person/,
  branches: /branch|location|store|filial|depot|agence|sucursal|niederlassung/,
  channel_costs: /cost|spend|channel/,
  exclusions: /exclu|suppress|block|donot|optout|unsubscri|denylist|blacklist/,
  outcomes: /outcome|feedback|result/,
};

/**
 * Whether a file's name speaks for a table. Only the last part of the name counts.
 *
 * @example
 * nameSpeaksFor('2026/Orders.csv', 'orders'); // => true
 * nameSpeaksFor('orders/part-1.csv', 'orders'); // => false
 */
export function nameSpeaksFor(file: string, table: TableName): boolean {
  const base = (file.split('/').at(-1) ?? '').toLowerCase().replace(/[^a-z0-9]/g, '');
  return hints[table].test(base);
}
