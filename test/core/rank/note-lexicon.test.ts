import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noteLexicon, noteTopics, topicMark, topicPoints } from '../../../core/rank/note-lexicon.ts';
import { signalStrength } from '../../../core/rank/signal-strength.ts';

const strength = (value: string) =>
  signalStrength({ kind: 'sales_note', date: '2026-06-01', value, source: null });

describe('sales notes', () => {
  it.each([
    ['Not interested at the moment', ['not interested']],
    ['Uninterested', ['not interested']],
    ['They are very interested in seals', ['interested']],
    ['no budget this year, call back in January', ['no budget', 'wants to talk again']],
    ['Budget has been approved!', ['budget approved']],
    ['Please do not call again', ['asks not to be contacted']],
    ['Plant is closing down in autumn', ['closing down']],
    [
      'unhappy with their current supplier, wants a quote',
      ['asked for a quote', 'unhappy with its supplier'],
    ],
    ['Their contract with X expires in May', ['contract up for renewal']],
    ['Met at the fair.', []],
  ])('%s', (note, topics) => {
    expect(noteTopics(note)).toEqual(topics);
  });

  it('score the same as text and as the topics that are stored of it', () => {
    const phrases = fc.constantFrom(
      ...noteLexicon.map(({ topic }) => topic),
      'asked for a quote',
      'lunch',
      'not interested',
    );
    fc.assert(
      fc.property(fc.array(phrases, { minLength: 1, maxLength: 5 }), (parts) => {
        const topics = noteTopics(parts.join('. '));
        if (topics.length === 0) return;
        expect(strength(topics.join(topicMark))).toEqual(strength(parts.join('. ')));
      }),
    );
  });

  it('never say what stood in the note: no word of it that is not of the lexicon, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), (secret) => {
        const words = strength(`${secret} asked for a quote`)?.words ?? '';
        expect(
          words
            .replace(/^sales note: /, '')
            .split(', ')
            .every((topic) => topicPoints([topic]) !== null),
        ).toBe(true);
      }),
    );
    expect(strength('Jane Roe, cell 555-0199, drinks')).toEqual({ points: 3, words: 'sales note on file' });
  });

  it('are bounded, and those who ask not to be called weigh against a call whatever else is said', () => {
    expect(topicPoints(noteLexicon.filter(({ points }) => points > 0).map(({ topic }) => topic))).toBe(30);
    expect(strength('interested, but do not call')!.points).toBeLessThan(0);
  });
});

it('reads quotes', () => {
  const quote = (value: string) =>
    signalStrength({ kind: 'quote', date: '2026-06-01', value, source: null })?.points;
  expect([quote('won'), quote('lost'), quote('Negotiation'), quote('')]).toEqual([10, -8, 18, undefined]);
});
