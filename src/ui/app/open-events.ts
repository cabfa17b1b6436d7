import type { Api } from './api.ts';
import { createEventOpener } from './open-event-pipe.ts';
import { ServerEventStream } from './server-events.ts';

/** The stream of this page's session; not connected yet. */
export function openEvents(api: Api): ServerEventStream {
  return new ServerEventStream({
    open: createEventOpener(api.url('')),
    probe: async () => {
      try {
        return (await fetch(api.url('api/selection'), { credentials: 'same-origin' })).status;
      } catch {
        // Nobody answers: exactly what is asked here.
        return 0;
      }
    },
    now: () => Date.now()
  });
}
