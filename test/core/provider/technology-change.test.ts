import fc from 'fast-check';
import { expect, it } from 'vitest';
import { technologiesSeen } from '../../../core/provider/technology-change.ts';

const names = fc.array(
  fc.constantFrom('Oracle', 'NetSuite', 'Salesforce', 'SAP', 'HubSpot', 'Shopify', 'Jira', 'Slack'),
);

it('the first sight says nothing, the same list says nothing, and no answer is counted twice', () => {
  fc.assert(
    fc.property(names, names, (before, after) => {
      const first = technologiesSeen(null, before, '2026-01-01');
      expect(first.changes).toEqual([]);
      expect(technologiesSeen(first, before, '2026-02-01').changes).toEqual([]);
      const second = technologiesSeen(first, after, '2026-02-01');
      expect(technologiesSeen(second, before, '2026-02-01')).toBe(second);
      expect(technologiesSeen(second, before, '2026-01-15')).toBe(second);
    }),
  );
});

it('names exactly what came and what went, each once', () => {
  const few = names.map((list) => list.slice(0, 5));
  fc.assert(
    fc.property(few, few, (before, after) => {
      const { changes } = technologiesSeen(technologiesSeen(null, before, '2026-01-01'), after, '2026-02-01');
      const named = (word: string): string[] =>
        changes.flatMap(({ value }) =>
          value.startsWith(`${word} `) ? value.slice(word.length + 1).split(', ') : [],
        );
      const only = (list: readonly string[], others: readonly string[]): string[] =>
        [...new Set(list.filter((name) => !others.includes(name)))].sort();
      expect(named('added')).toEqual(only(after, before));
      expect(named('removed')).toEqual(only(before, after));
      for (const { kind, date } of changes) expect([kind, date]).toEqual(['technology', '2026-02-01']);
    }),
  );
});

it('case is no change; many names are counted; changes older than two years are dropped', () => {
  const first = technologiesSeen(null, ['salesforce '], '2024-01-01');
  expect(technologiesSeen(first, ['Salesforce'], '2024-02-01').changes).toEqual([]);
  const second = technologiesSeen(first, ['A', 'B', 'C', 'D', 'E', 'F', 'G'], '2024-03-01');
  expect(second.changes.map(({ value }) => value)).toEqual([
    'added A, B, C, D, E and 2 more',
    'removed salesforce',
  ]);
  const third = technologiesSeen(second, ['A'], '2026-06-01');
  expect(third.changes.map(({ value }) => value)).toEqual(['removed B, C, D, E, F and 1 more']);
});
