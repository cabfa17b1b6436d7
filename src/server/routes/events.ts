import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { EventsQuery } from '../../contract/events.ts';
import { EventQueue } from '../broadcast.ts';
import type { Deps } from '../deps.ts';
import { valid } from '../valid.ts';

/** Silence of this length is filled with a comment, so that proxies keep the stream and dead readers are noticed. */
const HEARTBEAT_MS = 15_000;

/** A turn waits so long for its first event, and then so long for more. */
const TURN_MS = 10_000;
const GATHER_MS = 40;

export function eventRoutes({ broadcast, session, id, closing }: Deps) {
  return new Hono().get('/events', valid('query', EventsQuery), c => {
    const { after, turns } = c.req.valid('query');
    // Proxies that gather an answer before they pass it on would hold events back.
    c.header('X-Accel-Buffering', 'no');
    return streamSSE(c, async stream => {
      const queue = new EventQueue();
      const unsubscribe = broadcast.subscribe((event, id) => queue.push(event, id));
      const wake = () => queue.wake();
      stream.onAbort(wake);
      closing.addEventListener('abort', wake);
      let silenceMs = turns ? TURN_MS : HEARTBEAT_MS;
      try {
        const missed = after === undefined ? undefined : broadcast.tellAfter(after);
        const hello = { id, revision: session.revision, continues: missed !== undefined };
        await stream.writeSSE({
          event: 'hello',
          data: JSON.stringify(hello),
          id: after !== undefined && missed ? after : broadcast.lastId
        });
        missed?.forEach(({ told, id }) => queue.push(told, id));
        while (!stream.aborted) {
          const next = await queue.next(closing.aborted ? 0 : silenceMs);
          if (next !== undefined) {
            const { event, body } = next.told;
            await stream.writeSSE({ event, data: JSON.stringify(body), id: next.id });
            silenceMs = turns ? GATHER_MS : HEARTBEAT_MS;
            if (event === 'closing') {
              return;
            }
          } else if (closing.aborted) {
            return;
          } else if (turns) {
            await stream.writeSSE({ event: 'turn', data: '{}' });
            return;
          } else {
            await stream.write(': still here\n\n');
          }
        }
      } finally {
        unsubscribe();
        closing.removeEventListener('abort', wake);
      }
    });
  });
}
