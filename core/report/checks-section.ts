import { type Html, html } from './html.ts';
import { decimal, domainWords, percent, unbroken, whole } from './numbers.ts';
import { listWords } from './report-targets.ts';
import type { ReportView } from './report-view.ts';
import { sourceLine } from './source-line.ts';

/** What a person should verify: ten random targets, what the scores could see, and who was left out and why. */
export function checksSection(view: ReportView): Html {
  return html`<section id="checks"><h2>Check it yourself</h2>${randomTargets(view)}${coverage(view)}${exclusions(view)}</section>`;
}

function randomTargets({ checks }: ReportView): Html | null {
  if (checks.length === 0) return null;
  return html`<h3>${whole(checks.length)} listed companies drawn at random</h3><p class="soft">Look them up: would you call them? Do the facts hold?</p>
<div class="scroll" tabindex="0" role="region" aria-label="Companies to check"><table class="rows"><thead><tr><th scope="col">Company</th><th scope="col">List</th><th class="n" scope="col">Score</th><th scope="col">What to verify</th><th class="box" scope="col">Right?</th></tr></thead>
<tbody>${checks.map(
    (target) =>
      html`<tr><th scope="row">${target.name ?? target.target_id}<div class="soft">${[target.domain === null ? null : domainWords(target.domain), target.region ?? target.country].filter((part) => part !== null).join(' · ')}</div></th><td data-label="List">${listWords[target.list]}</td><td class="n" data-label="Score">${decimal(target.score, 1)}</td><td>${unbroken(
        target.similarity_reasons.reasons
          .filter((reason) => reason.kind === 'trait')
          .slice(0, 3)
          .map((reason) => reason.words)
          .join('; '),
      )}</td><td class="box" data-label="Right?">☐</td></tr>`,
  )}</tbody></table></div>`;
}

function coverage({ coverage: rows }: ReportView): Html | null {
  if (rows.length === 0) return null;
  const prospects = rows.some((row) => row.prospects !== null);
  const share = (value: number | null): Html =>
    value === null ? html`<td class="n soft">absent</td>` : html`<td class="n">${percent(value)}</td>`;
  return html`<h3 class="below">What is known of companies</h3><p class="soft">Share of rows with a value, by column of the files. What is absent can be no reason, and lowers confidence.</p>
<details class="more"${rows.length > 12 ? null : ' open'}><summary>${whole(rows.length)} columns</summary><div class="scroll fit" tabindex="0" role="region" aria-label="Coverage"><table class="narrow"><thead><tr><th scope="col">Column</th><th class="n" scope="col">Customers</th>${prospects ? html`<th class="n" scope="col">Prospects</th>` : null}<th scope="col">In the similarity</th></tr></thead>
<tbody>${rows.map((row) => html`<tr><th scope="row">${row.column.replace(/^attribute_/, '').replaceAll('_', ' ')}</th>${share(row.customers)}${prospects ? share(row.prospects) : null}<td>${row.used ? 'yes' : 'no'}</td></tr>`)}</tbody></table></div></details>`;
}

function exclusions({ exclusions: rows }: ReportView): Html | null {
  if (rows.length === 0) return null;
  return html`<h3 class="below">Left out, and why</h3><div class="scroll fit" tabindex="0" role="region" aria-label="Exclusions"><table class="narrow"><thead><tr><th scope="col">Who</th><th scope="col">Reason</th><th class="n" scope="col">Companies</th></tr></thead>
<tbody>${rows.map((row) => html`<tr><td>${row.side}</td><td>${row.reason}</td><td class="n">${whole(row.count)}</td></tr>`)}</tbody></table></div>${sourceLine('matching of prospects with customers, and your exclusions', ['exclusions.csv', 'matches.csv'])}`;
}
