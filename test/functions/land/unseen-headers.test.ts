import { describe, expect, it } from 'vitest';
import type { AuthoredSettings } from '../../../functions/shared/settings.ts';
import { landText } from './land-text.ts';

/** Four orders of two customers; `cells` writes one in the file's own way. */
const lines = (header: string, cells: (at: number) => string): string =>
  `${header}\n${Array.from({ length: 4 }, (_, at) => cells(at + 1)).join('\n')}\n`;

async function land(text: string | Uint8Array, settings: AuthoredSettings = {}) {
  const { mapping, accounting, rows, verdict } = await landText({ 'export.csv': text }, { settings });
  return { file: mapping.files[0], accounting, rows, verdict };
}

describe('exports in other languages', () => {
  const decimal = (at: number): string => `1.00${at},50`;
  const cases: readonly (readonly [string, string])[] = [
    [
      'German',
      lines('Auftragsnr.;Auftragsdatum;Kundennr.;Kunde;Ort;Nettobetrag (EUR);Rohertrag', (at) =>
        [`A${at}`, `1${at}.03.2025`, `10${at % 2}`, `Müller ${at % 2}`, 'Köln', decimal(at), '5,25'].join(
          ';',
        ),
      ),
    ],
    [
      'French',
      lines('N° commande;Date commande;Code client;Raison sociale;Ville;Montant HT;Marge brute', (at) =>
        [
          `A${at}`,
          `1${at}/03/2025`,
          `10${at % 2}`,
          `Müller ${at % 2}`,
          'Köln',
          `1 00${at},50 €`,
          '5,25',
        ].join(';'),
      ),
    ],
    [
      'Spanish',
      lines('Nº pedido;Fecha pedido;Código cliente;Nombre cliente;Población;Importe neto (€);Margen', (at) =>
        [`A${at}`, `1${at}/03/2025`, `10${at % 2}`, `Müller ${at % 2}`, 'Köln', decimal(at), '5,25'].join(
          ';',
        ),
      ),
    ],
    [
      'Italian',
      lines('Numero ordine;Data ordine;Codice cliente;Ragione sociale;Città;Imponibile EUR;Margine', (at) =>
        [`A${at}`, `1${at}/03/2025`, `10${at % 2}`, `Müller ${at % 2}`, 'Köln', decimal(at), '5,25'].join(
          ';',
        ),
      ),
    ],
    [
      'Dutch',
      lines('Ordernummer;Orderdatum;Klantnummer;Klantnaam;Plaats;Netto bedrag EUR;Brutomarge', (at) =>
        [`A${at}`, `1${at}-03-2025`, `10${at % 2}`, `Müller ${at % 2}`, 'Köln', decimal(at), '5,25'].join(
          ';',
        ),
      ),
    ],
    [
      'Portuguese',
      lines(
        'Número do pedido;Data do pedido;Código do cliente;Razão social;Cidade;Valor líquido (EUR);Margem',
        (at) =>
          [`A${at}`, `1${at}/03/2025`, `10${at % 2}`, `Müller ${at % 2}`, 'Köln', decimal(at), '5,25'].join(
            ';',
          ),
      ),
    ],
    [
      'Swedish',
      lines('Ordernummer;Orderdatum;Kundnummer;Kundnamn;Ort;Nettobelopp EUR;Bruttovinst', (at) =>
        [`A${at}`, `2025-03-1${at}`, `10${at % 2}`, `Müller ${at % 2}`, 'Köln', `1 00${at},50`, '5,25'].join(
          ';',
        ),
      ),
    ],
    [
      'Danish',
      lines('Ordrenummer;Ordredato;Kundenr.;Kundenavn;By;Nettobeløb EUR;Dækningsbidrag', (at) =>
        [`A${at}`, `1${at}-03-2025`, `10${at % 2}`, `Müller ${at % 2}`, 'Köln', decimal(at), '5,25'].join(
          ';',
        ),
      ),
    ],
    [
      'Polish',
      lines(
        'Numer zamówienia;Data zamówienia;Nr klienta;Nazwa klienta;Miasto;Wartość netto EUR;Marża',
        (at) =>
          [
            `A${at}`,
            `2025-03-1${at}`,
            `10${at % 2}`,
            `Müller ${at % 2}`,
            'Köln',
            `1 00${at},50`,
            '5,25',
          ].join(';'),
      ),
    ],
  ];
  it.each(cases)('%s: orders with customers, margin and currency, no settings', async (_, text) => {
    const { file, accounting, rows, verdict } = await land(text);
    expect(verdict).toBeNull();
    expect([file?.table, accounting.currency]).toEqual(['orders', 'EUR']);
    expect(
      rows['orders']?.map((row) => [
        row['order_id'],
        row['order_date'],
        row['customer_id'],
        row['order_revenue'],
      ]),
    ).toEqual([1, 2, 3, 4].map((at) => [`A${at}`, `2025-03-1${at}`, `10${at % 2}`, `100${at}.5000`]));
    expect(accounting.totals.margin).toBe('21.0000');
    expect(rows['customers']?.map((row) => row['name'])).toEqual(['Müller 0', 'Müller 1']);
  });
});

