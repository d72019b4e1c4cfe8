/** The type a canonical column has after landing. Money is DECIMAL(18,4); identifiers are always text. */
export type ColumnType = 'text' | 'identifier' | 'money' | 'number' | 'integer' | 'date' | 'boolean';

export type ColumnDefinition = {
  readonly type: ColumnType;
  /** A row without it is quarantined. */
  readonly required?: true;
  /** One sentence for templates and the data dictionary. */
  readonly meaning: string;
  /** A value as it could stand in a file. */
  readonly sample: string;
};

export type TableDefinition = {
  readonly meaning: string;
  /** Rows with equal keys resolve to one; null where the table has no key and only exact duplicates fold. */
  readonly key: readonly string[] | null;
  readonly columns: { readonly [column: string]: ColumnDefinition };
};

const id = (meaning: string, sample: string, required?: true): ColumnDefinition => ({
  type: 'identifier',
  meaning,
  sample,
  ...(required ? { required } : {}),
});
const text = (meaning: string, sample: string): ColumnDefinition => ({ type: 'text', meaning, sample });
const money = (meaning: string, sample: string, required?: true): ColumnDefinition => ({
  type: 'money',
  meaning,
  sample,
  ...(required ? { required } : {}),
});
const number = (meaning: string, sample: string): ColumnDefinition => ({ type: 'number', meaning, sample });
const integer = (meaning: string, sample: string): ColumnDefinition => ({ type: 'integer', meaning, sample });
const date = (meaning: string, sample: string, required?: true): ColumnDefinition => ({
  type: 'date',
  meaning,
  sample,
  ...(required ? { required } : {}),
});
const flag = (meaning: string, sample: string): ColumnDefinition => ({ type: 'boolean', meaning, sample });

const firmographics = {
  name: text('company name', 'Hartmann Pumpen GmbH'),
  domain: text('web domain or website', 'hartmann-pumpen.example'),
  description: text('what the company does, in words', 'Centrifugal pumps for food plants'),
  industry: text('industry in words', 'Machinery manufacturing'),
  naics: id('NAICS code, 2 to 6 digits', '333914'),
  sic: id('SIC code', '3561'),
  employees: integer('number of employees', '240'),
  annual_revenue: money('the company’s own revenue in a year', '41000000'),
  founded_year: integer('year the company was founded', '1978'),
  city: text('city', 'Dayton'),
  region: text('state or province', 'OH'),
  country: text('country, name or ISO code', 'US'),
  postal_code: id('postal code, leading zeros kept', '45402'),
} as const satisfies { readonly [column: string]: ColumnDefinition };

/**
 * Every table Kindred understands, with its columns in the order templates show them. Only `orders` is required to
 * run. A file's further columns are kept beside these as `attribute_<name>` and become traits.
 */
