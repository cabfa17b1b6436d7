import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useSyncExternalStore } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { ErrorBoundary } from '../shell/error-boundary.tsx';
import { Shell } from '../shell/shell.tsx';
import { AnnouncerProvider } from './announcer.tsx';
import { ApiProvider } from './api-context.tsx';
import type { Api } from './api.ts';
import { HostProvider } from './host-context.tsx';
import type { Host } from './host.ts';
import { KeyboardProvider } from './keyboard-context.tsx';
import type { Keyboard } from './keyboard.ts';
import { findLocale } from './find-locale.ts';
import { LocaleProvider } from './locale-context.tsx';
import { ScopeProvider } from './scope-context.tsx';
import { ServerEventsProvider } from './server-events-context.tsx';
import type { ServerEventStream } from './server-events.ts';
import { ThemeProvider } from './theme-context.tsx';
import type { ThemeKeeper } from './theme.ts';
import { ToastProvider } from './toasts.tsx';
import { ViewStateProvider } from './view-state-context.tsx';
import type { ViewStateStore } from './view-state-store.ts';

export interface AppParts {
  api: Api;
  view: ViewStateStore;
  host: Host;
  theme: ThemeKeeper;
  events: ServerEventStream;
  keyboard: Keyboard;
  queries: QueryClient;
}

export function App(parts: AppParts) {
  return (
    <AppProviders {...parts}>
      <Shell />
    </AppProviders>
  );
}

/** Everything that places and parts find by hooks; tests of a part stand in it too. */
export function AppProviders({ children, ...parts }: AppParts & { children: ReactNode }) {
  const { api, view, host, theme, events, keyboard, queries } = parts;
  const hostState = useSyncExternalStore(host.subscribe, host.read);
  const locale = findLocale(location.search, hostState.locale, navigator.languages);
  return (
    <LocaleProvider locale={locale}>
      <I18nProvider locale={locale}>
        <ApiProvider api={api}>
          <HostProvider host={host}>
            <ThemeProvider keeper={theme}>
              <ViewStateProvider store={view}>
                <KeyboardProvider keyboard={keyboard}>
                  <QueryClientProvider client={queries}>
                    <ServerEventsProvider stream={events}>
                      <AnnouncerProvider>
                        <ToastProvider>
                          <ScopeProvider>
                            <ErrorBoundary api={api}>{children}</ErrorBoundary>
                          </ScopeProvider>
                        </ToastProvider>
                      </AnnouncerProvider>
                    </ServerEventsProvider>
                  </QueryClientProvider>
                </KeyboardProvider>
              </ViewStateProvider>
            </ThemeProvider>
          </HostProvider>
        </ApiProvider>
      </I18nProvider>
    </LocaleProvider>
  );
}