describe('units in headers', () => {
  it.each([
    ['annual_revenue_musd', '10.5', '10500000.0000'],
    ['Annual Revenue (in millions)', '10.5', '10500000.0000'],
    ['Annual Revenue ($M)', '10.5', '10500000.0000'],
    ['Annual sales in $000s', '10500', '10500000.0000'],
    ['Umsatz/Jahr TEUR', '10500', '10500000.0000'],
    ['Annual Revenue (USD)', '10500000', '10500000.0000'],
    ['Annual Revenue', '10500000', '10500000.0000'],
    ['Annual Rev ($K)', '10500', '10500000.0000'],
  ])('%s is read in whole money', async (header, value, want) => {
    const { rows } = await land(`customer_id,name,${header}\nC1,Acme,${value}\nC2,Borealis,\n`);
    expect(rows['customers']?.map((row) => row['annual_revenue'])).toEqual([want, null]);
  });

  it('thousands in an order file reach the totals', async () => {
    const { accounting, file } = await land(
      lines('Auftragsnr;Datum;Kunde;Umsatz (TEUR)', (at) => `A${at};1${at}.03.2025;Acme;${at},5`),
    );
    expect(accounting.totals.revenue).toBe('12000.0000');
    expect(file?.columns.find(({ column }) => column === 'order_revenue')?.evidence).toContain(
      'in thousands of EUR',
    );
  });

  it.each(['Margin %', 'Gross Margin %', 'GP Percent', 'Margin Rate', 'Taux de marge'])(
    '%s is a share, and no margin',
    async (header) => {
      const { accounting, file } = await land(
        lines(
          `Order ID,Order Date,Customer ID,Net Amount,${header}`,
          (at) => `A${at},2025-03-1${at},C1,100,3${at}.5`,
        ),
      );
      expect(accounting.totals.margin).toBeNull();
      expect(file?.columns.find((column) => column.header === header)?.role).toBe('attribute');
    },
  );
});

