import { backtestChart } from './backtest-chart.ts';
import { calibrationChart } from './calibration-chart.ts';
import { type Html, html } from './html.ts';
import { percent, unbroken } from './numbers.ts';
import type { BaselineRow, ReportView } from './report-view.ts';
import { sourceLine } from './source-line.ts';

/** The backtest beside its baselines, the calibration plot, and how the similarity was chosen. */
export function evidenceSection(view: ReportView): Html {
  const { line, baselines, k, calibration } = view.evidence;
  return html`<section id="evidence"><h2>Does it work?</h2><p>${unbroken(line)}</p>
${beaten(baselines)}${backtestChart(baselines, k)}
${calibration === null || calibration.bands.length === 0 ? null : html`<h3 class="below">Can its probabilities be believed?</h3><figure>${calibrationChart(calibration)}<figcaption>${unbroken(calibration.reliable ? 'On the dashed line, what was said is what happened; lines are 95 % intervals. The probabilities hold.' : `On the dashed line, what was said is what happened; lines are 95 % intervals. The probabilities do not hold and are not shown: ${calibration.unreliable_because ?? 'the test failed'}.`)}</figcaption></figure>`}
<h3 class="below">How similarity was chosen</h3><p class="soft">${unbroken(sentence(view.similarity.because))}${view.similarity.canary === null ? '' : ` ${view.similarity.canary}`}</p>${sourceLine('orders before the cut to rank, orders after it to judge', ['backtest.json', 'models.json', 'manifest.json'])}</section>`;
}

/** Each sentence with a capital and a full stop. */
const sentence = (text: string): string =>
  text.replace(/(^|[.!?] )(\p{Ll})/gu, (_, before: string, first: string) => before + first.toUpperCase()) +
  (/[.!?]$/.test(text) ? '' : '.');

/** Said where a plain ranking does as well or better: the reader should not have to find it in the table. */
function beaten(rows: readonly BaselineRow[]): Html | null {
  const [own, ...others] = rows;
  const better = others
    .filter((row) => own !== undefined && row.precision >= own.precision)
    .map((row) => `${row.name === 'Random' ? 'chance' : row.name} (${percent(row.precision)})`);
  return better.length === 0
    ? null
    : html`<p class="note-box">${unbroken(`In this backtest the ranking did not beat ${better.join(' and ')}: existing customers are found as well by what they bought last. That says nothing of companies without orders, which such a ranking cannot place at all.`)}</p>`;
}
