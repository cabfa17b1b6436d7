import { Hono } from 'hono';
import { Failure } from '../../contract/failures.ts';
import type { Deps } from '../deps.ts';
import type { GuardEnv } from '../guard/guard.ts';
import { TICKET_SECONDS } from '../guard/tickets.ts';

export function ticketRoutes({ tickets, url }: Deps) {
  return new Hono<GuardEnv>().post('/tickets', c => {
    // A page could otherwise hand its own way in on to others.
    if (c.var.proof !== 'token') {
      throw new Failure('auth/missing', 'Cannot issue a ticket without the token of the session');
    }
    const ticket = tickets.issue();
    const address = `${url()}?ticket=${ticket}`;
    return c.json({ ticket, url: address, expiresInSeconds: TICKET_SECONDS }, 200);
  });
}
