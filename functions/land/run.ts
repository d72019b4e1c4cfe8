import type {
  CheckDropRequest,
  LandRequest,
  LandResult,
  PollRequest,
  ReadRequest,
  SubjectRequest,
} from '../../events/step.ts';
import type { CheckRequest, Job, JobResult, Ticket, TicketRequest } from '../../events/ticket.ts';
import type { StepPorts } from '../shared/ports.ts';
import { checkDrop } from './check-drop.ts';
import { goOnWithSource, land } from './land.ts';
import type { OpenQueries } from './sources/query-service.ts';
import { eraseSubject, gatherSubject } from './subject-job.ts';
import { checkTicket, type LandOptions, nextGeneration, takeTicket } from './ticket.ts';

export type LandingOptions = LandOptions & {
  /** Reaches the warehouse a source of the settings stands in. */
  readonly openQueries: OpenQueries;
};

/**
 * The landing step: takes a ticket, checks it after the quiet time, checks staged files, lands the drop, or goes on with a source
 * that is being queried, as the request says.
 */
export async function run(
  ports: StepPorts,
  request:
    | TicketRequest
    | CheckRequest
    | CheckDropRequest
    | SubjectRequest
    | LandRequest
    | PollRequest
    | ReadRequest,
  options: LandingOptions,
): Promise<Ticket | Job | JobResult | LandResult> {
  switch (request.action) {
    case 'ticket':
      return takeTicket(ports, request, options);
    case 'check-ticket':
      return checkTicket(ports, request);
    case 'check-drop':
      return checkDrop(ports, request.job);
    case 'access':
      return gatherSubject(ports, request.job);
    case 'erase':
      return eraseSubject(ports, request.job, (warehouse, execution) =>
        nextGeneration(ports.scores, warehouse, execution),
      );
    case 'land':
      return land(ports, request, options.openQueries);
    case 'poll-source':
    case 'read-source':
      return goOnWithSource(ports, request, options.openQueries);
  }
}
