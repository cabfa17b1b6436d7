import { Suspense, useEffect, useRef } from 'react';
import { useApi } from '../app/api-context.tsx';
import { useHost } from '../app/host-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useSession } from '../app/queries.ts';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { ExportsPlace } from '../exports/exports-place.tsx';
import { HomePlace } from '../home/home-place.tsx';
import { lazyPart } from '../parts/lazy-part.ts';
import { FailureState, Loading } from '../parts/states.tsx';
import { Bar } from './bar.tsx';
import { ConnectionStrip } from './connection-strip.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { GoAnywhere } from './go-anywhere.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { PLACE_PARTS } from './place-parts.ts';
import { Rail } from './rail.tsx';
import { ScopeLine } from './scope-line.tsx';
import { SHELL_MESSAGES } from './shell-messages.ts';
import { StatusLine } from './status-line.tsx';
import { useShellKeys } from './use-shell-keys.ts';

const MapPlace = lazyPart(PLACE_PARTS.map);
const SignalsPlace = lazyPart(PLACE_PARTS.signals);
const PerformancePlace = lazyPart(PLACE_PARTS.performance);
const TracesPlace = lazyPart(PLACE_PARTS.traces);
const ComparePlace = lazyPart(PLACE_PARTS.compare);

/** The page: bar, scope, place, status; a rail of places at the left in a tab, tabs in the bar in a frame. */
export function Shell() {
  const t = useTranslate(SHELL_MESSAGES);
  const host = useHost();
  const main = useRef<HTMLElement>(null);
  const dialogs = useShellKeys();
  useSessionIdentity();
  return (
    <div className="app" data-host={host.kind}>
      <button className="skip" type="button" onClick={() => main.current?.focus()}>
        {t('skip')}
      </button>
      {host.kind === 'tab' && <Rail />}
      <div className="frame">
        <Bar onGo={() => dialogs.open('go')} onShowKeys={() => dialogs.open('keys')} />
        <ScopeLine />
        <ConnectionStrip />
        <main ref={main} className="main" tabIndex={-1}>
          <PlaceInView />
        </main>
        <StatusLine />
      </div>
      <GoAnywhere
        isOpen={dialogs.shown === 'go'}
        onClose={dialogs.close}
        onShowKeys={() => dialogs.open('keys')}
      />
      <KeysDialog isOpen={dialogs.shown === 'keys'} onClose={dialogs.close} />
    </div>
  );
}

function PlaceInView() {
  const t = useTranslate(SHELL_MESSAGES);
  const api = useApi();
  const place = useViewState('place');
  const embedding = useViewState('embedding');
  const dimension = useViewState('dimension');
  const page = useViewState('page');
  const session = useSession();
  if (session.data === undefined) {
    return session.isError ? (
      <FailureState error={session.error} onRetry={() => void session.refetch()} />
    ) : (
      <Loading what={t('session')} rows={6} />
    );
  }
  return (
    <ErrorBoundary api={api} resetKey={[place, embedding, dimension, page].join('/')}>
      <Suspense fallback={<Loading what={t(place)} />}>
        {place === 'home' && <HomePlace session={session.data} />}
        {place === 'signals' &&
          (page === 'performance' ? (
            <PerformancePlace session={session.data} />
          ) : (
            <SignalsPlace session={session.data} />
          ))}
        {place === 'map' && <MapPlace />}
        {place === 'traces' && <TracesPlace />}
        {place === 'compare' && <ComparePlace />}
        {place === 'exports' && <ExportsPlace />}
      </Suspense>
    </ErrorBoundary>
  );
}

/** What follows from knowing whose page this is: the title, the greeting to the host, the kept view. */
function useSessionIdentity(): void {
  const { data } = useSession();
  const { greet } = useHost();
  const { confirmSession } = useNavigation();
  const greetLatest = useRef(greet);
  const { id, name } = data ?? {};
  useEffect(() => {
    if (id !== undefined) {
      greetLatest.current(id);
      confirmSession(id);
    }
  }, [id, confirmSession]);
  useEffect(() => {
    if (name !== undefined) {
      document.title = `${name} · Phoenix`;
    }
  }, [name]);
}
