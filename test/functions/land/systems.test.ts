import { describe, expect, it } from 'vitest';
import { landText } from './land-text.ts';

/** Exports in the shapes their systems give them; the values are invented. */
describe('exports of business systems', () => {
  it('QuickBooks: titles, groups, totals, credit memos, estimates', async () => {
    const { rows, accounting } = await landText({
      'Sales by Customer Detail.csv': [
        'Sales by Customer Detail',
        'Seller Company Inc.',
        '"January - March, 2026"',
        '',
        ',Date,Transaction Type,Num,Product/Service,Memo/Description,Qty,Sales Price,Amount,Balance',
        'Acme Machining,,,,,,,,,',
        ',01/15/2026,Invoice,1001,Valves:Ball valve,DN20,80.00,25.00,"2,000.00","2,000.00"',
        ',02/03/2026,Invoice,1004,Seal kit,,20.00,30.00,600.00,"2,600.00"',
        ',02/10/2026,Credit Memo,CM-7,Seal kit,returned,-5.00,40.00,-200.00,"2,400.00"',
        'Total for Acme Machining,,,,,,,,"$2,400.00",',
        'Borealis Valves LLC,,,,,,,,,',
        ',03/01/2026,Sales Receipt,1010,Valves:Gate valve,,10.00,50.00,500.00,500.00',
        ',03/02/2026,Estimate,E-9,Valves:Gate valve,,10.00,50.00,500.00,"1,000.00"',
        'Total for Borealis Valves LLC,,,,,,,,"$1,000.00",',
        'TOTAL,,,,,,,,"$3,400.00",',
        '',
      ].join('\n'),
    });
    expect(rows['orders']).toEqual([
      {
        order_id: '1001',
        order_date: '2026-01-15',
        customer_id: 'Acme Machining',
        order_revenue: '2000.0000',
        currency: 'USD',
      },
      {
        order_id: '1004',
        order_date: '2026-02-03',
        customer_id: 'Acme Machining',
        order_revenue: '600.0000',
        currency: 'USD',
      },
      {
        order_id: '1010',
        order_date: '2026-03-01',
        customer_id: 'Borealis Valves LLC',
        order_revenue: '500.0000',
        currency: 'USD',
      },
    ]);
    expect(rows['returns']).toEqual([
      { order_id: null, customer_id: 'Acme Machining', return_date: '2026-02-10', return_amount: '200.0000' },
    ]);
    expect(rows['customers']).toEqual([
      { customer_id: 'Acme Machining', name: 'Acme Machining' },
      { customer_id: 'Borealis Valves LLC', name: 'Borealis Valves LLC' },
    ]);
    expect(rows['order_lines']?.map((row) => row['product_category'])).toEqual(['Valves', null, 'Valves']);
    const [file] = accounting.files;
    expect(file).toMatchObject({
      rows_read: 5,
      rows_accepted: 4,
      rows_quarantined: 1,
      quarantined_by: { NOT_A_SALE: 1 },
      lines_skipped: { preamble: 4, note: 2, total: 3 },
    });
  });

  it('SAP list: pipes, rules, repeated header, latin-1, decimal comma, trailing minus, leading zeros', async () => {
    const text = [
      '-'.repeat(79),
      '|VBELN     |ERDAT     |AUART|KUNNR     |NAME1             |     NETWR|WAERK|',
      '-'.repeat(79),
      '|0000001000|07.07.2026|ZOR  |0000100001|Müller Pumpen GmbH|  1.234,50|EUR  |',
      '|0000001001|08.07.2026|ZRE  |0000100001|Müller Pumpen GmbH|    100,00-|EUR |',
      '-'.repeat(79),
      '|VBELN     |ERDAT     |AUART|KUNNR     |NAME1             |     NETWR|WAERK|',
      '-'.repeat(79),
      '|0000001002|09.07.2026|ZOR  |0000100002|Beispiel & Söhne  | 12.000,00|EUR  |',
      '-'.repeat(79),
      '',
    ].join('\r\n');
    const { rows, accounting, mapping } = await landText({ 'list.txt': Buffer.from(text, 'latin1') });
    expect(rows['orders']).toEqual([
      expect.objectContaining({
        order_id: '0000001000',
        order_date: '2026-07-07',
        order_revenue: '1234.5000',
        currency: 'EUR',
      }),
      expect.objectContaining({
        order_id: '0000001002',
        order_date: '2026-07-09',
        order_revenue: '12000.0000',
      }),
    ]);
    expect(rows['customers']).toEqual([
      { customer_id: '0000100001', name: 'Müller Pumpen GmbH' },
      { customer_id: '0000100002', name: 'Beispiel & Söhne' },
    ]);
    // ZRE is a return, whatever its amount's sign.
    expect(rows['returns']).toEqual([
      { order_id: null, customer_id: '0000100001', return_date: '2026-07-08', return_amount: '100.0000' },
    ]);
    expect(mapping.files[0]?.format).toMatchObject({ encoding: 'windows-1252', delimiter: '|' });
    expect(accounting.files[0]).toMatchObject({
      rows_read: 3,
      rows_accepted: 3,
      lines_skipped: { rule: 4, repeated_header: 1 },
    });
  });

  it('Shopify: an order over several lines with its cells on the first only, apostrophe zips, line breaks in notes', async () => {
    const header =
      'Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Company,Billing City,Billing Zip,Billing Country,Notes,Cancelled at,Refunded Amount,Lineitem discount,Id';
    const { rows, accounting } = await landText({
      'orders_export.csv': [
        header,
        `#1001,buyer@acme-machining.example,paid,2026-07-07 09:50:27 +0200,EUR,130.00,5.00,27.00,162.00,2026-07-07 09:50:26 +0200,4,Ball valve,25.00,SKU-1,Acme Machining,Paris,'75008,FR,"line one\nline two",,0.00,0.00,5001`,
        `#1001,buyer@acme-machining.example,,,,,,,,2026-07-07 09:50:26 +0200,1,Seal kit,30.00,SKU-2,,,,,,,,0.00,`,
        `#1002,b@gmail.com,voided,,EUR,10.00,0,0,10.00,2026-07-08 10:00:00 +0200,1,Seal kit,10.00,SKU-2,Borealis,Lyon,'69001,FR,,,0.00,0.00,5002`,
        `#1003,c@ceres.example,partially_refunded,2026-07-09 10:00:00 +0200,EUR,40.00,0,0,40.00,2026-07-09 10:00:00 +0200,1,Seal kit,40.00,SKU-2,Ceres,Lille,'59000,FR,,,15.00,0.00,5003`,
        '',
      ].join('\n'),
    });
    expect(rows['orders']).toEqual([
      expect.objectContaining({
        order_id: '#1001',
        order_date: '2026-07-07',
        order_revenue: '130.0000',
        currency: 'EUR',
      }),
      expect.objectContaining({ order_id: '#1003', order_revenue: '40.0000' }),
    ]);
    expect(
      rows['order_lines']?.map((row) => [row['product_id'], row['quantity'], row['line_revenue']]),
    ).toEqual([
      ['SKU-1', '4.0000', '100.0000'],
      ['SKU-2', '1.0000', '30.0000'],
      ['SKU-2', '1.0000', '40.0000'],
    ]);
    expect(rows['customers']?.[0]).toMatchObject({
      domain: 'acme-machining.example',
      postal_code: '75008',
      city: 'Paris',
    });
    expect(rows['returns']).toEqual([
      {
        order_id: '#1003',
        customer_id: 'c@ceres.example',
        return_date: '2026-07-09',
        return_amount: '15.0000',
      },
    ]);
    expect(accounting.files[0]).toMatchObject({
      rows_read: 4,
      rows_quarantined: 1,
      quarantined_by: { NOT_A_SALE: 1 },
    });
  });

  it('Odoo: child lines with blank parent cells', async () => {
    const { rows } = await landText({
      'sale.order.csv': [
        'Order Reference,Order Date,Customer,Salesperson,Order Lines/Product,Order Lines/Quantity,Order Lines/Subtotal,Untaxed Amount,Total',
        'S00001,2026-07-07 07:50:26,Acme Machining,Lee,[SKU-1] Ball valve,4.0,100.0,130.0,156.0',
        ',,,,[SKU-2] Seal kit,1.0,30.0,,',
        'S00002,2026-07-08 08:00:00,Borealis,Lee,[SKU-2] Seal kit,2.0,60.0,60.0,72.0',
        '',
      ].join('\n'),
    });
    expect(rows['orders']?.map((row) => [row['order_id'], row['order_revenue']])).toEqual([
      ['S00001', '130.0000'],
      ['S00002', '60.0000'],
    ]);
    expect(rows['order_lines']?.map((row) => row['order_id'])).toEqual(['S00001', 'S00001', 'S00002']);
  });

  it('SAP Business One: total less tax, semicolons, byte-order mark, two-digit years', async () => {
    const { rows } = await landText({
      'OINV.csv':
        '\ufeff#;DocEntry;DocNum;DocDate;DocDueDate;CardCode;CardName;DocTotal;VatSum;PaidToDate;GrosProfit;SlpName\r\n1;501;10001;07.07.26;06.08.26;C10001;Acme Machining;1.469,06;234,56;0,00;410,00;Lee\r\n',
    });
    expect(rows['orders']?.[0]).toMatchObject({
      order_id: '10001',
      order_date: '2026-07-07',
      customer_id: 'C10001',
      order_revenue: '1234.5000',
      gross_margin: '410.0000',
    });
    expect(rows['payments']?.[0]).toMatchObject({ due_date: '2026-08-06', invoice_date: '2026-07-07' });
  });

  it('NetSuite: line margin becomes cost, the entity is the customer', async () => {
    const { rows } = await landText({
      'results.csv':
        'Internal ID,Document Number,Date,Name,Sales Rep,Item,Quantity,Amount,Est. Gross Profit,Class,Location\n9001,SO1001,7/17/2026,C10001 Acme Machining,Lee,SKU-1,4,100.00,31.00,Valves,Main\n',
    });
    expect(rows['orders']?.[0]).toMatchObject({
      order_id: 'SO1001',
      order_date: '2026-07-17',
      gross_margin: '31.0000',
    });
    expect(rows['order_lines']?.[0]).toMatchObject({ line_cogs: '69.0000', product_category: 'Valves' });
  });

  it('Sage 100: division and number make the customer, price and quantity the revenue, compact dates', async () => {
    const { rows } = await landText({
      'so.csv':
        'ARDivisionNo,CustomerNo,BillToName,SalesOrderNo,OrderDate,OrderType,ItemCode,QuantityShipped,UnitPrice\r\n01,ACME,Acme Machining,0001001,20260707,S,SKU-1,4,25.00\r\n',
    });
    expect(rows['orders']).toEqual([
      { order_id: '0001001', order_date: '2026-07-07', customer_id: '01-ACME', order_revenue: '100.0000' },
    ]);
    expect(rows['customers']).toEqual([{ customer_id: '01-ACME', name: 'Acme Machining' }]);
  });

  it('Epicor: the order total is not summed over its lines', async () => {
    const { rows } = await landText({
      'baq.csv':
        '\ufeffCustomer_CustID,Customer_Name,OrderHed_OrderNum,OrderHed_OrderDate,OrderDtl_OrderLine,OrderDtl_PartNum,OrderHed_TotalCharges\r\nACME,Acme Machining,5001,2026-07-07T00:00:00,1,SKU-1,100.00\r\nACME,Acme Machining,5001,2026-07-07T00:00:00,2,SKU-2,100.00\r\n',
    });
    expect(rows['orders']).toEqual([
      { order_id: '5001', order_date: '2026-07-07', customer_id: 'ACME', order_revenue: '100.0000' },
    ]);
  });

  it('Stripe: test rows are refused, decimal commas in quotes', async () => {
    const { rows, accounting } = await landText({
      'payments.csv': [
        'id,Description,Created date (UTC),Amount,Amount Refunded,Currency,Converted Amount,Converted Amount Refunded,Mode,Status,Customer ID,Customer Email',
        'ch_1,Invoice 1001,2026-07-07 07:50,"1250,00","0,00",eur,"1250,00","0,00",Live,Paid,cus_1,ap@acme-machining.example',
        'ch_2,test,2026-07-08 07:50,"1,00","0,00",eur,"1,00","0,00",Test,Paid,cus_1,ap@acme-machining.example',
        '',
      ].join('\n'),
    });
    expect(rows['orders']?.map((row) => [row['order_id'], row['order_revenue']])).toEqual([
      ['ch_1', '1250.0000'],
    ]);
    expect(accounting.files[0]?.quarantined_by).toEqual({ NOT_A_SALE: 1 });
    expect(accounting.currency).toBe('EUR');
    expect(rows['customers']).toEqual([{ customer_id: 'cus_1', domain: 'acme-machining.example' }]);
  });

  it('Stripe: converted amounts are in the currency they were converted into', async () => {
    const { accounting, rows } = await landText({
      'payments.csv':
        'id,Created date (UTC),Amount,Currency,Converted Amount,Converted Currency,Status,Customer ID,Customer Description\nch_1,2026-07-07 07:50,100.00,usd,92.00,eur,Paid,cus_1,Acme Machining\nch_2,2026-07-08 07:50,50.00,eur,50.00,eur,Paid,cus_1,Acme Machining\n',
    });
    expect([accounting.currency, accounting.totals.revenue]).toEqual(['EUR', '142.0000']);
    expect(rows['customers']).toEqual([{ customer_id: 'cus_1', name: 'Acme Machining' }]);
  });

  it('WooCommerce: a refunded row is money back, its name the customer', async () => {
    const { rows } = await landText({
      'orders.csv':
        'Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),Net Sales\n2026-07-07 09:50:26,2001,"$1,234.50",completed,Acme Machining,returning,"2× Ball valve, 1× Seal kit",3,,1234.5\n2026-07-09 11:00:00,2002,-$30.00,refunded,Acme Machining,returning,1× Seal kit,-1,,-30\n',
    });
    expect(rows['orders']?.map((row) => [row['order_id'], row['order_revenue']])).toEqual([
      ['2001', '1234.5000'],
    ]);
    expect(rows['returns']).toEqual([
      { order_id: null, customer_id: 'Acme Machining', return_date: '2026-07-09', return_amount: '30.0000' },
    ]);
    expect(rows['customers']).toEqual([{ customer_id: 'Acme Machining', name: 'Acme Machining' }]);
  });

  it('Salesforce: the footer of a report is no opportunity', async () => {
    const { rows, accounting } = await landText({
      'report.csv':
        'Opportunity ID,Account Name,Stage,Amount,Close Date,Created Date\n006A,Acme,Closed Won,1000.50,2025-04-13,2025-03-01\n006B,Borealis,Closed Lost,10,2025-04-14,2025-03-02\n\n"Won deals"\n"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n"Confidential Information - Do Not Distribute"\n"Generated By:  Sam Sample  3/1/2026 9:00 AM"\n',
    });
    expect(rows['quotes']?.map((row) => [row['quote_id'], row['stage'], row['quoted_value']])).toEqual([
      ['006A', 'Closed Won', '1000.5000'],
      ['006B', 'Closed Lost', '10.0000'],
    ]);
    expect(accounting.files[0]).toMatchObject({ rows_read: 2, rows_quarantined: 0 });
  });

  it('a Hoovers list: lost zeros stay lost, money in words of money, keys from D-U-N-S', async () => {
    const { rows } = await landText({
      'export.csv': [
        '\ufeffCompany Name,D-U-N-S® Number,City,State Or Province,Postal Code,Country/Region,URL,Sales (USD),Employees (Total),NAICS 2022 Code,Year Found',
        '"Acme Machining, Inc.",00-123-4567,Toledo,Ohio,43604,United States,www.acme-machining.example,48000000,320,332710,1987',
        'Borealis Valves LLC,1234568,Flint,Michigan,48502,United States,borealis-valves.example,"$12,500,000",45,332911,2004',
        '',
      ].join('\n'),
    });
    expect(rows['prospects']).toEqual([
      expect.objectContaining({
        prospect_id: '00-123-4567',
        name: 'Acme Machining, Inc.',
        employees: 320,
        naics: '332710',
      }),
      expect.objectContaining({
        prospect_id: '1234568',
        annual_revenue: '12500000.0000',
        founded_year: 2004,
      }),
    ]);
  });

  it('a list without keys: domains stand in, then names', async () => {
    const { rows } = await landText({
      'list.csv':
        'companyname,companywebsite,industry,city,state\nAcme,acme.example,Machinery,Toledo,OH\nBorealis,,,Flint,MI\n',
    });
    expect(rows['prospects']?.map((row) => row['prospect_id'])).toEqual(['Borealis', 'acme.example']);
  });
});

describe('keys that two files write differently', () => {
  it('are the same customer when leading zeros or capitals are all that differs', async () => {
    const { rows, accounting } = await landText({
      'VBAK.csv':
        'VBELN,ERDAT,KUNNR,NAME1,NETWR\n0001,2025-01-13,0000100001,Acme,10\n0002,2025-01-14,c-7,Borealis,20\n0003,2025-01-15,0000999,Nobody,30\n',
      'Customers.csv':
        'customer_id,name,industry\n100001,Acme GmbH,Pumps\nC-7,Borealis,Valves\n00123,Ceres,Seals\n123,Other,Seals\n',
    });
    expect(rows['orders']?.map((row) => row['customer_id'])).toEqual(['100001', 'C-7', '0000999']);
    expect(rows['customers']?.map((row) => [row['customer_id'], row['name']])).toEqual(
      [
        ['00123', 'Ceres'],
        ['0000999', 'Nobody'],
        ['100001', 'Acme GmbH'],
        ['123', 'Other'],
        ['C-7', 'Borealis'],
      ].sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1)),
    );
    expect(accounting.warnings.join(' ')).toContain('2 customer numbers');
  });
});
