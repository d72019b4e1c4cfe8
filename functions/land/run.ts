import type { CheckDropRequest, LandRequest, LandResult } from '../../events/step.ts';
import type { CheckRequest, Job, JobResult, Ticket, TicketRequest } from '../../events/ticket.ts';
import type { StepPorts } from '../shared/ports.ts';
import { checkDrop } from './check-drop.ts';
import { land } from './land.ts';
import { checkTicket, type LandOptions, takeTicket } from './ticket.ts';

/** The landing step: takes a ticket, checks it after the quiet time, checks staged files, or lands the drop, as the request says. */
export async function run(
  ports: StepPorts,
  request: TicketRequest | CheckRequest | CheckDropRequest | LandRequest,
  options: LandOptions,
): Promise<Ticket | Job | JobResult | LandResult> {
  switch (request.action) {
    case 'ticket':
      return takeTicket(ports, request, options);
    case 'check-ticket':
      return checkTicket(ports, request);
    case 'check-drop':
      return checkDrop(ports, request.job);
    case 'land':
      return land(ports, request);
  }
}
