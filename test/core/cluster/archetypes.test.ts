import { describe, expect, it } from 'vitest';
import { assignArchetype } from '../../../core/cluster/archetype-assignment.ts';
import { type Archetypes, findArchetypes } from '../../../core/cluster/archetypes.ts';
import { defaultClusters, findClusters } from '../../../core/cluster/find-clusters.ts';
import type { FeatureTable } from '../../../core/model/feature-table.ts';
import { selectRows } from '../../../core/model/select-rows.ts';
import { adjustedRand } from '../../../core/stats/adjusted-rand.ts';
import { createRandom } from '../../../core/stats/random.ts';
import { plantedTable, tableOf } from './planted-table.ts';

const { truth, table } = plantedTable(7, 1200, 1);
/** Every third company is best; the kinds are the same among the others. */
const label = Int8Array.from(truth, (_, r) => (r % 3 === 0 ? 1 : 0));
const found = findArchetypes(table, label);

const labelsOf = ({ members }: Archetypes): Int32Array => {
  const byId = new Map(members.map((member) => [member.customer_id, member.archetype_id]));
  return Int32Array.from(
    table.ids.filter((_, r) => label[r] === 1),
    (id) => byId.get(id) ?? -1,
  );
};

describe('findArchetypes', () => {
  it('recovers planted kinds', () => {
    expect(found.k).toBe(3);
    expect(
      adjustedRand(
        labelsOf(found),
        truth.filter((_, r) => label[r] === 1),
      ),
    ).toBeGreaterThanOrEqual(0.8);
    expect(found.archetypes.every((archetype) => archetype.stability === 'stable')).toBe(true);
    expect(found.archetypes.map((archetype) => archetype.size)).toEqual(
      [...found.archetypes.map((archetype) => archetype.size)].sort((a, b) => b - a),
    );
  });

  it('names them by what sets them apart, each differently', () => {
    const names = found.archetypes.map((archetype) => archetype.name);
    expect(new Set(names).size).toBe(3);
    expect(names.some((name) => /^(Small-order|High-frequency) buyers/.test(name))).toBe(true);
    expect(names.join()).not.toContain('$');
    for (const archetype of found.archetypes) {
      expect(archetype.message_angle.length).toBeGreaterThan(20);
      expect(archetype.description).toContain('of 400 best customers');
      expect(archetype.traits.length).toBeGreaterThan(2);
    }
  });

  it('defines whom to look for by what prospects can have, and nothing else', () => {
    for (const archetype of found.archetypes) {
      expect(archetype.icp.length).toBeGreaterThan(0);
      for (const line of archetype.icp) {
        const definition = table.features.find((feature) => feature.name === line.feature);
        expect(definition?.population).toBe('both');
        expect(line.share_in).toBeGreaterThan(line.share_out);
        expect(line.any_of.length).toBeGreaterThan(0);
      }
    }
    const codes = found.archetypes
      .flatMap((archetype) => archetype.icp)
      .filter((line) => line.feature === 'naics');
    expect(codes.some((line) => line.any_of.some((c) => c.kind === 'prefix' && c.prefix === '221'))).toBe(
      true,
    );
  });

  it('puts a prospect into the archetype of its firmographics, or says it cannot', () => {
    const nothing = tableOf(['p'], { employees: [null], industry: [null] }, ['employees', 'industry']);
    expect(Array.from(assignArchetype(found, nothing))).toEqual([-1]);
    const byKind = assignArchetype(found, table);
    const best = [...label.keys()].filter((r) => label[r] === 1);
    const own = labelsOf(found);
    const right = best.filter((r, i) => byKind[r] === own[i]).length / best.length;
    expect(right).toBeGreaterThan(0.6);
    const shuffled = selectRows(table, [5, 3, 1]);
    expect(Array.from(assignArchetype(found, shuffled))).toEqual([byKind[5], byKind[3], byKind[1]]);
  });

  it('gives centres in original units', () => {
    const centre = (name: string): number[] =>
      found.archetypes.map(
        (archetype) => archetype.centre.find((c) => c.feature === name)?.value ?? Number.NaN,
      );
    expect(Math.max(...centre('orders_per_month'))).toBeGreaterThan(2.5);
    expect(Math.min(...centre('orders_per_month'))).toBeLessThan(0.8);
    expect(Math.max(...centre('employees'))).toBeGreaterThan(200);
  });

  it('is the same for rows and features in another order', () => {
    const random = createRandom(3);
    const rows = random.permutation(table.ids.length);
    const features = random.permutation(table.features.length);
    const turned = selectRows(table, rows);
    const other: FeatureTable = {
      ids: turned.ids,
      features: Array.from(features, (f) => turned.features[f]!),
      columns: Array.from(features, (f) => turned.columns[f]!),
    };
    const again = findArchetypes(
      other,
      Int8Array.from(rows, (r) => label[r]!),
    );
    expect(JSON.stringify(again)).toBe(JSON.stringify(found));
  });

  it('answers "no stable clusters" where none was planted, also with correlated size columns', () => {
    for (const seed of [11, 12, 13]) {
      const none = plantedTable(seed, 300, 0);
      const answer = findArchetypes(
        none.table,
        Int8Array.from(none.truth, (_, r) => (r < 200 ? 1 : 0)),
      );
      expect(answer.k).toBe(1);
      expect(answer.because).toContain('no grouping');
      expect(answer.archetypes).toHaveLength(1);
      expect(answer.archetypes[0]?.size).toBe(200);
    }
  });

  it('does not group a handful of companies, nor a single feature', () => {
    const few = findClusters(selectRows(table, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
    expect(few.k).toBe(1);
    expect(few.because).toContain('too few');
    const single = tableOf(
      Array.from({ length: 60 }, (_, r) => `c${r}`),
      { edi: Array.from({ length: 60 }, (_, r) => (r % 2 === 0 ? 'yes' : 'no')) },
    );
    expect(findClusters(single, defaultClusters).k).toBe(1);
  });
});
