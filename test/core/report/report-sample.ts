import type { ReasonSum, Target } from '../../../core/rank/target.ts';
import type { ReportView } from '../../../core/report/report-view.ts';
import type { Trait } from '../../../core/traits/trait.ts';

/** A name that tries everything: markup, quotes, right-to-left marks, a formula, a template, a control character. */
export const hostile =
  '=1+1 <script>alert("x")</script>\u202e\u200f\'&amp; \u0024{evil} \u0000</style><img src=https://evil.example/x onerror=a()>';

const sum = (base: number, points: readonly number[], words: string): ReasonSum => ({
  base,
  total: points.reduce((total, value) => total + value, base),
  reasons: points.map((value, index) => ({
    kind: 'trait',
    words: `${words} ${index + 1}`,
    feature: null,
    points: value,
    source: index === 0 ? words : null,
    date: index === 0 ? '2026-06-01' : null,
  })),
});

export const target = (id: string, change: Partial<Target> = {}): Target => ({
  target_id: id,
  pool: 'net-new',
  rank: 1,
  list: 'tier-a',
  tier: 'A',
  name: `Company ${id}`,
  domain: `${id}.example`,
  score: 84.2,
  similarity: 90.2,
  opportunity: 70,
  similarity_term: 63.2,
  opportunity_term: 21,
  confidence: 'medium',
  confidence_limited_by: 'no sign for or against buying now',
  closest_best_customer: { customer_id: 'c1', name: 'Best One', similarity_percent: 81 },
  archetype: 'Steady buyers',
  owner: null,
  region: 'OH',
  country: 'US',
  industry: 'Machinery',
  employees: 320,
  tags: [],
  similarity_reasons: sum(-70, [55, 30, -25], 'fact'),
  opportunity_reasons: sum(50, [12, 8], 'sign'),
  ...change,
});

const trait = (words: string, lift: number, strongest: number): Trait => ({
  id: words,
  feature: 'employees',
  words,
  category: 'firmographic',
  population: 'both',
  condition: { kind: 'range', from: 200, to: 500 },
  best_with: 40,
  best_known: 100,
  rest_with: 60,
  rest_known: 400,
  rate_best: 0.4,
  rate_rest: 0.15,
  lift,
  lift_low: lift * 0.8,
  lift_high: lift * 1.25,
  p_value: 0.001,
  q_value: 0.01,
  coverage: 0.9,
  strongest,
});

