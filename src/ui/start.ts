import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/shell.css';
import './styles/home.css';
import './styles/exports.css';
import './styles/rows.css';
import { createApi } from './app/api.ts';
import { findLocale } from './app/find-locale.ts';
import { findHostKind, Host } from './app/host.ts';
import { keepFresh } from './app/keep-fresh.ts';
import { findTranslations } from './app/languages.ts';
import { openEvents } from './app/open-events.ts';
import { createQueryClient } from './app/query-client.ts';
import { ThemeKeeper } from './app/theme.ts';
import { ViewStateStore } from './app/view-state-store.ts';
import { askFirst } from './shell/first-questions.ts';
import { partsOf } from './shell/place-parts.ts';

/**
 * The first picture waits so long for what it shows once it can be drawn: drawing it twice takes longer than most answers do. Then it
 * shows what is there.
 */
const MOST_MS = 100;

// Small, and without React: what can be asked and fetched is under way while the page itself is still being read.
const api = createApi({
  base: new URL('./', document.baseURI).href,
  fetch: fetch.bind(window),
  readCookies: () => document.cookie
});
const queries = createQueryClient();
const view = new ViewStateStore(window);
const host = new Host(window, findHostKind(window));
const theme = new ThemeKeeper(window, host, view);
document.querySelector('.app-room')?.setAttribute('data-host', host.read().kind);
const events = openEvents(api);
keepFresh(queries, events);
// Before anything is asked: what changes from now on is told, so that no answer stays as it was.
events.connect();
const words = findTranslations(
  findLocale(location.search, host.read().locale, navigator.languages)
);
const content = Promise.allSettled([
  askFirst(queries, api, view.state),
  words?.load(),
  ...partsOf(view.state).map(part => part.load())
]);

// No await of its own up here: the page imports parts of this very file, and would wait for its end.
void import('./show-page.tsx').then(async ({ showPage }) => {
  await Promise.race([content, new Promise(resolve => setTimeout(resolve, MOST_MS))]);
  showPage({ api, queries, view, host, theme, events });
});
