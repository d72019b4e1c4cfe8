import type { Estimate } from '../learn/list-effect.ts';
import { type Html, html } from './html.ts';
import { counted, decimal, percent, shortMoney, unbroken, whole } from './numbers.ts';
import type { ReportView } from './report-view.ts';
import { sourceLine } from './source-line.ts';

/** What the calls taught; null before any outcome was reported. */
export function learningSection({ learning }: ReportView): Html | null {
  if (learning === null || learning.outcomes.reported === 0) return null;
  const { outcomes, weights, list_effect, call_effect, win_back, currency } = learning;
  const range = ({ low, high }: Estimate, words: (value: number) => string): string =>
    `${words(low)} to ${words(high)}`;
  const money = (value: number): string => shortMoney(value, currency);
  return html`<section id="learning"><h2>What the calls taught</h2>
<p class="soft">${unbroken(`${counted(outcomes.reported, 'outcome')} reported: ${whole(outcomes.matured)} old enough to count, ${whole(outcomes.censored)} too young, ${whole(outcomes.unlisted)} of companies on no list.`)}</p>
<ul class="plain-list"><li><b>Weights:</b> ${unbroken(`${decimal(weights.used.similarity, 2)} for similarity, ${decimal(weights.used.opportunity, 2)} for opportunity. ${weights.because}.`)}</li>
<li><b>The list:</b> ${list_effect === null ? learning.list_effect_unavailable_because : unbroken(`${percent(list_effect.ranked_rate.value)} of calls by rank succeeded; calling anybody would give ${percent(list_effect.market_rate.value)} (${range(list_effect.market_rate, percent)})${list_effect.lift === null ? '' : `, so rank is worth ${decimal(list_effect.lift.value, 1)} times (${range(list_effect.lift, (value) => decimal(value, 1))})`}, and about ${money(list_effect.incremental_value_per_call.value)} margin a call (${range(list_effect.incremental_value_per_call, money)}).`)}</li>
<li><b>The call itself:</b> ${call_effect === null ? learning.call_effect_unavailable_because : unbroken(`${percent(call_effect.called_rate)} of those called bought, ${percent(call_effect.held_back_rate)} of ${whole(call_effect.held_back)} held back bought by themselves.`)}</li>
${win_back.contacted === 0 ? null : html`<li><b>Win-back:</b> ${whole(win_back.won)} of ${whole(win_back.contacted)} lapsed customers that were called came back.</li>`}</ul>${sourceLine('the outcomes you reported', ['learning.json', 'outcomes.json'])}</section>`;
}
