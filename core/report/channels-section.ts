import type { Channel, Channels } from '../ga4/channel-effectiveness.ts';
import { type Html, html } from './html.ts';
import { decimal, percent, unbroken, whole } from './numbers.ts';
import { sourceLine } from './source-line.ts';

/** What each acquisition channel cost and brought; null where the run knows nothing of channels. */
export function channelsSection(channels: Channels | null, currency: string): Html | null {
  if (channels === null || channels.channels.length === 0) return null;
  const unit = currency === 'XXX' ? '' : `, ${currency}`;
  return html`<section id="channels"><h2>Channels</h2>
<p class="soft">${unbroken(channels.notes.join(' '))}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Channels"><table class="rows"><thead><tr><th scope="col">Channel</th><th scope="col" class="n">Users</th><th scope="col" class="n">Customers</th><th scope="col" class="n">Best customers</th><th scope="col" class="n">Revenue${unit}</th><th scope="col" class="n">Cost${unit}</th><th scope="col" class="n">Revenue ÷ cost</th><th scope="col" class="n">Cost of a best customer${unit}</th></tr></thead><tbody>${channels.channels.map(row)}</tbody></table></div>
${sourceLine(`customers and costs from ${channels.from} up to ${channels.to}`, ['channels.json'])}</section>`;
}

function row(channel: Channel): Html {
  const money = (value: number | null): string => (value === null ? 'not known' : decimal(value, 0));
  return html`<tr><th scope="row">${channel.channel}</th><td class="n" data-label="Users">${whole(channel.users)}</td><td class="n" data-label="Customers">${whole(channel.customers)}</td><td class="n strong" data-label="Best">${whole(channel.best_customers)}${channel.best_share === null ? null : html`<div class="soft">${percent(channel.best_share)} of its customers</div>`}</td><td class="n" data-label="Revenue">${money(channel.revenue)}</td><td class="n" data-label="Cost">${money(channel.cost)}</td><td class="n" data-label="Revenue ÷ cost">${channel.roas === null ? 'not known' : `${decimal(channel.roas, 1)}×`}</td><td class="n" data-label="Cost of a best customer">${money(channel.cost_per_best_customer)}</td></tr>`;
}
