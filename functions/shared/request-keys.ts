import * as z from 'zod';
import { runId } from '../../events/ids.ts';

/**
 * Where the bucket keeps what people ask for through the API, and the answers: one object a request, named by whoever asked.
 * Names are checked at the doors (`events/start.ts`): they hold no slash.
 */

/** Files of a drop that is still being put together; nothing reads them but a check. */
export const stagedPrefix = (warehouse: string, drop: string): string => `staged/${warehouse}/${drop}/`;
/** Settings that are tried, not kept: for one check or one preview. */
export const proposalKey = (warehouse: string, kind: 'check' | 'preview', request: string): string =>
  `requests/${warehouse}/${request}/${kind}-settings.json`;
export const checkPrefix = (warehouse: string, drop: string): string => `checks/${warehouse}/${drop}/`;
export const checkKey = (warehouse: string, drop: string, request: string): string =>
  `${checkPrefix(warehouse, drop)}${request}.json`;
/** What a scoring job is to read, and where its answers go. */
export const scoreJobKey = (warehouse: string, request: string): string =>
  `requests/${warehouse}/${request}/score-file.json`;
export const scoredKey = (warehouse: string, request: string): string => `scored/${warehouse}/${request}.csv`;
export const scoredSummaryKey = (warehouse: string, request: string): string =>
  `scored/${warehouse}/${request}.json`;
/** Who is to be shown or erased: gone when that is done. */
export const subjectKey = (warehouse: string, request: string): string =>
  `requests/${warehouse}/${request}/subject.json`;
/** What an access request found. */
export const accessDataKey = (warehouse: string, request: string): string =>
  `receipts/${warehouse}/${request}-data.json`;
export const receiptKey = (warehouse: string, request: string): string =>
  `receipts/${warehouse}/${request}.json`;

/** A scoring job as it is kept for the step that does it. */
export const scoreJobDocument = z.strictObject({
  key: z.string(),
  run: runId,
  /** Feature by header, where a column is called otherwise. */
  columns: z.record(z.string(), z.string()),
});
