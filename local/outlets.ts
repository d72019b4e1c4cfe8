import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outlets } from '../functions/notify/run.ts';
import { safePost } from '../functions/shared/stores/safe-post.ts';

/** How a laptop tells of an end: a line in `events.jsonl` of the state folder instead of a bus; webhooks as on AWS. */
export const localOutlets = (root: string): Outlets => ({
  announce: async (told) => {
    appendFileSync(join(root, 'events.jsonl'), `${JSON.stringify(told)}\n`);
  },
  post: safePost,
});
