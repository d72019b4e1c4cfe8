import { expect, it } from 'vitest';
import { learnFrom } from '../../../core/learn/learning.ts';
import type { LearningData } from '../../../core/learn/outcome.ts';
import { learningSection } from '../../../core/report/learning-section.ts';
import { whatChangedSection } from '../../../core/report/what-changed-section.ts';
import { hostile, sampleView } from './report-sample.ts';

const data: LearningData = {
  version: 1,
  contacts: Array.from({ length: 60 }, (_, index) => ({ target: `P-${index}`, contacted_at: '2026-02-01' })),
  matured: Array.from({ length: 60 }, (_, index) => ({
    target: `P-${index}`,
    target_id: `P-${index}`,
    contacted_at: '2026-02-01',
    outcome: index % 3 === 0 ? ('won' as const) : ('lost' as const),
    value_e4: index % 3 === 0 ? 20_000_000 : null,
    run: 'run_0',
    listed_at: '2026-01-01',
    pool: 'net-new' as const,
    list: 'tier-a' as const,
    similarity: 60 + (index % 40),
    opportunity: 50 + (index % 7),
    slot: index % 5 === 1 ? ('random' as const) : ('ranked' as const),
    propensity: index % 5 === 1 ? 0.05 : 1,
  })),
  held_back: [],
  censored: 4,
  unlisted: 0,
  unreadable: 0,
};

it('says what the calls taught, and what they could not', () => {
  const learning = learnFrom(
    data,
    { similarity: 0.7, opportunity: 0.3 },
    { success: 'won', minimum: 50 },
    'USD',
  );
  const { markup } = learningSection({ ...sampleView, learning })!;
  expect(markup).toContain('60 outcomes reported');
  expect(markup).toContain('calling anybody would give');
  expect(markup).toContain('set learning.hold_back');
  expect(learningSection(sampleView)).toBeNull();
});

it('says what changed, whatever companies are called', () => {
  const place = { list: 'tier-a' as const, rank: 1, tier: 'A' as const, score: 84 };
  const { markup } = whatChangedSection({
    ...sampleView,
    changed: {
      version: 1,
      previous_run: 'run_0',
      run: 'run_1',
      previous_as_of: '2026-06-01',
      as_of: '2026-07-01',
      settings: [{ path: 'weights.similarity', from: '0.7', to: hostile }],
      weights: { from: { similarity: 0.7, opportunity: 0.3 }, to: { similarity: 0.7, opportunity: 0.3 } },
      counts: { ranked_by_both: 10, tier_moved: 1, list_moved: 1, entered: 0, left: 1 },
      tier_moves_by_cause: { data: 0, date: 0, model: 1, settings: 0 },
      residual: 0,
      moves: [
        {
          target_id: 'a',
          name: hostile,
          pool: 'net-new',
          from: place,
          to: { ...place, list: 'tier-b', tier: 'B', score: 78 },
          because: 'model',
          split: {
            points: { data: 0, date: 0, model: -6, settings: 0 },
            change: -6,
            residual: 0,
            tier_changes: [{ cause: 'model', from: 'A', to: 'B' }],
          },
        },
      ],
      moves_left_out: 0,
      entered: [],
      left: [
        { target_id: 'b', name: hostile, list: 'tier-a', tier: 'A', because: 'contacted on 2026-06-20' },
      ],
    },
  })!;
  expect(markup).not.toMatch(/<script|<img/);
  expect(markup).toContain('−6.0');
  expect(whatChangedSection(sampleView)).toBeNull();
});
