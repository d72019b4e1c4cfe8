import {
  type ChannelCost,
  type ChannelPerson,
  type Channels,
  channelEffectiveness,
} from '../../core/ga4/channel-effectiveness.ts';
import { channelGroup } from '../../core/ga4/channel-group.ts';
import type { CustomerLabel } from '../../core/label/customer-label.ts';
import type { LabelInput } from '../../core/label/label-input.ts';
import { sqlDate } from '../../core/rollup/sql-expressions.ts';
import type { StepTables } from '../shared/step-tables.ts';

type Window = { readonly from: string; readonly to: string };

/**
 * What each acquisition channel cost and brought within the label window; null where the run knows neither channels nor costs. Costs
 * come from a file (`channel_costs`), channels from the users of a GA4 export.
 */
export async function channelsOf(
  tables: StepTables,
  labels: readonly CustomerLabel[],
  rollups: readonly LabelInput[],
  window: Window,
  currency: string,
): Promise<Channels | null> {
  const known = tables.columns.get('customers')?.includes('acquisition_channel') === true;
  if (!known && !tables.columns.has('channel_costs')) return null;
  const notes: string[] = [];
  const people = known ? await customers(tables, labels, rollups) : [];
  if (known) {
    notes.push('Revenue is credited to the channel of a customer’s first touch, all of it.');
    people.push(...(await prospects(tables)));
  } else notes.push('The customers of this run come without a channel: only costs can be told.');
  const costs = await costsOf(tables, window, notes);
  if (costs.length === 0) notes.push('No costs of the window: drop a file of channel_costs to have ROAS.');
  return channelEffectiveness(people, costs, { currency, from: window.from, to: window.to, notes });
}

async function customers(
  tables: StepTables,
  labels: readonly CustomerLabel[],
  rollups: readonly LabelInput[],
): Promise<ChannelPerson[]> {
  const label = new Map(labels.map((row) => [row.customer_id, row.label]));
  const rollup = new Map(rollups.map((row) => [row.customer_id, row]));
  const rows = await tables.engine.query(
    'SELECT customer_id, acquisition_channel AS channel FROM customers ORDER BY customer_id',
  );
  return rows.map((row) => {
    const id = String(row['customer_id']);
    const own = label.get(id);
    return {
      channel: row['channel'] === null ? null : String(row['channel']),
      label: own === 1 ? 1 : own === 0 ? 0 : -1,
      orders: rollup.get(id)?.orders ?? 0,
      revenue_e4: rollup.get(id)?.revenue_e4 ?? 0,
    };
  });
}

async function prospects(tables: StepTables): Promise<readonly ChannelPerson[]> {
  if (tables.columns.get('prospects')?.includes('acquisition_channel') !== true) return [];
  const rows = await tables.engine.query(
    'SELECT acquisition_channel AS channel FROM prospects ORDER BY prospect_id',
  );
  return rows.map((row) => ({
    channel: row['channel'] === null ? null : String(row['channel']),
    label: -1,
    orders: 0,
    revenue_e4: 0,
  }));
}

async function costsOf(tables: StepTables, window: Window, notes: string[]): Promise<readonly ChannelCost[]> {
  const columns = tables.columns.get('channel_costs');
  if (columns === undefined) return [];
  const medium = columns.includes('medium') ? 'medium' : columns.includes('source') ? 'source' : 'NULL';
  const inside = `"date" >= ${sqlDate(window.from)} AND "date" < ${sqlDate(window.to)}`;
  const rows = await tables.engine.query(
    `SELECT ${medium} AS medium, CAST(CAST(sum(cost) * 10000 AS BIGINT) AS BIGINT) AS cost_e4 FROM channel_costs WHERE ${inside} GROUP BY 1 ORDER BY 1 NULLS FIRST`,
  );
  const [outside] = await tables.engine.query(
    `SELECT count(*) AS n FROM channel_costs WHERE NOT (${inside})`,
  );
  const left = Number(outside?.['n'] ?? 0);
  if (left > 0) notes.push(`${left} cost rows lie outside the window and are left out.`);
  return rows.map((row) => ({
    channel: channelGroup(row['medium'] === null ? null : String(row['medium'])) ?? 'other',
    cost_e4: Number(row['cost_e4']),
  }));
}
