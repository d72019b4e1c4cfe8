import * as z from 'zod';
import type { ProviderId } from '../../core/provider/provider-ids.ts';
import type { Json, ScoreStore } from '../shared/ports.ts';
import { answerPartition } from '../shared/score-keys.ts';
import { sha256 } from '../shared/sha256.ts';

/** An answer as it is kept: what was told, when, until when it may be used, and what it cost whom. */
export type KeptAnswer = {
  readonly value: Json;
  /** YYYY-MM-DD. */
  readonly fetched_on: string;
  readonly expires_on: string;
  /** The run that paid for it. */
  readonly run: string;
  readonly credits: number;
};

const keptAnswer: z.ZodType<KeptAnswer> = z.strictObject({
  value: z.json(),
  fetched_on: z.string(),
  expires_on: z.string(),
  run: z.string(),
  credits: z.int().nonnegative(),
});

/** A little less than a score store's item may hold. */
const mostBytes = 380_000;

/** Answers of one warehouse, by provider and question; see {@link openAnswerCache}. */
export type AnswerCache = {
  readonly get: (provider: ProviderId, question: string) => Promise<KeptAnswer | null>;
  readonly put: (provider: ProviderId, question: string, answer: KeptAnswer) => Promise<void>;
};

/**
 * What providers have told this warehouse and may still be used: nobody pays twice for an answer that has not expired, and no
 * warehouse sees another's. "Not known" is an answer too. A question is any text that says all that was asked.
 */
export function openAnswerCache(scores: ScoreStore, warehouse: string, now: () => number): AnswerCache {
  return {
    get: async (provider, question) => {
      const key = sha256(question);
      const stored = await scores.get(answerPartition(warehouse, provider, key), key);
      const parsed = keptAnswer.safeParse(stored?.value);
      // An answer a former version kept in another shape is bought anew.
      if (!parsed.success || Date.parse(`${parsed.data.expires_on}T00:00:00Z`) <= now()) return null;
      return parsed.data;
    },
    put: async (provider, question, answer) => {
      const key = sha256(question);
      const value: Json = { ...answer };
      // One that is too large for a record is used and not kept.
      if (Buffer.byteLength(JSON.stringify(value)) > mostBytes) return;
      await scores.batchPut([
        {
          partition: answerPartition(warehouse, provider, key),
          sort: key,
          value,
          expires: Math.floor(Date.parse(`${answer.expires_on}T00:00:00Z`) / 1000),
        },
      ]);
    },
  };
}

/** A day so many days after another, YYYY-MM-DD. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
