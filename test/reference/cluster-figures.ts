import { findArchetypes } from '../../core/cluster/archetypes.ts';
import { defaultSegments, findSegments } from '../../core/cluster/segments.ts';
import { adjustedRand } from '../../core/stats/adjusted-rand.ts';
import { plantedTable } from '../core/cluster/planted-table.ts';

/**
 * The figures of docs/methods/clusters.md, on tables of seeds the method was not made with. Takes a minute or two.
 * Run: node test/reference/cluster-figures.ts
 */
const seeds = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => from + i);
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

const none = seeds(9000, 100).map((seed) => {
  const { table, truth } = plantedTable(seed, 300, 0);
  return findArchetypes(table, new Int8Array(truth.length).fill(1)).k;
});
console.log(
  `no groups planted, 300 companies: ${none.filter((k) => k > 1).length} of ${none.length} tables get any`,
);

for (const strength of [1, 0.8, 0.6, 0.4]) {
  const runs = seeds(7000, 40).map((seed) => {
    const { table, truth } = plantedTable(seed, 400, strength);
    const found = findArchetypes(table, new Int8Array(truth.length).fill(1));
    const byId = new Map(found.members.map((member) => [member.customer_id, member.archetype_id]));
    const labels = Int32Array.from(table.ids, (id) => byId.get(id) ?? -1);
    return { k: found.k, rand: adjustedRand(labels, truth) };
  });
  const rands = runs.map((run) => run.rand);
  console.log(
    `three planted, strength ${strength}, 400 companies: k = 3 in ${runs.filter((run) => run.k === 3).length} of 40, adjusted Rand mean ${mean(rands).toFixed(2)}, worst ${Math.min(...rands).toFixed(2)}`,
  );
}

for (const rows of [2000, 100_000]) {
  const { table, truth } = plantedTable(5, rows, 1);
  const facts = table.ids.map((customer_id) => ({
    customer_id,
    ltv_e4: 1,
    orders: 1,
    sessions: null,
    engagement_seconds: null,
    country: null,
    device: null,
    channel: null,
    customer_age_days: null,
    recency_days: null,
    lapsed: null,
  }));
  const started = process.cpuUsage();
  const archetypes = findArchetypes(
    table,
    Int8Array.from(truth, (_, r) => (r % 5 === 0 ? 1 : 0)),
  );
  const middle = process.cpuUsage(started).user;
  const segments = findSegments(table, facts, null, defaultSegments);
  const total = process.cpuUsage(started).user;
  console.log(
    `${rows} customers: archetypes ${(middle / 1e6).toFixed(1)} s (k ${archetypes.k}), segments ${((total - middle) / 1e6).toFixed(1)} s (k ${segments.k}) of CPU`,
  );
}
