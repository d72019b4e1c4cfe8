import type { Channel, Channels } from '../ga4/channel-effectiveness.ts';
import { type Html, html } from './html.ts';
import { decimal, percent, shortMoney, unbroken, whole } from './numbers.ts';
import { sourceLine } from './source-line.ts';

/** What each acquisition channel cost and brought; null where the run knows nothing of channels. */
export function channelsSection(channels: Channels | null, currency: string): Html | null {
  if (channels === null || channels.channels.length === 0) return null;
  return html`<section id="channels"><h2>Channels</h2>
<p class="soft">${unbroken(channels.notes.join(' '))}</p>
<div class="scroll"><table><thead><tr><th scope="col">Channel</th><th scope="col" class="n">Users</th><th scope="col" class="n">Customers</th><th scope="col" class="n">Best customers</th><th scope="col" class="n">Revenue</th><th scope="col" class="n">Cost</th><th scope="col" class="n">ROAS</th><th scope="col" class="n">Cost per best customer</th></tr></thead><tbody>${channels.channels.map((channel) => row(channel, currency))}</tbody></table></div>
${sourceLine(`customers and costs from ${channels.from} up to ${channels.to}`, ['channels.json'])}</section>`;
}

function row(channel: Channel, currency: string): Html {
  const money = (value: number | null): string =>
    value === null ? '–' : unbroken(shortMoney(value, currency));
  return html`<tr><th scope="row">${channel.channel}</th><td class="n">${whole(channel.users)}</td><td class="n">${whole(channel.customers)}</td><td class="n">${whole(channel.best_customers)}${channel.best_share === null ? '' : unbroken(` (${percent(channel.best_share)})`)}</td><td class="n">${money(channel.revenue)}</td><td class="n">${money(channel.cost)}</td><td class="n">${channel.roas === null ? '–' : decimal(channel.roas, 1)}</td><td class="n">${money(channel.cost_per_best_customer)}</td></tr>`;
}
