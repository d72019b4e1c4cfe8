import type { Move, WhatChanged } from '../changes/what-changed.ts';
import { type Html, html } from './html.ts';
import { counted, decimal, unbroken, whole } from './numbers.ts';
import { listWords } from './report-targets.ts';
import type { ReportView } from './report-view.ts';
import { sourceLine } from './source-line.ts';

/** Moves a reader can take in; the file holds the rest. */
const shown = 15;

const causeWords: Readonly<Record<Move['because'], string>> = {
  data: 'new data',
  date: 'time passed',
  model: 'the model learnt anew',
  settings: 'settings changed',
  capacity: 'others came or went',
};

/** What is different from the run before, and why; null for the first run. */
export function whatChangedSection({ changed }: ReportView): Html | null {
  if (changed === null) return null;
  const { counts } = changed;
  return html`<section id="changed"><h2>What changed since ${changed.previous_as_of === changed.as_of ? 'the run before, of the same day' : changed.previous_as_of}</h2>
<p class="soft">${unbroken(`${counted(counts.tier_moved, 'company', 'companies')} of ${whole(counts.ranked_by_both)} moved to another tier, ${whole(counts.entered)} came onto a working list, ${whole(counts.left)} left. Tier moves by cause: ${causesOf(changed)}. Each move's points by cause add up to its whole change.`)}</p>
${settingsOf(changed)}${movesOf(changed)}${leftOf(changed)}${sourceLine('this run and the one before it', ['what-changed.json'])}</section>`;
}

const causesOf = ({ tier_moves_by_cause: by }: WhatChanged): string =>
  (['data', 'date', 'model', 'settings'] as const)
    .map((cause) => `${causeWords[cause]} ${whole(by[cause])}`)
    .join(', ');

function settingsOf({ settings, weights }: WhatChanged): Html | null {
  const learnt =
    weights.from.similarity === weights.to.similarity
      ? []
      : [
          `weight of similarity ${decimal(weights.from.similarity, 2)} → ${decimal(weights.to.similarity, 2)}`,
        ];
  const lines = [...learnt, ...settings.map(({ path, from, to }) => `${path}: ${from} → ${to}`)];
  return lines.length === 0
    ? null
    : html`<ul class="plain-list">${lines.slice(0, shown).map((line) => html`<li>${line}</li>`)}</ul>`;
}

function movesOf({ moves }: WhatChanged): Html | null {
  const rows = moves
    .filter((move) => move.from.list !== 'nurture' || move.to.list !== 'nurture')
    .slice(0, shown);
  if (rows.length === 0) return null;
  const points = (value: number): string =>
    value === 0 ? '' : `${value > 0 ? '+' : '−'}${decimal(Math.abs(value), 1)}`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Moves"><table class="rows"><thead><tr><th scope="col">Company</th><th scope="col">From</th><th scope="col">To</th><th class="n" scope="col">Data</th><th class="n" scope="col">Time</th><th class="n" scope="col">Model</th><th class="n" scope="col">Settings</th><th class="n" scope="col">Score</th></tr></thead>
<tbody>${rows.map(({ name, target_id, from, to, split }) => html`<tr><th scope="row">${name ?? target_id}</th><td data-label="From">${listWords[from.list]}, ${from.tier}</td><td data-label="To">${listWords[to.list]}, ${to.tier}</td><td class="n" data-label="Data">${points(split.points.data)}</td><td class="n" data-label="Time">${points(split.points.date)}</td><td class="n" data-label="Model">${points(split.points.model)}</td><td class="n" data-label="Settings">${points(split.points.settings)}</td><td class="n strong" data-label="Score">${points(split.change)}</td></tr>`)}</tbody></table></div>`;
}

function leftOf({ left }: WhatChanged): Html | null {
  if (left.length === 0) return null;
  return html`<details class="more"><summary>${counted(left.length, 'company', 'companies')} no longer listed</summary><ul class="plain-list">${left.slice(0, 50).map((row) => html`<li>${row.name ?? row.target_id}: ${row.because}</li>`)}</ul></details>`;
}
