import type { Authored } from '../answers.ts';
import { type Child, element } from '../element.ts';

type Change = (key: string, value: unknown) => void;

const record = (value: unknown): { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const metrics: readonly (readonly [string, string])[] = [
  ['total-margin', 'gross margin over the window'],
  ['margin-rate', 'gross margin a month while active'],
  ['revenue', 'revenue'],
  ['composite', 'a mix of revenue, repeats, frequency and breadth'],
];

/**
 * The settings most people change, as fields; the rest is in the text beside it. A field that is changed writes its whole key,
 * everything else stays as authored.
 */
export function settingsForm(resolved: Authored, change: Change): HTMLElement {
  const best = record(resolved['best']);
  const weights = record(resolved['weights']);
  const tiers = record(resolved['tiers']);
  const capacity = record(resolved['capacity']);
  const inactivity = record(resolved['inactivity']);
  const byPareto = 'pareto' in best;
  const byDays = 'days' in inactivity;

  const bestRule = choice(
    [
      ['share', 'the first share of customers'],
      ['pareto', 'the fewest that hold a share of the value'],
    ],
    byPareto ? 'pareto' : 'share',
  );
  const bestShare = number(100 * Number(best['pareto'] ?? best['share'] ?? 0.2), {
    min: 1,
    max: 99,
    step: 1,
  });
  const changeBest = (): void => change('best', { [bestRule.value]: Number(bestShare.value) / 100 });
  listen([bestRule, bestShare], changeBest);

  const similarity = number(100 * Number(weights['similarity'] ?? 0.7), { min: 0, max: 100, step: 5 });
  listen([similarity], () => {
    const share = Number(similarity.value) / 100;
    change('weights', { similarity: share, opportunity: Number((1 - share).toFixed(4)) });
  });

  const cuts = ['A', 'B', 'C'].map((tier) => number(Number(tiers[tier]), { min: 0, max: 100, step: 1 }));
  listen(cuts, () =>
    change(
      'tiers',
      Object.fromEntries(['A', 'B', 'C'].map((tier, index) => [tier, Number(cuts[index]?.value)])),
    ),
  );

  const sizes = ['tier_a', 'tier_b', 'win_back'].map((list) => number(capacity[list], { min: 1, step: 1 }));
  listen(sizes, () =>
    change(
      'capacity',
      Object.fromEntries(
        ['tier_a', 'tier_b', 'win_back'].map((list, index) => {
          const value = sizes[index]?.value ?? '';
          return [list, value === '' ? null : Number(value)];
        }),
      ),
    ),
  );

  const lapse = choice(
    [
      ['cadence', 'times its own usual gap'],
      ['days', 'days'],
    ],
    byDays ? 'days' : 'cadence',
  );
  const lapseAfter = number(inactivity['days'] ?? inactivity['cadence'] ?? 2.5, { min: 1, step: 'any' });
  listen([lapse, lapseAfter], () => change('inactivity', { [lapse.value]: Number(lapseAfter.value) }));

  const simple = (
    key: string,
    control: HTMLInputElement | HTMLSelectElement,
    read: (value: string) => unknown,
  ): HTMLElement => {
    listen([control], () => change(key, read(control.value)));
    return control;
  };
  const orNull = (value: string): string | null => (value.trim() === '' ? null : value.trim());

  return element(
    'div',
    { class: 'settings' },
    group('Who is best', [
      field(
        'A good customer is measured by',
        simple('value_metric', choice(metrics, text(resolved['value_metric'])), String),
      ),
      field('The best are', bestRule),
      field('Share, %', bestShare),
      field(
        'Months looked at',
        simple('window_months', number(resolved['window_months'], { min: 1, max: 120, step: 1 }), Number),
      ),
      field(
        'Months a prediction looks ahead',
        simple('horizon_months', number(resolved['horizon_months'], { min: 1, max: 36, step: 1 }), Number),
      ),
      field(
        'As of (data, today or YYYY-MM-DD; empty leaves it to the cause)',
        simple('as_of', input(text(resolved['as_of'])), orNull),
      ),
    ]),
    group('Whom to call', [
      field('Weight of similarity, % (the rest is opportunity)', similarity),
      ...['A', 'B', 'C'].map((tier, index) => field(`Lowest score of tier ${tier}`, cuts[index] ?? null)),
      field('Most companies in tier A (empty: all)', sizes[0] ?? null),
      field('Most in tier B', sizes[1] ?? null),
      field('Most to win back', sizes[2] ?? null),
      field('A customer has lapsed after', lapseAfter),
      field('Counted in', lapse),
    ]),
    group('Place and money', [
      field(
        'Currency of the report (empty: from the data)',
        simple('currency', input(text(resolved['currency'])), orNull),
      ),
      field('Time zone', simple('time_zone', input(text(resolved['time_zone'])), String)),
    ]),
  );
}

const group = (title: string, fields: readonly Child[]): HTMLElement =>
  element('fieldset', {}, element('legend', {}, title), fields);
const field = (words: string, control: Child): HTMLElement => element('label', {}, words, control);

const input = (value: string): HTMLInputElement => element('input', { type: 'text', value });

const number = (
  value: unknown,
  limits: { readonly min: number; readonly max?: number; readonly step: number | 'any' },
): HTMLInputElement =>
  element('input', {
    type: 'number',
    value: value === null || value === undefined ? '' : text(Number(Number(value).toFixed(6))),
    ...limits,
  });

const choice = (options: readonly (readonly [string, string])[], chosen: string): HTMLSelectElement =>
  element(
    'select',
    {},
    options.map(([value, words]) => element('option', { value, selected: value === chosen }, words)),
  );

function listen(controls: readonly HTMLElement[], then: () => void): void {
  for (const control of controls) control.addEventListener('change', then);
}
