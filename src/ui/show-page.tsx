import { createRoot } from 'react-dom/client';
import { App, type AppParts } from './app/app.tsx';
import { Keyboard } from './app/keyboard.ts';
import { ServerEventStream } from './app/server-events.ts';

/** Puts the page into its document. */
export function showPage(parts: Omit<AppParts, 'events' | 'keyboard'>): void {
  const { api } = parts;
  const events = new ServerEventStream({
    open: ({ after, turns }) => {
      const query = new URLSearchParams({
        ...(after !== undefined && { after }),
        ...(turns !== undefined && { turns })
      });
      return new EventSource(api.url(`api/events?${query.toString()}`));
    },
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
  const root = document.getElementById('root');
  if (!root) {
    throw new TypeError('Cannot start: the page has no element "root"');
  }
  createRoot(root).render(<App {...parts} events={events} keyboard={new Keyboard(window)} />);
}
