import { randomBytes } from 'node:crypto';

/** Five minutes: the time to paste an address, not to find it in a saved notebook. */
export const TICKET_SECONDS = 300;

/** More than this many unused tickets at once are an accident; the oldest go. */
const MAX_TICKETS = 1000;

/** One-time passes to the page, kept in memory only. */
export class Tickets {
  readonly #expiresAtByTicket = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  issue(): string {
    this.#dropStale();
    const ticket = randomBytes(32).toString('base64url');
    this.#expiresAtByTicket.set(ticket, this.#now() + TICKET_SECONDS * 1000);
    return ticket;
  }

  /** True once per ticket, within its time. */
  redeem(ticket: string): boolean {
    const expiresAt = this.#expiresAtByTicket.get(ticket);
    this.#expiresAtByTicket.delete(ticket);
    return expiresAt !== undefined && this.#now() < expiresAt;
  }

  #dropStale(): void {
    for (const [ticket, expiresAt] of this.#expiresAtByTicket) {
      if (expiresAt > this.#now() && this.#expiresAtByTicket.size < MAX_TICKETS) {
        break;
      }
      this.#expiresAtByTicket.delete(ticket);
    }
  }
}