describe('currencies that no column names', () => {
  const orders = (amount: (at: number) => string): string =>
    lines('Order No;Date;Customer;Amount', (at) => `A${at};2025-03-1${at};Acme;${amount(at)}`);

  it.each([
    ['a sign', (at: number) => `€${at}.50`, 'EUR'],
    ['a sign behind', (at: number) => `${at},50 €`, 'EUR'],
    ['a code', (at: number) => `USD ${at}.50`, 'USD'],
    ['a code in parentheses', (at: number) => (at === 2 ? '(GBP 2.50)' : `GBP ${at}.50`), 'GBP'],
    ['words', (at: number) => `${at},50 zł`, 'PLN'],
  ])('%s beside the amounts', async (_, amount, want) => {
    const { accounting } = await land(orders(amount));
    expect(accounting.currency).toBe(want);
    expect(accounting.totals.revenue).toBe(want === 'GBP' ? '7.0000' : '12.0000');
  });

  it('a dollar is the dollar of the settings', async () => {
    const text = orders((at) => `$${at}.50`);
    expect((await land(text)).accounting.currency).toBe('USD');
    expect((await land(text, { currency: 'CAD' })).accounting.currency).toBe('CAD');
  });

  it('two signs in one column are two currencies: refused by name, right with a rate', async () => {
    const text = orders((at) => `${at % 2 === 0 ? '$' : '€'}${at}.50`);
    await expect(land(text)).rejects.toThrow(/EUR, USD.*"exchange_rates": \[\{"currency": "USD"/);
    const { rows, accounting } = await land(text, {
      currency: 'EUR',
      exchange_rates: [{ currency: 'USD', from: '2020-01-01', rate: 0.9 }],
    });
    expect(rows['orders']?.map((row) => row['currency'])).toEqual(['EUR', 'USD', 'EUR', 'USD']);
    expect(accounting.currency).toBe('EUR');
  });

  it('three capitals before a number are a currency only where they are one', async () => {
    const { file } = await land(
      lines(
        'order_id,order_date,customer_id,order_revenue,batch',
        (at) => `A${at},2025-03-1${at},C1,5,LOT-${at}`,
      ),
    );
    expect(file?.columns.find(({ header }) => header === 'batch')?.type).toBe('text');
  });
});

describe('tables by their columns, whatever the file is called', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['orders', 'Order No,Date,Customer,Amount', 'A1,2025-03-01,Acme,5'],
    ['orders', 'Invoice,Invoice Date,Account,Total', 'A1,2025-03-01,Acme,5'],
    [
      'payments',
      'Invoice No,Customer No,Invoice Date,Due Date,Date Paid,Amount',
      'I1,C1,2025-03-01,2025-04-01,2025-04-02,5',
    ],
    [
      'returns',
      'RMA No,Customer No,Order No,Return Date,Credit Amount,Reason',
      'R1,C1,A1,2025-03-01,5,broken',
    ],
    ['quotes', 'Quote #,Account,Created Date,Stage,Amount,Close Date', 'Q1,Acme,2025-03-01,Won,5,2025-04-01'],
    [
      'quotes',
      'Deal Name,Deal Stage,Close Date,Amount,Associated Company',
      'Big,Closed won,2025-03-01,5,Acme',
    ],
    ['signals', 'Company Domain,Signal,Date,Value,Source', 'acme.example,open_roles,2025-03-01,5,careers'],
    ['contacts', 'First Name,Last Name,Job Title,Email,Account Name', 'Sam,Sample,Buyer,s@acme.example,Acme'],
    ['branches', 'Branch,City,ZIP', 'North,Dayton,45402'],
    ['branches', 'Location Code,Name,Latitude,Longitude', 'L1,North,39.7,-84.1'],
    ['channel_costs', 'Day,Campaign,Source,Cost,Clicks', '2025-03-01,pumps,google,5.5,9'],
    ['exclusions', 'Company,Reason', 'Rival,competitor'],
    ['exclusions', 'Domain,Do not contact because', 'rival.example,asked us'],
    ['outcomes', 'Company Domain,Contacted on,Outcome,Won value', 'acme.example,2025-03-01,won,5'],
    ['customers', 'Customer No,Name,City,Industry', 'C1,Acme,Dayton,Pumps'],
    [
      'prospects',
      'Company Name,# Employees,Industry,Website,Company City,Apollo Account Id',
      'Acme,5,Pumps,acme.example,Dayton,a1',
    ],
    ['order_lines', 'Order No,Line No,Item,Qty,Net Amount', 'A1,1,P1,2,5'],
  ];
  it.each(cases)('%s: %s', async (table, header, row) => {
    const { mapping } = await landText({ 'q3 final (2).csv': `${header}\n${row}\n` });
    expect([mapping.files[0]?.table, mapping.files[0]?.note]).toEqual([table, null]);
  });

  it('a list that may be of customers or of prospects says so, with the line that decides it', async () => {
    const { mapping } = await landText({
      'list.csv': 'Company Name,Website,Industry,City\nAcme,acme.example,Pumps,Dayton\n',
    });
    expect(mapping.files[0]?.alternatives).toContainEqual({
      column: 'table',
      chosen: 'prospects',
      others: ['customers'],
      setting: '"files": {"list.csv": {"table": "customers"}}',
    });
  });

  it('what is no table is told by what it lacks', async () => {
    const { mapping } = await landText({
      'by-month.csv': 'Invoice,Year,Month,Customer,Net\nI1,2025,3,Acme,5\n',
      'cross.csv': 'Territory,2023 sales,2024,2025,note\nNorth,1,2,3,x\n',
    });
    expect(mapping.files.map(({ note }) => note)).toEqual([
      expect.stringContaining('nearest to orders, but nothing was taken for order_date'),
      expect.stringContaining('a column per period'),
    ]);
  });
});

describe('an invoice list as a sales office exports it', () => {
  it('lands with margin, currency and names, no settings', async () => {
    const { rows, accounting, verdict } = await landText({
      'export (3).csv': lines(
        'Invoice #,Inv. Date,Bill To,Ext. Price,GP $,Sales Rep,Ship Via',
        (at) => `INV-${at},1/1${at + 3}/2025,Acme ${at % 2} LLC,"$1,00${at}.50","$20${at}.10",Lee,UPS`,
      ),
    });
    expect(verdict).toBeNull();
    expect([accounting.currency, accounting.totals.revenue, accounting.totals.margin]).toEqual([
      'USD',
      '4012.0000',
      '810.4000',
    ]);
    expect(rows['customers']?.map((row) => row['name'])).toEqual(['Acme 0 LLC', 'Acme 1 LLC']);
  });
});

describe('keys', () => {
  it('written as decimals by a program are the whole numbers they were', async () => {
    const { rows } = await landText({
      'o.csv': lines(
        'order_id,order_date,customer_id,amount',
        (at) => `${at}.0,2025-03-1${at},10${at % 2}.0,5.5`,
      ),
      'c.csv': 'customer_id,name\n100,Acme\n101,Borealis\n',
    });
    expect(rows['orders']?.map((row) => [row['order_id'], row['customer_id']])).toEqual([
      ['1', '101'],
      ['2', '100'],
      ['3', '101'],
      ['4', '100'],
    ]);
    expect(rows['customers']?.length).toBe(2);
  });

  it('that are versions (1.1) stay as they are', async () => {
    const { rows } = await land(
      lines('order_id,order_date,customer_id,amount', (at) => `1.${at},2025-03-1${at},C1,5.5`),
    );
    expect(rows['orders']?.[0]?.['order_id']).toBe('1.1');
  });
});
