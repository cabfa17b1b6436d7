import { useEffect, useRef } from 'react';
import { useAnnounce } from '../app/announcer.tsx';
import { useHost } from '../app/host-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useConnection } from '../app/server-events-context.tsx';
import type { ConnectionState } from '../app/server-events.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { useCopy } from '../parts/use-copy.ts';
import { useNow } from '../parts/use-now.ts';
import { SHELL_MESSAGES } from './shell-messages.ts';

/** Brings a session of this kernel back, with the data it had. */
export const RESTART_CELL = `import jupyterlab_phoenix as px

session = px.launch_app()
session.view()`;

/** A gap shorter than this (a laptop wakes, a proxy restarts) is not worth a word. */
const GRACE_MS = 1500;

/** A strip over the place when nobody answers. The place stays readable below it. */
export function ConnectionStrip() {
  const t = useTranslate(SHELL_MESSAGES);
  const host = useHost();
  const copy = useCopy();
  const { state, retry } = useConnection();
  const now = useNow(500);
  useReturnNotice(state);
  if (state.kind === 'connecting' || state.kind === 'live') {
    return null;
  }
  if (state.kind === 'lost' && now - state.since < GRACE_MS) {
    return null;
  }
  return (
    <section className="strip" role="status">
      <Icon name="warning" />
      <StripWords state={state} now={now} />
      <span className="bar-space" />
      {state.kind === 'lost' && (
        <ActionButton label={t('retry')} icon="retry" kind="outline" onPress={retry} />
      )}
      {/* JupyterLab has its own word about it, with a button that brings the session back. */}
      {!host.canTalk && (
        <ActionButton
          label={t('restart')}
          icon="copy"
          kind="outline"
          onPress={() => void copy(RESTART_CELL)}
        />
      )}
    </section>
  );
}

type Gone = Extract<ConnectionState, { kind: 'lost' | 'closed' }>;

function StripWords({ state, now }: { state: Gone; now: number }) {
  const t = useTranslate(SHELL_MESSAGES);
  const format = useFormat();
  const time = format.time(state.since);
  if (state.kind === 'closed') {
    return <span>{t('ended', { time, reason: state.reason })}</span>;
  }
  if (state.isRefused) {
    return <span>{t('refused')}</span>;
  }
  const seconds = Math.ceil((state.retryAt - now) / 1000);
  // The countdown is for the eyes: a screen reader would read every second of it.
  return (
    <>
      <span className="visually-hidden">{t('tryingNow', { time })}</span>
      <span aria-hidden="true">
        {seconds > 0 ? t('stopped', { time, seconds }) : t('tryingNow', { time })}
      </span>
    </>
  );
}

function useReturnNotice(state: ConnectionState): void {
  const t = useTranslate(SHELL_MESSAGES);
  const announce = useAnnounce();
  const before = useRef(state);
  useEffect(() => {
    if (state.kind === 'live' && before.current.kind === 'lost') {
      announce(t('restored'));
    }
    before.current = state;
  }, [state, announce, t]);
}
