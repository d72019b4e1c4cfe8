import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { integerPoints } from '../../../core/model/integer-points.ts';
import { finalScore } from '../../../core/rank/final-score.ts';
import { opportunityOf } from '../../../core/rank/opportunity.ts';
import { signalKinds } from '../../../core/rank/signal.ts';
import type { Reason, Target } from '../../../core/rank/target.ts';
import { targetsSection } from '../../../core/report/report-targets.ts';
import { createRandom } from '../../../core/stats/random.ts';
import { targetsCsvHeader, targetsCsvLines, targetsNdjson } from '../../../functions/rank/target-files.ts';
import { targetLines } from '../../../functions/shared/target-record.ts';
import { sampleView, target } from '../report/report-sample.ts';

const rows = 10_000;

/** A target as ranking makes one, from random contributions and random signals. */
function randomTarget(random: ReturnType<typeof createRandom>, index: number): Target {
  const parts = Array.from({ length: random.int(9) }, () => random.normal() * 10 ** (random.int(4) - 2));
  const { base, points, total } = integerPoints(random.normal(), parts, 100);
  const similarity = Math.round(1000 * random.next()) / 10;
  const signals = Array.from({ length: random.int(5) }, () => ({
    kind: signalKinds[random.int(signalKinds.length)]!,
    date: `2026-0${1 + random.int(6)}-1${random.int(10)}`,
    value: ['15', '12%', 'opened a plant', 'closed lost', 'asked for a quote', 'won', '-30%'][random.int(7)]!,
    source: 'file; "quoted", total 7',
  }));
  const opportunity = opportunityOf(signals, [], '2026-07-01');
  const weight = random.int(101) / 100;
  return target(`t${index}`, {
    rank: index + 1,
    similarity,
    opportunity: opportunity.opportunity,
    ...finalScore(similarity, opportunity.opportunity, { similarity: weight, opportunity: 1 - weight }),
    similarity_reasons: {
      base,
      total,
      reasons: points.map(
        (value, at): Reason => ({
          kind: 'trait',
          words: [
            'NAICS 333',
            '+5 shifts; total 3',
            'start 9; −4 °C',
            '200–500 employees',
            '"quoted", words',
          ][at % 5]!,
          feature: `f${at}`,
          points: value,
          source: null,
          date: null,
        }),
      ),
    },
    opportunity_reasons: opportunity.sum,
  });
}

const random = createRandom(20_260_701);
const targets = Array.from({ length: rows }, (_, index) => randomTarget(random, index));
const tenths = (value: number): number => Math.round(value * 10);

describe(`the reasons of ${rows} random targets add up`, () => {
  it('in JSON', () => {
    const read = [...targetLines(new TextEncoder().encode(targetsNdjson(targets)))];
    expect(read).toHaveLength(rows);
    const wrong = read.filter(
      (row) =>
        [row.similarity_reasons, row.opportunity_reasons].some(
          ({ base, total, reasons }) => reasons.reduce((sum, reason) => sum + reason.points, base) !== total,
        ) ||
        row.opportunity_reasons.total !== row.opportunity ||
        tenths(row.similarity_term) + tenths(row.opportunity_term) !== tenths(row.score),
    );
    expect(wrong).toEqual([]);
  });

  it('in CSV, read back as a person adds: what the cell starts from and each signed number', () => {
    const text = `${targetsCsvHeader()}${targetsCsvLines(targets)}`;
    const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
    expect(data).toHaveLength(rows);
    data.forEach((row, index) => {
      const { similarity_reasons, opportunity_reasons } = targets[index]!;
      for (const [cell, sum] of [
        [row['similarity_points']!, similarity_reasons],
        [row['opportunity_points']!, opportunity_reasons],
      ] as const) {
        // The words may hold anything; the number of each part stands before them.
        let rest = cell;
        const take = (start: string): number => {
          expect(rest.startsWith(start)).toBe(true);
          const number = /^[+-]?\d+/.exec(rest.slice(start.length))![0];
          rest = rest.slice(start.length + number.length);
          return Number(number);
        };
        let total = take('start ');
        for (const reason of sum.reasons) {
          rest = rest.replace(/^; /, '');
          total += take('');
          expect(rest.startsWith(` ${reason.words}`)).toBe(true);
          rest = rest.slice(reason.words.length + 1);
        }
        rest = rest.replace(/^; /, '');
        expect(take('total ')).toBe(total);
        expect(rest).toBe('');
      }
      expect(tenths(Number(row['similarity_term'])) + tenths(Number(row['opportunity_term']))).toBe(
        tenths(Number(row['score'])),
      );
    });
  });

  it('in HTML', () => {
    let sums = 0;
    for (let from = 0; from < rows; from += 1000) {
      const { markup } = targetsSection({ ...sampleView, targets: targets.slice(from, from + 1000) })!;
      for (const [list] of markup.matchAll(/<ul class="reasons">.*?<\/ul>/gs)) {
        const numbers = [...list.matchAll(/<b[^>]*>([+−]?\d+)<\/b>/g)].map(([, number]) =>
          Number(number!.replace('−', '-')),
        );
        const total = numbers.pop();
        expect(numbers.reduce((sum, value) => sum + value, 0)).toBe(total);
        sums += 1;
      }
    }
    expect(sums).toBe(2 * rows);
  });
});
