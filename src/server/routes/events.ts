import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { EventQueue } from '../broadcast.ts';
import type { Deps } from '../deps.ts';

/** Silence of this length is filled with a comment, so that proxies keep the stream and dead readers are noticed. */
const HEARTBEAT_MS = 15_000;

export function eventRoutes({ broadcast, session, id, closing }: Deps) {
  return new Hono().get('/events', c => {
    // Proxies that gather an answer before they pass it on would hold events back.
    c.header('X-Accel-Buffering', 'no');
    return streamSSE(c, async stream => {
      const queue = new EventQueue();
      const unsubscribe = broadcast.subscribe(event => queue.push(event));
      const wake = () => queue.wake();
      stream.onAbort(wake);
      closing.addEventListener('abort', wake);
      try {
        queue.push({ event: 'hello', body: { id, revision: session.revision } });
        while (!stream.aborted) {
          const next = await queue.next(closing.aborted ? 0 : HEARTBEAT_MS);
          if (next !== undefined) {
            await stream.writeSSE({ event: next.event, data: JSON.stringify(next.body) });
          } else if (closing.aborted) {
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