/** A small report with every section filled. */
export const sampleView: ReportView = {
  warehouse: 'sample',
  run: 'run_0',
  as_of: '2026-07-01',
  currency: 'USD',
  window: { from: '2023-07-01', to: '2026-07-01' },
  value: { metric: 'total-margin', words: 'gross margin', fallback: null, is_money: true },
  totals: {
    customers: 500,
    base: 480,
    best: 96,
    revenue: 70445821.76,
    margin: 20303961.65,
    best_value: 13507531.04,
    best_share: 0.66,
    negative_margin: 38,
  },
  pareto: {
    points: [
      { customers: 0, value: 0 },
      { customers: 0.2, value: 0.66 },
      { customers: 0.6, value: 1 },
      { customers: 1, value: 0.97 },
    ],
    cut: { customers: 0.2, value: 0.66 },
    of: 'all positive margin',
    instead: { rule: 'the fewest that hold 80 %', size: 640, overlap: 393 },
  },
  best: Array.from({ length: 30 }, (_, index) => ({
    rank: index + 1,
    customer_id: `c${index + 1}`,
    name: `Best ${index + 1}`,
    value: 90000 - index * 1000,
    revenue: 300000 - index * 1000,
    margin: 90000 - index * 1000,
    orders: 40,
    orders_per_month: 1.4,
    recency_days: index + 1,
    categories: 5,
  })),
  traits: {
    strongest: [trait('200–500 employees', 2.6, 1), trait('NAICS 333', 2.1, 2), trait('Region: OH', 1.4, 3)],
    tried: 120,
    note: null,
    avoid: [{ ...trait('Site type: office', 0.4, 0), strongest: null }],
  },
  archetypes: [
    {
      name: 'Steady buyers',
      size: 60,
      share: 0.625,
      description: 'They order often.',
      message_angle: 'Standing orders.',
      icp: ['200 employees or more'],
      stability: 'stable',
    },
    {
      name: 'Large-order buyers',
      size: 36,
      share: 0.375,
      description: 'They order much.',
      message_angle: 'Whole packages.',
      icp: [],
      stability: 'doubtful',
    },
  ],
  archetypes_note: '2 kinds: 2 groups have the best silhouette.',
  archetype_map: {
    points: Array.from({ length: 30 }, (_, index) => ({
      name: `Best ${index + 1}`,
      archetype: index % 2,
      orders_per_month: 0.4 + index / 10,
      average_order: 200 + index * 90,
    })),
    of: 96,
  },
  segments: [
    {
      name: 'VIP Customers',
      size: 200,
      share: 0.4,
      best_share: 0.4,
      lifetime_value: 231000.5,
      orders: 7.9,
      average_order: 29600,
      recency_days: 1,
      traits: ['Product categories bought 4, others 2'],
      action: 'Look for companies like these first',
    },
  ],
  segments_note: 'One kind: no grouping is stable.',
  evidence: {
    line: 'In a backtest, of the 100 customers ranked highest on 2025-07-01, 95 % were among the best.',
    k: 100,
    cut: '2025-07-01',
    to: '2026-07-01',
    baselines: [
      { name: 'Kindred', precision: 0.95, low: 0.91, high: 0.99, lift: 5.7, value_captured: 0.4 },
      { name: 'Random', precision: 0.2, low: 0.12, high: 0.29, lift: 1.2, value_captured: 0.06 },
    ],
    calibration: {
      reliable: true,
      unreliable_because: null,
      bands: [
        { count: 80, predicted: 0.05, observed: 0.04, low: 0.01, high: 0.1 },
        { count: 80, predicted: 0.5, observed: 0.55, low: 0.44, high: 0.65 },
      ],
    },
  },
  similarity: { method: 'a scorecard', because: 'it finds held-out best customers best', canary: null },
  weights: { similarity: 0.7, opportunity: 0.3 },
  lists: { 'tier-a': 2, 'tier-b': 1, nurture: 0, 'win-back': 1 },
  targets: [
    target('p1'),
    target('p2', { rank: 2, score: 82.9, tags: ['known_account'] }),
    target('p3', { list: 'tier-b', tier: 'B', score: 66, archetype: 'Large-order buyers' }),
    target('w1', { pool: 'win-back', list: 'win-back', score: 71 }),
  ],
  win_back: {
    facts: new Map([
      [
        'w1',
        {
          recoverable: 4775.49,
          last_order_date: '2026-02-16',
          silence_days: 135,
          cadence_days: 14.3,
          p_recoverable: 0.238,
        },
      ],
    ]),
    of: 'margin',
    total: 4775.49,
    assumed: true,
  },
  pools: [
    { pool: 'best', count: 96 },
    { pool: 'net-new', count: 404 },
  ],
  coverage: [
    { column: 'employees', customers: 0.9, prospects: 0.8, used: true },
    { column: 'edi', customers: 1, prospects: null, used: false },
  ],
  exclusions: [{ side: 'prospect', reason: 'a customer already', count: 12 }],
  files: [
    {
      file: 'Orders.csv',
      table: 'orders',
      read: 1000,
      accepted: 990,
      quarantined: 6,
      deduplicated: 3,
      superseded: 1,
      revenue_read: '70754693.9900',
      revenue_accepted: '70445821.7600',
      notes: ['Quarantined: 6 rows: bad date'],
    },
  ],
  warnings: ['The last order is 70 days old.'],
  checks: [target('p1')],
  filters: [
    { archetype: 'All best customers', words: ['200–500 employees'], not_expressible: ['Average order'] },
  ],
};
