import { describe, expect, it } from 'vitest';
import { rollupFacts } from '../../../core/cluster/rollup-facts.ts';
import type { CustomerFacts } from '../../../core/cluster/segment.ts';
import { segmentKind } from '../../../core/cluster/segment-name.ts';
import { segmentProfile } from '../../../core/cluster/segment-profile.ts';
import { defaultSegments, findSegments } from '../../../core/cluster/segments.ts';
import { rollupRow } from '../value/rollup-row.ts';
import { plantedTable } from './planted-table.ts';

const fact = (customer_id: string, known: Partial<CustomerFacts> = {}): CustomerFacts => ({
  customer_id,
  ltv_e4: 0,
  orders: 0,
  sessions: null,
  engagement_seconds: null,
  country: null,
  device: null,
  channel: null,
  customer_age_days: null,
  recency_days: null,
  lapsed: null,
  ...known,
});

const { truth, table } = plantedTable(21, 450, 1);
const facts = table.ids.map((id, r) =>
  fact(id, {
    ltv_e4: 10_000 * (1000 + 500 * truth[r]! + r),
    orders: [40, 5, 20][truth[r]!]!,
    country: r % 4 === 0 ? 'Canada' : 'United States',
    recency_days: [5, 60, 15][truth[r]!]!,
    customer_age_days: 400 + r,
  }),
);
const segments = findSegments(table, facts, null, { ...defaultSegments, currency: 'USD', k_to: 4 });

describe('findSegments', () => {
  it('carries every field of the published profile, null with its reason where an ERP cannot know', () => {
    expect(segments.k).toBe(3);
    expect(segments.segments.reduce((sum, segment) => sum + segment.size, 0)).toBe(450);
    for (const segment of segments.segments) {
      for (const field of [
        'segment_id',
        'name',
        'size',
        'percentage',
        'avg_ltv',
        'avg_orders',
        'avg_order_value',
        'avg_sessions',
        'avg_engagement_time',
        'conversion_rate',
        'top_countries',
        'device_breakdown',
        'top_channels',
        'avg_customer_age_days',
        'avg_recency_days',
        'description',
      ])
        expect(segment).toHaveProperty(field);
      expect(segment.avg_sessions).toBeNull();
      expect(segment.unavailable_because.avg_sessions).toContain('no web sessions');
      expect(segment.unavailable_because.device_breakdown).toContain('ERP');
      expect(segment.top_countries?.[0]).toBe('United States');
      expect(segment.recommendations.length).toBeGreaterThan(0);
      for (const advice of segment.recommendations) {
        expect(advice.segment).toBe(segment.name);
        expect(advice.expected_impact).toBeNull();
        expect(advice.expected_impact_unavailable_because).not.toBeNull();
      }
    }
    expect(new Set(segments.segments.map((segment) => segment.name)).size).toBe(3);
  });

  it('names by where customers stand, so other amounts give the same names', () => {
    const dearer = facts.map((own) => ({ ...own, ltv_e4: own.ltv_e4 * 1000 }));
    const again = findSegments(table, dearer, null, { ...defaultSegments, currency: 'USD', k_to: 4 });
    expect(again.segments.map((s) => s.name)).toEqual(segments.segments.map((s) => s.name));
  });

  it('refuses customers without facts', () => {
    expect(() => findSegments(table, facts.slice(1), null)).toThrow(RangeError);
  });
});

describe('segmentProfile', () => {
  it('follows the published arithmetic, over the customers that have the fact', () => {
    const profile = segmentProfile(
      [
        fact('a', { ltv_e4: 3_000_000, orders: 3, sessions: 10, device: 'desktop', channel: 'organic' }),
        fact('b', { ltv_e4: 1_000_000, orders: 1, sessions: 4, device: 'mobile', channel: 'organic' }),
        fact('c', { ltv_e4: 2_000_050, orders: 0, sessions: null, device: 'desktop', channel: 'cpc' }),
      ],
      12,
      'USD',
      {},
    );
    expect(profile.percentage).toBe(25);
    expect(profile.avg_ltv).toBe(200);
    expect(profile.avg_order_value).toBe(100);
    expect(profile.avg_sessions).toBe(7);
    expect(profile.conversion_rate).toBe(0.275);
    expect(profile.device_breakdown).toEqual({ desktop: 0.6667, mobile: 0.3333 });
    expect(profile.top_channels).toEqual(['organic', 'cpc']);
    expect(profile.top_countries).toBeNull();
    expect(profile.unavailable_because.top_countries).toContain('not known');
  });
});

describe('segmentKind', () => {
  it('sees silence before value, and value before age', () => {
    const typical = { ltv: 0.5, orders: 0.5, aov: 0.5, age: 0.5, recency: 0.5, lapsed: null };
    expect(segmentKind({ ...typical, ltv: 0.9, orders: 0.9, recency: 0.8 })).toBe(
      'At-Risk High-Value Customers',
    );
    expect(segmentKind({ ...typical, ltv: 0.9, orders: 0.4 })).toBe('High-Value Regulars');
    expect(segmentKind({ ...typical, orders: 0.8, aov: 0.2 })).toBe('Frequent Bargain Hunters');
    expect(segmentKind({ ...typical, age: null, recency: null })).toBe('Regular Customers');
    expect(segmentKind({ ...typical, orders: 0.2 })).toBe('Occasional Shoppers');
    // Long silent in days, but not for their own cadence.
    expect(segmentKind({ ...typical, recency: 0.9, lapsed: 0.1 })).toBe('Regular Customers');
  });
});

describe('rollupFacts', () => {
  it('reads age from the first order ever', () => {
    const [row] = rollupFacts(
      [
        rollupRow({
          customer_id: 'a',
          orders: 2,
          revenue_e4: 100,
          first_order_ever: '2020-01-01',
          last_order_ever: '2020-01-31',
          recency_days: 10,
        }),
      ],
      new Map([['a', 'US']]),
      new Set(['b']),
    );
    expect(row?.customer_age_days).toBe(40);
    expect(row?.country).toBe('US');
    expect(row?.sessions).toBeNull();
    expect(row?.lapsed).toBe(false);
  });
});
