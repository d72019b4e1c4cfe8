import { type Html, html } from './html.ts';
import { counted, unbroken, whole } from './numbers.ts';
import type { FileRow, ReportView } from './report-view.ts';
import { sourceLine } from './source-line.ts';

/** Every file with its rows and money accounted for, everybody's place, and the warnings. */
export function qualitySection(view: ReportView): Html {
  const unit = view.currency === 'XXX' ? '' : `, ${view.currency}`;
  const money = view.files.some((file) => file.revenue_read !== null);
  const grouped = (amount: string | null): string =>
    amount === null
      ? ''
      : amount
          .replace(/^-/, '−')
          .replace(/(\.\d\d)0+$/, '$1')
          .replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',');
  const row = (file: FileRow): Html =>
    html`<tr class="${file.notes.length === 0 ? '' : 'noted'}"><th scope="row">${file.file}</th><td>${file.table.replaceAll('_', ' ')}</td><td class="n">${whole(file.read)}</td><td class="n">${whole(file.accepted)}</td><td class="n">${whole(file.quarantined)}</td><td class="n">${whole(file.deduplicated)}</td><td class="n">${whole(file.superseded)}</td>${money ? html`<td class="n">${grouped(file.revenue_read)}</td><td class="n">${grouped(file.revenue_accepted)}</td>` : null}</tr>${file.notes.length === 0 ? null : html`<tr><td class="notes soft" colspan="${money ? 9 : 7}">${file.notes.map((note) => html`<div>${note}</div>`)}</td></tr>`}`;
  return html`<section id="quality"><h2>Data quality</h2><p class="soft">Rows read = accepted + quarantined + repeated + superseded, in every file. The quarantine names each refused row with its line, column and remedy.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Files"><table><thead><tr><th scope="col">File</th><th scope="col">Read as</th><th class="n" scope="col">Rows read</th><th class="n" scope="col">Accepted</th><th class="n" scope="col">Quarantined</th><th class="n" scope="col">Repeated</th><th class="n" scope="col">Superseded</th>${money ? html`<th class="n" scope="col">Revenue read${unit}</th><th class="n" scope="col">Revenue accepted${unit}</th>` : null}</tr></thead><tbody>${view.files.map(row)}</tbody></table></div>
${
  view.pools.length === 0
    ? null
    : html`<p>Everybody is in one place: ${view.pools.map(({ pool, count }) => `${whole(count)} ${pool}`).join(', ')}; ${counted(
        view.pools.reduce((sum, { count }) => sum + count, 0),
        'company',
        'companies',
      )} in all.</p>`
}
${view.warnings.length === 0 ? html`<p>Nothing to warn of.</p>` : html`<ul class="plain-list">${view.warnings.map((warning) => html`<li>${unbroken(warning)}</li>`)}</ul>`}${sourceLine('every file of the drop, row by row', ['manifest.json', 'quarantine.csv'])}</section>`;
}
