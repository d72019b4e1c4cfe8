import type { LandRequest, LandResult } from '../../events/step.ts';
import type { CheckRequest, Ticket, TicketRequest } from '../../events/ticket.ts';
import type { StepPorts } from '../shared/ports.ts';
import { land } from './land.ts';
import { checkTicket, type LandOptions, takeTicket } from './ticket.ts';

/** The landing step: takes a ticket, checks it after the quiet time, or lands the drop, as the request says. */
export async function run(
  ports: StepPorts,
  request: TicketRequest | CheckRequest | LandRequest,
  options: LandOptions,
): Promise<Ticket | LandResult> {
  switch (request.action) {
    case 'ticket':
      return takeTicket(ports, request, options);
    case 'check-ticket':
      return checkTicket(ports, request);
    case 'land':
      return land(ports, request);
  }
}
