import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exclusionList } from '../../../core/match/exclusion-list.ts';
import { keyedSide, linkCompanies } from '../../../core/match/link-companies.ts';
import { parentRelations } from '../../../core/match/parent-relations.ts';
import { assignPools, type CustomerStanding, countPools } from '../../../core/match/pools.ts';
import { repeatedAccounts } from '../../../core/match/repeated-accounts.ts';
import { suppression } from '../../../core/match/suppression.ts';

const company = (id: string, name: string, domain: string | null = null) => ({
  id,
  name,
  domain,
  postal_code: null,
  city: 'Dayton',
  region: 'OH',
});
const standing = (change: Partial<CustomerStanding>): CustomerStanding => ({
  best: false,
  ever_ordered: true,
  lapsed: true,
  past_value_e4: 100,
  ...change,
});

describe('suppression', () => {
  const quote = (quote_id: string, account: string, created_date: string) => ({
    quote_id,
    account,
    created_date,
    stage: null,
  });

  it('names the newest open quote and the last contact, and forgets what is older than the rule', () => {
    const list = suppression(
      [quote('Q-1', 'c1', '2026-05-01'), quote('Q-2', 'c1', '2026-06-01')],
      [
        { target: 'p1', contacted_at: '2026-04-02' },
        { target: 'p2', contacted_at: '2026-04-01' },
        { target: 'p3', contacted_at: '2026-07-09' },
      ],
      '2026-07-01',
      90,
    );
    const reason = (id: string): string | null => list.reasonFor({ id, domain: null });
    expect(reason('c1')).toBe('open quote Q-2 of 2026-06-01');
    expect(reason('p1')).toBe('contacted on 2026-04-02, within 90 days');
    expect(reason('p2')).toBeNull();
    expect(reason('p3')).toContain('2026-07-09');
    expect(
      suppression([], [{ target: 'p1', contacted_at: '2026-06-30' }], '2026-07-01', null).reasonFor({
        id: 'p1',
        domain: null,
      }),
    ).toBeNull();
  });

  it('takes nobody out of the customers that buy, and keeps the pools adding up', () => {
    const rows = fc.array(
      fc.record({
        best: fc.boolean(),
        ever_ordered: fc.boolean(),
        lapsed: fc.boolean(),
        quoted: fc.boolean(),
      }),
      { maxLength: 15 },
    );
    fc.assert(
      fc.property(rows, rows, (accounts, market) => {
        const customers = accounts.map((_, at) => company(`c${at}`, `Customer ${at}`));
        const prospects = market.map((_, at) => company(`p${at}`, `Prospect ${at}`));
        const quotes = [
          ...accounts.flatMap(({ quoted }, at) => (quoted ? [quote('Q', `c${at}`, '2026-06-01')] : [])),
          ...market.flatMap(({ quoted }, at) => (quoted ? [quote('Q', `p${at}`, '2026-06-01')] : [])),
        ];
        const decisions = assignPools({
          customers,
          standing: new Map(accounts.map((row, at) => [`c${at}`, standing(row)])),
          prospects,
          matches: [],
          duplicates: [],
          exclusions: exclusionList([]),
          suppressed: suppression(quotes, [], '2026-07-01', 90),
        });
        countPools(decisions, customers.length, prospects.length);
        for (const decision of decisions) {
          const row = (decision.side === 'customer' ? accounts : market)[Number(decision.id.slice(1))]!;
          const buys = decision.side === 'customer' && row.ever_ordered && !row.lapsed;
          expect(decision.pool === 'excluded').toBe(row.quoted && !buys);
        }
      }),
    );
  });
});

describe('accounts of one company', () => {
  it('are called once, as the one that buys, and never merged', () => {
    const customers = [
      company('c1', 'Acme Inc', 'acme.com'),
      company('c2', 'ACME', 'www.acme.com'),
      company('c3', 'Weir Pumps', 'weir.com'),
    ];
    const past = new Map([
      ['c1', standing({})],
      ['c2', standing({ lapsed: false })],
      ['c3', standing({})],
    ]);
    const linkage = linkCompanies(keyedSide(customers), null, 42);
    const decisions = assignPools({
      customers,
      standing: past,
      prospects: [],
      matches: [],
      duplicates: [],
      exclusions: exclusionList([]),
      repeatedAccounts: repeatedAccounts(linkage, past),
    });
    expect(decisions.map(({ id, pool }) => [id, pool])).toEqual([
      ['c1', 'excluded'],
      ['c2', 'active'],
      ['c3', 'win-back'],
    ]);
    expect(decisions[0]!.reason).toContain('repeats customer c2');
  });
});

describe('parentRelations', () => {
  it('relates by ownership, strongest first, and leaves strangers alone', () => {
    const owned = (id: string, name: string, parent: string | null = null) => ({ id, name, parent });
    const customers = [owned('c1', 'Acme Inc', 'Big Holding AG'), owned('c2', 'Weir')];
    expect(
      parentRelations(
        [
          owned('p1', 'Acme East', 'ACME'),
          owned('p2', 'Big Holding'),
          owned('p3', 'Other', 'BIG HOLDING'),
          owned('p4', 'Stranger'),
        ],
        customers,
      ).map(({ prospect_id, customer_id, relation }) => [prospect_id, customer_id, relation]),
    ).toEqual([
      ['p1', 'c1', 'belongs to the customer'],
      ['p2', 'c1', 'owns the customer'],
      ['p3', 'c1', 'has the same parent company'],
    ]);
  });

  it('keeps the relation on the list, tagged, and merges nothing', () => {
    const decisions = assignPools({
      customers: [company('c1', 'Acme')],
      standing: new Map([['c1', standing({ lapsed: false })]]),
      prospects: [company('p1', 'Boltworks')],
      matches: [],
      duplicates: [],
      exclusions: exclusionList([]),
      relations: [{ prospect_id: 'p1', customer_id: 'c1', relation: 'belongs to the customer' }],
    });
    expect(decisions[1]).toMatchObject({ pool: 'net-new', tags: ['related_account'] });
  });
});
