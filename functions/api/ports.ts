import type { Executions, Log, ObjectStore, ScoreStore, SignedLinks } from '../shared/ports.ts';

/** What the API runs on; the same application on AWS and on a laptop. */
export type ApiPorts = {
  readonly objects: ObjectStore;
  readonly scores: ScoreStore;
  readonly executions: Executions;
  readonly links: SignedLinks;
  /** Wall clock, RFC 3339 UTC: key expiry, request dates. */
  readonly now: () => string;
  /** Unpredictable bytes, for request ids and the cursor secret. */
  readonly randomBytes: (count: number) => Uint8Array;
  readonly log: Log;
};
