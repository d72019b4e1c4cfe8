import { notifyRequest, notifyResult } from '../../events/step.ts';
import { stepHandler } from '../shared/lambda.ts';
import { openEventBus } from '../shared/stores/event-bus.ts';
import { safePost } from '../shared/stores/safe-post.ts';
import { config } from './config.ts';
import { type Outlets, run } from './run.ts';

let outlets: Outlets | null = null;

/** The Lambda door of the notifying step: how an execution ended in, whether somebody was told out. */
export const handler = stepHandler(
  {
    step: 'notify',
    config,
    request: notifyRequest,
    answer: notifyResult,
    run: (ports, request, { KINDRED_BUS }) => {
      outlets ??= { announce: openEventBus({ bus: KINDRED_BUS }), post: safePost };
      return run(ports, request, outlets);
    },
    openTables: () => Promise.reject(new Error('this step opens no tables')),
  },
  process.env,
);
