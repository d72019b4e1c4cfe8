import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { StateEvent } from '../../local/interpreter/history.ts';
import { stepProgress } from '../../local/progress.ts';
import { openTerminal } from '../../local/terminal.ts';

class Screen extends Writable {
  readonly isTTY: boolean;
  constructor(isTTY: boolean) {
    super({ write: (_, __, done) => done() });
    this.isTTY = isTTY;
  }
}

const at = (second: number): string => `2026-07-01T00:00:0${second}.000Z`;
const entered = (state: string, visit: number, second: number): StateEvent =>
  ({ kind: 'entered', state, path: '', visit, at: at(second), input: null }) as unknown as StateEvent;
const left = (state: string, visit: number, second: number, output: unknown): StateEvent =>
  ({ kind: 'exited', state, path: '', visit, at: at(second), output, caught: null }) as unknown as StateEvent;

/** What is written while two steps run on a terminal that is live or is not. */
function written(live: boolean): string {
  let text = '';
  const screen = new Screen(live);
  const listen = stepProgress(openTerminal(screen, screen, false), (part) => {
    text += part;
  });
  listen(entered('Land', 1, 0));
  listen(left('Land', 1, 2, { outcome: 'landed', state: { facts: { land: { rows_read: 12_345 } } } }));
  listen(entered('Rank', 2, 2));
  listen(left('Rank', 2, 3, { facts: { rank: { listed: 20 } } }));
  return text;
}

describe('progress of a run', () => {
  it('is a bar under the finished steps where a person watches', () => {
    const text = written(true);
    expect(text).toContain('1 of 7  land the files  0.0 s');
    expect(text).toContain('6 of 7  score and rank');
    expect(text).toMatch(/█+.?─+ {2}6 of 7/);
    // The bar is wiped before a finished step is written.
    expect(text).toContain(`\r\u001b[2K  ✓ ${'land the files'.padEnd(28)}   2.0 s  rows read 12,345\n`);
  });

  it('is one line a step elsewhere, without control characters', () => {
    const text = written(false);
    expect(text.split('\n')).toHaveLength(3);
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\r');
    expect(text).toContain('✓ score and rank');
  });
});
