import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { landText } from './land-text.ts';

const examples = resolve(import.meta.dirname, '../../../../shared/specs/examples');
const present = existsSync(examples);
if (!present) console.info(`skipped: the outside formats' example files are not at ${examples}`);

type Wanted = {
  /** Table → rows, as far as they matter. */
  readonly rows: { readonly [table: string]: readonly object[] };
  readonly currency?: string;
  readonly refused?: number;
};

/** What each example parses to, as its note or the format's description says. */
const wanted: { readonly [file: string]: Wanted } = {
  'erp-sap-b1-oinv.csv': {
    rows: {
      orders: [
        {
          order_id: '10001',
          order_date: '2026-07-07',
          customer_id: 'C10001',
          order_revenue: '1234.5000',
          gross_margin: '410.0000',
          sales_rep: 'Lee',
        },
      ],
      customers: [{ customer_id: 'C10001', name: 'Acme Machining' }],
      payments: [{ order_id: '10001', due_date: '2026-08-06' }],
    },
  },
  'erp-sap-list.txt': {
    rows: {
      orders: [
        { order_id: '0000001000', order_date: '2026-07-07', order_revenue: '1234.5000' },
        { order_id: '0000001002', order_date: '2026-07-09', order_revenue: '12000.0000' },
      ],
      returns: [{ customer_id: '0000100001', return_date: '2026-07-08', return_amount: '100.0000' }],
      customers: [{ name: 'Müller Pumpen GmbH' }, { name: 'Beispiel & Söhne' }],
    },
    currency: 'EUR',
  },
  'erp-netsuite-saved-search.csv': {
    rows: {
      orders: [
        {
          order_id: 'SO1001',
          order_date: '2026-07-07',
          order_revenue: '100.0000',
          gross_margin: '31.0000',
          sales_rep: 'Lee',
        },
      ],
      order_lines: [
        { product_id: 'SKU-1', product_category: 'Valves', quantity: '4.0000', line_cogs: '69.0000' },
      ],
      customers: [{ name: 'C10001 Acme Machining' }],
    },
  },
  'erp-qbo-sales-by-customer-detail.csv': {
    rows: {
      orders: [
        { order_id: '1001', customer_id: 'Acme Machining', order_revenue: '2000.0000' },
        { order_id: '1004', customer_id: 'Acme Machining', order_revenue: '600.0000' },
        { order_id: '1010', customer_id: 'Borealis Valves LLC', order_revenue: '500.0000' },
      ],
      returns: [{ customer_id: 'Acme Machining', return_amount: '200.0000' }],
      customers: [{ name: 'Acme Machining' }, { name: 'Borealis Valves LLC' }],
    },
    currency: 'USD',
    refused: 1,
  },
  'erp-nav-invoices.csv': {
    rows: {
      orders: [
        {
          order_id: 'SI-1001',
          order_date: '2026-07-07',
          customer_id: 'C10001',
          order_revenue: '1234.5000',
          ship_to: 'MAIN',
          sales_rep: 'LEE',
        },
      ],
      customers: [{ customer_id: 'C10001', name: 'Acme Machining', region: 'OH' }],
    },
  },
  'erp-epicor-baq.csv': {
    rows: {
      orders: [
        { order_id: '5001', order_date: '2026-07-07', customer_id: 'ACME', order_revenue: '100.0000' },
      ],
      order_lines: [{ order_id: '5001', line_number: '1', product_id: 'SKU-1' }],
      customers: [{ customer_id: 'ACME', name: 'Acme Machining' }],
    },
  },
  'erp-sage100.csv': {
    rows: {
      orders: [
        { order_id: '0001001', order_date: '2026-07-07', customer_id: '01-ACME', order_revenue: '100.0000' },
      ],
      customers: [{ customer_id: '01-ACME', name: 'Acme Machining' }],
    },
  },
  'erp-odoo-sale-order.csv': {
    rows: {
      orders: [
        {
          order_id: 'S00001',
          order_date: '2026-07-07',
          customer_id: 'Acme Machining',
          order_revenue: '130.0000',
        },
      ],
      order_lines: [
        { order_id: 'S00001', quantity: '4.0000', line_revenue: '100.0000' },
        { order_id: 'S00001', quantity: '1.0000', line_revenue: '30.0000' },
      ],
    },
  },
  'erp-shopify-orders.csv': {
    rows: {
      orders: [
        {
          order_id: '#1001',
          order_date: '2026-07-07',
          order_revenue: '130.0000',
          currency: 'EUR',
          shipped_date: '2026-07-08',
        },
      ],
      order_lines: [
        { product_id: 'SKU-1', quantity: '4.0000', line_revenue: '100.0000' },
        { product_id: 'SKU-2', quantity: '1.0000', line_revenue: '30.0000' },
      ],
      customers: [
        { name: 'Acme Machining', domain: 'acme-machining.example', postal_code: '75008', country: 'FR' },
      ],
      payments: [{ paid_date: '2026-07-07' }],
    },
  },
  'erp-woocommerce-orders.csv': {
    rows: {
      orders: [
        {
          order_id: '2001',
          order_date: '2026-07-07',
          customer_id: 'Acme Machining',
          order_revenue: '1234.5000',
        },
      ],
      returns: [{ return_amount: '30.0000' }],
    },
  },
  'erp-stripe-payments.csv': {
    rows: {
      orders: [
        {
          order_id: 'ch_0001',
          order_date: '2026-07-07',
          customer_id: 'cus_0001',
          order_revenue: '1250.0000',
        },
      ],
      customers: [{ customer_id: 'cus_0001', name: 'Acme Machining', domain: 'acme-machining.example' }],
    },
    currency: 'EUR',
    refused: 1,
  },
  'dnb-hoovers-export.csv': {
    rows: {
      prospects: [
        {
          prospect_id: '00-123-4567',
          name: 'Acme Machining, Inc.',
          employees: 320,
          annual_revenue: '48000000.0000',
          naics: '332710',
          sic: '3599',
          founded_year: 1987,
        },
        {
          prospect_id: '1234568',
          name: 'Borealis Valves LLC',
          annual_revenue: '12500000.0000',
          parent_company: 'Borealis Holding',
        },
      ],
    },
  },
  'linkedin-company-list.csv': {
    rows: {
      prospects: [
        { prospect_id: 'acme-machining.example', name: 'Acme Machining', region: 'Ohio', country: 'US' },
        { prospect_id: 'borealis-valves.example', name: 'Borealis Valves', industry: null },
      ],
    },
  },
  'outreach-apollo-accounts.csv': {
    rows: {
      prospects: [
        {
          name: 'Acme Machining, Inc.',
          employees: 320,
          annual_revenue: '48000000.0000',
          city: 'Toledo',
          region: 'Ohio',
          naics: '332710',
          sic: '3599',
        },
      ],
    },
  },
  'outreach-salesforce-accounts.csv': {
    rows: {
      customers: [
        { name: 'Acme Machining', employees: 320, postal_code: '43604', naics: '332710', sic: '3599' },
      ],
    },
  },
  'outreach-salesforce-leads.csv': {
    rows: {
      prospects: [{ name: 'Acme Machining', employees: 320, domain: 'https://acme-machining.example' }],
    },
  },
  'outreach-hubspot-companies.csv': {
    rows: {
      prospects: [
        { prospect_id: 'acme-machining.example', name: 'Acme Machining', employees: 320, founded_year: 1987 },
      ],
    },
  },
};

describe.skipIf(!present)('the examples of outside formats', () => {
  it.each(Object.entries(wanted))('%s', async (file, { rows, currency, refused }) => {
    const landed = await landText({ [file]: readFileSync(join(examples, file)) });
    for (const [table, want] of Object.entries(rows)) {
      expect(landed.rows[table]?.length, table).toBe(want.length);
      expect(landed.rows[table], table).toEqual(
        expect.arrayContaining(want.map((row) => expect.objectContaining(row))),
      );
    }
    if (currency !== undefined) expect(landed.accounting.currency).toBe(currency);
    const [account] = landed.accounting.files;
    expect(account?.rows_quarantined).toBe(refused ?? 0);
    expect(account?.quarantined_by).toEqual(refused === undefined ? {} : { NOT_A_SALE: refused });
  });
});
