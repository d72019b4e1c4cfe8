import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reason, ReasonSum } from '../../../core/rank/target.ts';
import { reportPage, summaryPage } from '../../../core/report/report-page.ts';
import { hostile, sampleView, target } from './report-sample.ts';

const page = reportPage(sampleView);

/** Numbers as a reader sees them: the minus sign is a real one. */
const read = (text: string): number => Number(text.replace('−', '-').replace('+', ''));

/** Every list of points in the page: its start, its points and its total. */
function sumsOf(markup: string): { start: number; points: number[]; total: number }[] {
  return [...markup.matchAll(/<ul class="reasons">(.*?)<\/ul>/gs)].map(([, list = '']) => {
    const values = [...list.matchAll(/<li[^>]*><b[^>]*>([^<]*)<\/b>/g)].map(([, value = '']) => read(value));
    return {
      start: values[0] ?? Number.NaN,
      points: values.slice(1, -1),
      total: values.at(-1) ?? Number.NaN,
    };
  });
}

describe('the report page', () => {
  it('says the same bytes for the same view', () => {
    expect(reportPage(structuredClone(sampleView))).toBe(page);
    expect(summaryPage(structuredClone(sampleView))).toBe(summaryPage(sampleView));
  });

  it('asks nothing of the outside: no address, no resource, and a policy that forbids any', () => {
    for (const markup of [page, summaryPage(sampleView)]) {
      expect(markup).not.toMatch(/https?:\/\//);
      expect(markup).not.toMatch(/<(?:link|img|iframe|object|embed|base|form)\b/);
      expect(markup).not.toMatch(/\b(?:src|action|formaction|xlink:href)=/);
      expect(markup).not.toMatch(/@import|url\(/);
      expect([...markup.matchAll(/href="([^"]*)"/g)].every(([, to = '']) => to.startsWith('#'))).toBe(true);
      expect(markup).toContain('default-src &#39;none&#39;');
    }
  });

  it('keeps hostile names as text, wherever a text may stand', () => {
    const spoilt = (text: string): typeof sampleView => {
      const spoil = (value: unknown): unknown => {
        if (value instanceof Map) return value;
        if (Array.isArray(value)) return value.map(spoil);
        if (typeof value === 'string') return text;
        if (typeof value !== 'object' || value === null) return value;
        return Object.fromEntries(
          Object.entries(value).map(([key, inner]) => [key, kept.includes(key) ? inner : spoil(inner)]),
        );
      };
      return spoil(sampleView) as typeof sampleView;
    };
    const kept = ['metric', 'list', 'tier', 'confidence', 'kind'];
    const tags = (markup: string): string[] =>
      [...markup.matchAll(/<\/?[a-z][a-z0-9]*/gi)].map(([tag]) => tag);
    for (const draw of [reportPage, summaryPage]) {
      const markup = draw(spoilt(hostile));
      expect(tags(markup)).toEqual(tags(draw(spoilt('plain'))));
      expect(markup).toContain(
        `=1+1 &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;amp; \${evil}`,
      );
      for (const mark of ['\u202e', '\u200f', '\u0000']) expect(markup).not.toContain(mark);
    }
  });

  it('shows points that add up, exactly those of the target', () => {
    const reason = fc.record<Reason>({
      kind: fc.constantFrom('trait', 'signal', 'other', 'similar-to', 'win-back'),
      words: fc.string(),
      feature: fc.constant(null),
      points: fc.integer({ min: -300, max: 300 }),
      source: fc.option(fc.string()),
      date: fc.constant('2026-01-01'),
    });
    const sum = fc.tuple(fc.integer({ min: -400, max: 400 }), fc.array(reason, { maxLength: 8 })).map(
      ([base, reasons]): ReasonSum => ({
        base,
        reasons,
        total: reasons.reduce((total, { points }) => total + points, base),
      }),
    );
    fc.assert(
      fc.property(sum, sum, (similarity_reasons, opportunity_reasons) => {
        const markup = reportPage({
          ...sampleView,
          targets: [target('p1', { similarity_reasons, opportunity_reasons })],
        });
        const shown = sumsOf(markup);
        expect(shown).toHaveLength(2);
        for (const [index, said] of [similarity_reasons, opportunity_reasons].entries()) {
          const drawn = shown[index]!;
          expect(drawn.start).toBe(said.base);
          expect(drawn.points).toEqual(said.reasons.map(({ points }) => points));
          expect(drawn.points.reduce((total, value) => total + value, drawn.start)).toBe(drawn.total);
        }
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('goes from the summary to traits, best customers, targets, win-back, forecasts, kinds, channels, evidence, checks and data quality', () => {
    expect([...page.matchAll(/<section id="([a-z-]+)"/g)].map(([, id]) => id)).toEqual([
      'traits',
      'best',
      'targets',
      'win-back',
      'forecast',
      'archetypes',
      'segments',
      'channels',
      'evidence',
      'checks',
      'quality',
    ]);
  });

  it('has headings in order, one h1, and a scope on every heading cell', () => {
    const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, index) => index === 0 || level <= levels[index - 1]! + 1)).toBe(true);
    expect([...page.matchAll(/<th\b[^>]*>/g)].every(([tag]) => tag.includes('scope='))).toBe(true);
    expect([...page.matchAll(/<(?:input|select)\b/g)].length).toBe([...page.matchAll(/<label>/g)].length);
  });

  it('shows twenty best customers and folds the rest away', () => {
    const best = page.slice(page.indexOf('<section id="best"'), page.indexOf('<section id="targets"'));
    const [open = '', folded = ''] = best.split('<details');
    expect(open.match(/<tr>/g)).toHaveLength(21);
    expect(folded).toContain('10 more rows');
    expect(best).toContain('1 day ago');
    expect(best).not.toContain('>Value<');
  });

  it('keeps win-back apart, with its worth and where the chance comes from', () => {
    const calls = page.slice(page.indexOf('<section id="targets"'), page.indexOf('<section id="win-back"'));
    expect(calls).not.toContain('data-list="win-back"');
    const back = page.slice(page.indexOf('<section id="win-back"'), page.indexOf('<section id="archetypes"'));
    expect(back).toContain('Recoverable margin, USD');
    expect(back).toContain('4,775');
    expect(back).toContain('the chance is an assumption');
  });

  it('says what is missing where there is little data', () => {
    const little = reportPage({
      ...sampleView,
      pareto: null,
      best: [],
      traits: { strongest: [], tried: 0, note: 'Two best customers are too few to compare.', avoid: [] },
      archetypes: [],
      archetypes_note: 'There are too few best customers.',
      archetype_map: null,
      segments: [],
      segments_note: 'Too little is known.',
      evidence: {
        ...sampleView.evidence,
        line: 'There is no backtest: 3 customers are too few.',
        baselines: [],
        calibration: null,
      },
      lists: { 'tier-a': 0, 'tier-b': 0, nurture: 0, 'win-back': 0 },
      targets: [],
      checks: [],
      coverage: [],
      exclusions: [],
      filters: [],
      warnings: [],
    });
    for (const words of [
      'Two best customers are too few to compare.',
      'There are too few best customers.',
      'Too little is known.',
      'There is no backtest: 3 customers are too few.',
      'No list of prospects was given',
      'Nobody is on a list yet',
      'Nothing to warn of.',
    ])
      expect(little).toContain(words);
    expect(little.slice(0, little.indexOf('<script>'))).not.toMatch(/NaN|undefined|Infinity/);
  });
});
