import type { EnrichmentSummary } from '../provider/enrichment-summary.ts';
import { type Html, html } from './html.ts';
import { counted, percent, unbroken, whole } from './numbers.ts';
import { sourceLine } from './source-line.ts';

/** What data providers brought, what that cost, and what is still not known; null where none is in use. */
export function providersSection(enrichment: EnrichmentSummary | null): Html | null {
  if (enrichment === null || enrichment.status === 'off') return null;
  const { providers, coverage, conflicts } = enrichment;
  const cost = (each: EnrichmentSummary['providers'][number]): string =>
    each.cost === null || each.credits === 0
      ? ''
      : `${each.cost.currency} ${each.cost.low === each.cost.high ? each.cost.low : `${each.cost.low}–${each.cost.high}`}`;
  const differing = conflicts.map(
    ({ field, companies }) => `${words(field)} of ${counted(companies, 'company', 'companies')}`,
  );
  return html`<section id="providers"><h2>What providers added</h2><p class="soft">${unbroken(statusWords[enrichment.status])} The files’ own values stand; a provider’s fill what is empty.</p>
${
  providers.length === 0
    ? null
    : html`<div class="scroll" tabindex="0" role="region" aria-label="Providers"><table><thead><tr><th scope="col">Provider</th><th scope="col" class="number">Companies found</th><th scope="col" class="number">Asked about</th><th scope="col" class="number">Answered</th><th scope="col" class="number">Not known to it</th><th scope="col" class="number">Signs of growth</th><th scope="col" class="number">Credits paid</th><th scope="col" class="number">Cost</th></tr></thead><tbody>${providers.map((each) => html`<tr><th scope="row">${each.title}</th><td class="number">${whole(each.found)}</td><td class="number">${whole(each.asked)}</td><td class="number">${whole(each.answered)}</td><td class="number">${whole(each.not_known)}</td><td class="number">${whole(each.signals)}</td><td class="number">${whole(each.credits)}</td><td class="number">${cost(each)}</td></tr>`)}</tbody></table></div>`
}
${enrichment.because.length === 0 ? null : html`<ul class="plain-list">${enrichment.because.map((why) => html`<li>${unbroken(why)}</li>`)}</ul>`}
${
  coverage.length === 0
    ? null
    : html`<p>Known of the candidates, before and after: ${coverage
        .filter(({ of }) => of > 0)
        .map(({ field, before, after, of }) =>
          before === after
            ? `${words(field)} ${percent(after / of)}`
            : `${words(field)} ${percent(before / of)} → ${percent(after / of)}`,
        )
        .join(', ')}.</p>`
}
${differing.length === 0 ? null : html`<p class="soft">Where a provider says something else than the files: ${differing.join(', ')}.</p>`}${sourceLine('providers’ answers, each with its day, record and terms', ['enrichment.json'])}</section>`;
}

const words = (field: string): string =>
  field === 'naics' || field === 'sic' ? field.toUpperCase() : field.replaceAll('_', ' ');

const statusWords: Readonly<Record<EnrichmentSummary['status'], string>> = {
  off: 'No provider is in use.',
  'dry-run': 'A dry run: nothing was asked. enrichment.json says what would be, and at what cost.',
  complete: 'Everything worth asking was asked.',
  partial: 'Not everything worth asking could be asked; the lists use what is known.',
  skipped: 'Nothing could be asked; the lists use what the files say.',
};
