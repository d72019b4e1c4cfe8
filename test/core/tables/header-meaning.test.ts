import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnShape } from '../../../core/tables/cell-shape.ts';
import { chooseTable } from '../../../core/tables/choose-table.ts';
import { headerConcepts } from '../../../core/tables/header-lexicon.ts';
import { mapFile } from '../../../core/tables/map-file.ts';

/** A file of three alike rows under these headers. */
function file(name: string, columns: { readonly [header: string]: string }) {
  const headers = Object.keys(columns);
  return {
    file: name,
    headers,
    shapes: Object.values(columns).map((value) => columnShape([value, value, value])),
    rows: 3,
  };
}

const orders = [
  [
    'German',
    { Belegnr: 'R1', Belegdatum: '31.12.2025', Kundennr: 'K7', Erlös: '1.204,50', Rohgewinn: '7,10' },
  ],
  [
    'French',
    {
      'N° facture': 'F1',
      'Date facture': '31/12/2025',
      'Code client': 'C1',
      'Total HT': '10,50',
      Marge: '3,00',
    },
  ],
  [
    'Spanish',
    {
      'Nº factura': 'F1',
      'Fecha factura': '31/12/2025',
      'Código cliente': 'C1',
      'Importe neto': '10,50',
      Margen: '3,00',
    },
  ],
  [
    'Italian',
    {
      'Numero fattura': 'F1',
      'Data fattura': '31/12/2025',
      'Codice cliente': 'C1',
      Imponibile: '10,50',
      Margine: '3,00',
    },
  ],
  [
    'Portuguese',
    {
      'Número da fatura': 'F1',
      'Data da fatura': '31/12/2025',
      'Código do cliente': 'C1',
      'Valor total': '10,50',
      Margem: '3,00',
    },
  ],
  [
    'Dutch',
    {
      Factuurnummer: 'F1',
      Factuurdatum: '31-12-2025',
      Klantnummer: 'C1',
      'Bedrag excl. btw': '10,50',
      Marge: '3,00',
    },
  ],
  [
    'Swedish',
    {
      Fakturanummer: 'F1',
      Fakturadatum: '2025-12-31',
      Kundnummer: 'C1',
      Nettobelopp: '10,50',
      Marginal: '3,00',
    },
  ],
  [
    'Polish',
    {
      'Numer faktury': 'F1',
      'Data faktury': '31.12.2025',
      Kontrahent: 'C1',
      'Wartość netto': '10,50',
      Marża: '3,00',
    },
  ],
  [
    'English',
    {
      'Invoice #': 'F1',
      'Invoice Date': '12/31/2025',
      'Bill To': 'Shop 1',
      Amount: '$10.50',
      'Gross Profit': '$3.00',
    },
  ],
] as const;

describe('headers nobody listed', () => {
  it.each(orders)(
    '%s invoices are orders with their key, date, customer, revenue and margin',
    (_, columns) => {
      const mapping = mapFile(file('export.csv', columns));
      expect(mapping.table).toBe('orders');
      const canonical = mapping.columns.filter(
        ({ role, table }) => role === 'canonical' && table === 'orders',
      );
      expect(canonical.map(({ column }) => column)).toEqual([
        'order_id',
        'order_date',
        'customer_id',
        'order_revenue',
        'gross_margin',
      ]);
    },
  );

  it('leaves columns that only resemble known ones as attributes', () => {
    const mapping = mapFile(
      file('customers.csv', {
        'Customer No': 'C1',
        Name: 'A',
        'Customer Class': 'gold',
        Kundengruppe: 'B',
        'Shift pattern': '3',
      }),
    );
    expect(mapping.columns.filter(({ role }) => role === 'attribute').map(({ header }) => header)).toEqual([
      'Customer Class',
      'Kundengruppe',
      'Shift pattern',
    ]);
  });

  it('takes seconds since 1970 for dates', () => {
    const charges = file('charges.csv', {
      id: 'ch_1',
      created: '1767225600',
      customer: 'cus_1',
      amount: '500',
      currency: 'usd',
    });
    expect(chooseTable(charges)?.table).toBe('orders');
  });

  it('reads any header in one pass without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (header) => {
        const concepts = headerConcepts(header);
        expect(concepts === null || concepts.every((concept) => typeof concept === 'string')).toBe(true);
      }),
    );
    expect(headerConcepts('n'.repeat(40))).toBeNull();
  });
});
