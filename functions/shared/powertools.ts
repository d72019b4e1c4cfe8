import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import type { Log } from './ports.ts';

/** Longer text is no fact: an id, a code or a short reason fits, a row or a body does not. */
const longestText = 200;

/**
 * The log of a function on AWS: one JSON line per message, through Powertools. What is not a fact (a number, a boolean, null, a
 * short text) is replaced by a word that says so, whatever a caller casts: rows, bodies and secrets have no way into the log.
 * The level comes from Powertools' own `POWERTOOLS_LOG_LEVEL`.
 *
 * @param service the step's name, as it shall stand in every line
 */
export function makeLog(service: string): Log {
  const logger = new Logger({ serviceName: service });
  return (message, facts) => {
    logger.info(short(message), { facts: factsOnly(facts ?? {}) });
  };
}

function factsOnly(facts: {
  readonly [name: string]: unknown;
}): Record<string, string | number | boolean | null> {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [short(name), fact(value)]));
}

function fact(value: unknown): string | number | boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'string') return `(${typeof value} left out)`;
  return short(secretLike.test(value) ? value.replaceAll(secretLikeAll, '(secret left out)') : value);
}

/** API keys of Kindred and bearer tokens, as they look wherever they slip in. */
const secretLike = /\bsk_[A-Za-z0-9_-]+|\bBearer\s+\S+/;
const secretLikeAll = /\bsk_[A-Za-z0-9_-]+|\bBearer\s+\S+/g;

function short(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}

/** How an invocation of a step is watched. */
export type Watch = {
  /** Does the work inside a trace segment of its own, which can be searched for by the ids given. */
  readonly traced: <T>(ids: { readonly [name: string]: string }, work: () => Promise<T>) => Promise<T>;
  /** Counts an invocation that ended: its time, and its failure by code. */
  readonly ended: (milliseconds: number, failure: string | null) => void;
};

/**
 * Metrics (namespace `Kindred`, one dimension: the service) and traces of a function on AWS. Outside Lambda nothing is traced.
 *
 * @param service the step's name
 */
export function makeWatch(service: string): Watch {
  const metrics = new Metrics({ namespace: 'Kindred', serviceName: service });
  const tracer = new Tracer({ serviceName: service });
  return {
    traced: async (ids, work) => {
      const parent = tracer.isTracingEnabled() ? tracer.getSegment() : undefined;
      const segment = parent?.addNewSubsegment(`## ${service}`);
      if (parent === undefined || segment === undefined) return await work();
      tracer.setSegment(segment);
      for (const [name, id] of Object.entries(ids)) tracer.putAnnotation(name, id);
      try {
        return await work();
      } catch (error) {
        segment.addErrorFlag();
        throw error;
      } finally {
        segment.close();
        tracer.setSegment(parent);
      }
    },
    ended: (milliseconds, failure) => {
      metrics.addMetric('Milliseconds', MetricUnit.Milliseconds, milliseconds);
      if (failure !== null) metrics.addMetric(`Failed${failure}`, MetricUnit.Count, 1);
      metrics.publishStoredMetrics();
    },
  };
}