export const canonicalTables = {
  customers: {
    meaning: 'one row per customer account',
    key: ['customer_id'],
    columns: {
      customer_id: id('the key orders refer to', 'C-1001', true),
      ...firmographics,
      sales_rep: text('who owns the account', 'M. Okafor'),
      parent_company: text('the company this one belongs to', 'Hartmann Holding AG'),
      facility_count: integer('number of sites', '3'),
      contract: flag('buys under a contract', 'yes'),
      edi: flag('orders by EDI', 'no'),
    },
  },
  orders: {
    meaning: 'one row per order or invoice',
    key: ['order_id'],
    columns: {
      order_id: id('order number', 'SO-50001', true),
      order_date: date('day of the order', '2026-03-14', true),
      customer_id: id('who ordered', 'C-1001', true),
      order_revenue: money('net revenue, without tax and shipping', '1840.50', true),
      gross_margin: money('revenue minus cost of goods', '512.30'),
      cogs: money('cost of goods sold', '1328.20'),
      currency: text('ISO 4217 code', 'USD'),
      ship_to: text('where it was delivered', 'Plant 2, Dayton'),
      sales_rep: text('who sold it', 'M. Okafor'),
      required_date: date('day the customer asked for', '2026-03-28'),
      shipped_date: date('day it left', '2026-03-26'),
    },
  },
  order_lines: {
    meaning: 'one row per line of an order',
    key: ['order_id', 'line_number'],
    columns: {
      order_id: id('the order it belongs to', 'SO-50001', true),
      line_number: id('position in the order', '1'),
      product_id: id('article number', 'P-300'),
      product_category: text('product category', 'Seals'),
      quantity: number('pieces', '12'),
      line_revenue: money('net revenue of the line', '920.25'),
      line_cogs: money('cost of goods of the line', '664.10'),
    },
  },
  payments: {
    meaning: 'one row per invoice paid',
    key: null,
    columns: {
      customer_id: id('who paid', 'C-1001'),
      order_id: id('the order it paid for', 'SO-50001'),
      invoice_date: date('day of the invoice', '2026-03-15', true),
      due_date: date('day it was due', '2026-04-14'),
      paid_date: date('day it was paid', '2026-04-10'),
      amount: money('amount of the invoice', '1840.50'),
    },
  },
  returns: {
    meaning: 'one row per return or credit',
    key: null,
    columns: {
      order_id: id('the order it belongs to', 'SO-50001'),
      customer_id: id('who returned', 'C-1001'),
      return_date: date('day of the credit', '2026-04-02', true),
      return_amount: money('amount credited, positive', '120.00', true),
    },
  },
  quotes: {
    meaning: 'one row per quote or opportunity',
    key: ['quote_id'],
    columns: {
      quote_id: id('quote number', 'Q-7001', true),
      customer_id: id('who asked', 'C-1001'),
      created_date: date('day it was made', '2026-02-20'),
      stage: text('stage in the pipeline', 'Negotiation'),
      won: flag('won, lost, or empty while open', 'yes'),
      quoted_value: money('value quoted', '2400.00'),
      close_date: date('day it was decided', '2026-03-12'),
    },
  },
  prospects: {
    meaning: 'one row per company that is not a customer yet',
    key: ['prospect_id'],
    columns: {
      prospect_id: id('your key for it', 'P-90001', true),
      ...firmographics,
      parent_company: text('the company this one belongs to', 'Hartmann Holding AG'),
      facility_count: integer('number of sites', '3'),
    },
  },
  signals: {
    meaning: 'one row per observed growth or buying signal',
    key: null,
    columns: {
      target: id('customer id, prospect id or domain', 'P-90001', true),
      kind: text(
        'headcount_growth, open_roles, news, technology, engagement, sales_note or crm_stage',
        'open_roles',
      ),
      date: date('day it was observed', '2026-05-02', true),
      value: text('number or words', '15'),
      source: text('who observed it', 'careers page'),
    },
  },
  contacts: {
    meaning: 'one row per person',
    key: null,
    columns: {
      target: id('customer id, prospect id or domain', 'P-90001', true),
      name: text('full name', 'J. Moreau'),
      title: text('job title', 'Head of purchasing'),
      email: text('e-mail address', 'j.moreau@hartmann-pumpen.example'),
      phone: text('telephone', '+1 937 555 0100'),
    },
  },
  branches: {
    meaning: 'one row per branch of your own',
    key: ['branch_id'],
    columns: {
      branch_id: id('your key for it', 'B-01', true),
      name: text('name of the branch', 'Dayton'),
      postal_code: id('postal code', '45402'),
      latitude: number('degrees north', '39.7589'),
      longitude: number('degrees east', '-84.1916'),
    },
  },
  channel_costs: {
    meaning: 'one row per day and campaign',
    key: null,
    columns: {
      date: date('day', '2026-05-01', true),
      source: text('source', 'google'),
      medium: text('medium', 'cpc'),
      campaign: text('campaign', 'pumps-spring'),
      cost: money('cost', '84.20', true),
    },
  },
  exclusions: {
    meaning: 'one row per company never to list',
    key: null,
    columns: {
      target: id('customer id, prospect id, domain or name', 'competitor.example', true),
      reason: text('why', 'competitor'),
    },
  },
  outcomes: {
    meaning: 'one row per contact made with a listed company',
    key: null,
    columns: {
      target: id('customer id, prospect id or domain', 'P-90001', true),
      contacted_at: date('day of the contact', '2026-05-10', true),
      outcome: text('won, lost, meeting, no_reply or open', 'meeting'),
      value: money('value won', '5200.00'),
    },
  },
} as const satisfies { readonly [table: string]: TableDefinition };

export type TableName = keyof typeof canonicalTables;
export const tableNames = Object.keys(canonicalTables) as readonly TableName[];
/** The prefix under which a file's own further columns are kept. */
export const attributePrefix = 'attribute_';
