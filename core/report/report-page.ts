import { bestCustomersSection } from './best-customers-section.ts';
import { channelsSection } from './channels-section.ts';
import { checksSection } from './checks-section.ts';
import { evidenceSection } from './evidence-section.ts';
import { forecastSection } from './forecast-section.ts';
import { groupsSection } from './groups-section.ts';
import { type Html, html, raw } from './html.ts';

import { learningSection } from './learning-section.ts';

import { providersSection } from './providers-section.ts';

import { qualitySection } from './quality-section.ts';
import { reportScript } from './report-script.ts';
import { reportStyle } from './report-style.ts';
import { targetsSection, winBackSection } from './report-targets.ts';
import type { ReportView } from './report-view.ts';
import { summarySection } from './summary-section.ts';
import { traitsSection } from './traits-section.ts';
import { whatChangedSection } from './what-changed-section.ts';

/**
 * The whole report as one HTML file: no outside request, opens from disk, prints. Takes plain data only; equal data give equal
 * bytes.
 */
export function reportPage(view: ReportView): string {
  const winBack = winBackSection(view);
  const channels = channelsSection(view.channels ?? null, view.currency);
  const changed = whatChangedSection(view);
  const forecast = forecastSection(view);
  const providers = providersSection(view.enrichment);
  const links: readonly (readonly [string, string])[] = [
    ['traits', 'Traits'],
    ['best', 'Best customers'],
    ['targets', 'Targets'],
    ...(winBack === null ? [] : [['win-back', 'Win-back'] as const]),
    ...(changed === null ? [] : [['changed', 'Changes'] as const]),
    ...(forecast === null ? [] : [['forecast', 'Forecast'] as const]),
    ['archetypes', 'Kinds'],
    ...(channels === null ? [] : [['channels', 'Channels'] as const]),
    ['evidence', 'Evidence'],
    ['checks', 'Checks'],
    ...(providers === null ? [] : [['providers', 'Providers'] as const]),
    ['quality', 'Data quality'],
  ];
  return page(
    view,
    html`<main>${summarySection(view)}<nav aria-label="Sections">${links.map(([id, words]) => html`<a href="#${id}">${words}</a>`)}</nav>${traitsSection(view)}${bestCustomersSection(view)}${targetsSection(view)}${winBack}${changed}${forecast}${groupsSection(view)}${channels}${evidenceSection(view)}${learningSection(view)}${checksSection(view)}${providers}${qualitySection(view)}<footer>Kindred · warehouse ${view.warehouse} · <span class="meta">${view.run}</span> · as of ${view.as_of}. Every figure comes from the files listed under data quality.</footer></main><script>${raw(reportScript)}</script>`,
  );
}

/** The summary alone, as `icp-summary.html`: one printed page on A4 and on Letter. */
export function summaryPage(view: ReportView): string {
  return page(view, html`<main class="alone">${summarySection(view)}</main>`);
}

/** The policy forbids every request, so that not even a hostile name could start one. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const page = (view: ReportView, body: Html): string =>
  `<!doctype html>\n${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer"><meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Best customers and their look-alikes: ${view.warehouse}, ${view.as_of}</title><style>${raw(reportStyle)}</style></head>
<body>${body}</body></html>`.markup
  }\n`;
