import { describe, expect, it } from 'vitest';
import { levelsOf, type PairLevels, patternCount, patternOf } from '../../../core/match/compare-pair.ts';
import { matchDecision } from '../../../core/match/match-policy.ts';

const lines = { same: 500, review: -300 };
const everyPattern = Array.from({ length: patternCount }, (_, pattern) => levelsOf(pattern));

describe('the rules that hold whatever was fitted', () => {
  it('number every pattern of levels once', () => {
    expect(everyPattern.map(patternOf)).toEqual(everyPattern.map((_, pattern) => pattern));
  });
  const decided = (test: (levels: PairLevels) => boolean, total: number): Set<string | null> =>
    new Set(everyPattern.filter(test).map((levels) => matchDecision(levels, total, lines)));

  it('merge nothing on a shared domain under another name, or in another place', () => {
    expect(decided(([name, domain]) => domain === 2 && name > 0 && name < 4, 9999)).toEqual(
      new Set(['related']),
    );
    expect(decided(([, domain, place]) => domain === 2 && place === 1, 9999)).toEqual(new Set(['related']));
  });
  it('merge no namesakes: another domain or place, and only the name in common', () => {
    const onlyName = ([, domain, , phone, address, founded]: PairLevels): boolean =>
      domain < 2 && phone < 2 && address < 2 && founded !== 3;
    expect(decided((levels) => onlyName(levels) && levels[1] === 1 && levels[2] === 1, 9999)).toEqual(
      new Set([null]),
    );
    expect(decided((levels) => onlyName(levels) && levels[1] === 1, 9999)).toEqual(new Set([null, 'review']));
    expect(decided((levels) => onlyName(levels) && levels[2] === 1, 9999)).toEqual(new Set([null, 'review']));
  });
  it('leave what is below the line alone, and what lies between to a person', () => {
    expect(decided(([, domain]) => domain < 2, -301)).toEqual(new Set([null]));
    expect(decided(([, domain]) => domain < 2, 499)).toEqual(new Set([null, 'review']));
  });
  it('call nothing the same that only a telephone or only an address joins', () => {
    expect(
      decided(([name, domain, , phone, address]) => name < 2 && domain < 2 && phone + address < 4, 9999),
    ).toEqual(new Set([null]));
  });
});
