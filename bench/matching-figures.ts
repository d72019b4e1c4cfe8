import { duplicateProspects } from '../core/match/duplicate-prospects.ts';
import type { Identity } from '../core/match/identity.ts';
import { registrableDomain } from '../core/match/registrable-domain.ts';
import { wilsonInterval } from '../core/stats/wilson-interval.ts';
import { corruptionRates, hardNegativeShares } from './matching-corrupter.ts';
import { matchingTrial, type TrialFigures } from './matching-trial.ts';

const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;
const sum = (trials: readonly TrialFigures[], of: (trial: TrialFigures) => number): number =>
  trials.reduce((all, trial) => all + of(trial), 0);

/** A share with its 95 % Wilson interval. */
function rate(successes: number, trials: number): string {
  const { low, high } = wilsonInterval(successes, trials);
  return `${percent(successes / trials, 2)} (${percent(low, 2)} to ${percent(high, 2)})`;
}

type Setting = {
  readonly words: string;
  readonly seeds: readonly number[];
  readonly size: { readonly customers: number; readonly copies: number; readonly strangers: number };
};

const settings: readonly Setting[] = [
  {
    words: '5,012 customers, every one also a prospect',
    seeds: [100, 200, 300, 400, 500],
    size: { customers: 5012, copies: 5012, strangers: 0 },
  },
  {
    words: '2,500 customers, 1 in 12 prospects is one',
    seeds: [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200],
    size: { customers: 2500, copies: 250, strangers: 2512 },
  },
];

/** The figures of docs/methods/matching.md as Markdown. Seeded: the same text on every machine. Half a minute. */
export function matchingFigures(companies: readonly Identity[]): string {
  const results = settings.map((setting) => ({
    setting,
    trials: setting.seeds.map((seed) => matchingTrial(companies, seed, setting.size)),
  }));
  const lines = [
    `**The corrupter.** ${Object.entries(corruptionRates)
      .map(([kind, share]) => `${kind} ${percent(share)}`)
      .join(
        ', ',
      )}; each independent of the others, a fifth of the names in capitals. Hard negatives, each for a share of the customers: ${Object.entries(
      hardNegativeShares,
    )
      .map(([kind, share]) => `${kind} ${percent(share, 0)}`)
      .join(', ')} (two to four sites a franchise).`,
    '',
    '| setting | trials | precision of "same" | recall of "same" | worst trial | right but in review | related | missed |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...results.map(({ setting, trials }) => {
      const copies = sum(trials, (trial) => trial.copies);
      const worst = (of: (trial: TrialFigures) => number): string => percent(Math.min(...trials.map(of)), 2);
      return `| ${setting.words} | ${trials.length} | ${rate(
        sum(trials, (trial) => trial.right),
        sum(trials, (trial) => trial.said),
      )} | ${rate(
        sum(trials, (trial) => trial.right),
        copies,
      )} | ${worst((trial) => trial.right / trial.said)} and ${worst((trial) => trial.right / trial.copies)} | ${percent(sum(trials, (trial) => trial.review) / copies)} | ${percent(sum(trials, (trial) => trial.related) / copies)} | ${percent(sum(trials, (trial) => trial.missed) / copies)} |`;
    }),
    '',
    '**Without weights**, "the same domain, else the same name", on the same files:',
    '',
    '| setting | precision | recall |',
    '| --- | --- | --- |',
    ...results.map(({ setting, trials }) => {
      const right = sum(trials, (trial) => trial.plain.right);
      return `| ${setting.words} | ${rate(
        right,
        sum(trials, (trial) => trial.plain.said),
      )} | ${rate(
        right,
        sum(trials, (trial) => trial.copies),
      )} |`;
    }),
    '',
    '**Hard negatives merged by mistake**, all trials:',
    '',
    '| kind | of | merged |',
    '| --- | --- | --- |',
    ...Object.keys(hardNegativeShares).map((kind) => {
      const trials = results.flatMap((result) => result.trials);
      const all = sum(trials, (trial) => trial.hard[kind]?.all ?? 0);
      const merged = sum(trials, (trial) => trial.hard[kind]?.merged ?? 0);
      return `| ${kind} | ${all} | ${rate(merged, all)} |`;
    }),
    '',
    `**Review queue.** Strangers a person would look at in vain: ${results
      .map(
        ({ setting, trials }) =>
          `${(sum(trials, (trial) => trial.reviewed_strangers) / trials.length).toFixed(0)} a file (${setting.words})`,
      )
      .join(', ')}.`,
    '',
    `**What the model expects of itself.** False share above the upper line, expected and true: ${results
      .map(
        ({ setting, trials }) =>
          `${percent(sum(trials, (trial) => trial.expected_false) / trials.length, 2)} and ${percent(
            1 - sum(trials, (trial) => trial.right) / sum(trials, (trial) => trial.said),
            2,
          )} (${setting.words})`,
      )
      .join('; ')}.`,
    '',
    repeatedDomains(companies),
  ];
  return lines.join('\n');
}

/** One trial small enough for every test run, as one line. */
export function smallTrial(companies: readonly Identity[]): string {
  const trial = matchingTrial(companies, 100, { customers: 1200, copies: 600, strangers: 600 });
  return `1,200 customers, 600 copies, 600 strangers, seed 100: ${trial.said} said to be the same, ${trial.right} rightly; ${trial.review} right in review, ${trial.related} related, ${trial.missed} missed.`;
}

/** What happens to the rows of the list that repeat an earlier row's domain. */
function repeatedDomains(companies: readonly Identity[]): string {
  const seen = new Set<string>();
  const repeats = companies.filter(({ domain }) => {
    if (domain === null) return false;
    const known = seen.has(domain);
    seen.add(domain);
    return known;
  });
  const found = new Map(duplicateProspects(companies).map((match) => [match.prospect_id, match.decision]));
  const inPairs = duplicateProspects(companies);
  const related = new Set(
    inPairs
      .filter((match) => match.decision === 'related')
      .flatMap((match) => [match.prospect_id, match.matched_id]),
  );
  const hosts = repeats.filter(({ domain }) => domain !== null && registrableDomain(domain) === null);
  const merged = [...found.values()].filter((decision) => decision === 'same').length;
  return `**Repeated domains.** ${repeats.length} rows of the list repeat an earlier row's domain. ${repeats.filter(({ id }) => related.has(id)).length} are found as related; ${hosts.length} ${hosts.length === 1 ? 'is' : 'are'} under a page host (${hosts.map(({ domain }) => domain).join(', ')}) that says nothing of two companies. Merged in the whole list: ${merged}.`;
}
