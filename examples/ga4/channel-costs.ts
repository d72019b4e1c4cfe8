import { dateOf, dayOf } from '../calendar.ts';
import type { Draws } from '../draws.ts';

/** What the shop pays a day, by source and medium. */
const daily = [
  { source: 'google', medium: 'cpc', campaign: 'spring', mean: 90 },
  { source: 'instagram', medium: 'social', campaign: 'stories', mean: 35 },
  { source: 'newsletter', medium: 'email', campaign: 'weekly', mean: 6 },
] as const;

/** The shop's advertising costs as a CSV file, one row per day and campaign. */
export function channelCosts(draws: Draws, from: string, to: string): string {
  const rows = ['date,source,medium,campaign,cost'];
  for (let day = dayOf(from); day <= dayOf(to); day += 1)
    for (const { source, medium, campaign, mean } of daily)
      rows.push(`${dateOf(day)},${source},${medium},${campaign},${(mean * draws.gamma(6)).toFixed(2)}`);
  return `${rows.join('\n')}\n`;
}
