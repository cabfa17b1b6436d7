import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/shell.css';
import './styles/home.css';
import './styles/exports.css';
import './styles/rows.css';
import { createRoot } from 'react-dom/client';
import { createApi } from './app/api.ts';
import { App } from './app/app.tsx';
import { findHostKind, Host } from './app/host.ts';
import { Keyboard } from './app/keyboard.ts';
import { createQueryClient } from './app/query-client.ts';
import { ServerEventStream } from './app/server-events.ts';
import { ThemeKeeper } from './app/theme.ts';
import { ViewStateStore } from './app/view-state-store.ts';

const base = new URL('./', document.baseURI).href;
const api = createApi({ base, fetch: fetch.bind(window), readCookies: () => document.cookie });
const view = new ViewStateStore(window);
const host = new Host(window, findHostKind(window));
const theme = new ThemeKeeper(window, host, view);
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
createRoot(root).render(
  <App
    api={api}
    view={view}
    host={host}
    theme={theme}
    events={events}
    keyboard={new Keyboard(window)}
    queries={createQueryClient()}
  />
);
