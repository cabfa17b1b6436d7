import { useConnection } from '../app/server-events-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useSession } from '../app/queries.ts';
import { useScope } from '../app/scope-context.tsx';
import { useNow } from '../parts/use-now.ts';
import { SHELL_MESSAGES } from './shell-messages.ts';

const WORDS = {
  connecting: 'connecting',
  live: 'connected',
  lost: 'lost',
  closed: 'closed'
} as const;

/** The last line: whether the session answers, what the place says of itself, when something last changed. */
export function StatusLine() {
  const t = useTranslate(SHELL_MESSAGES);
  const format = useFormat();
  const { state, readLastUpdate } = useConnection();
  const { data: session } = useSession();
  const { notes } = useScope();
  useNow(1000);
  const lastUpdate = readLastUpdate();
  return (
    <footer className="status">
      <span className={`status-dot status-${state.kind}`} aria-hidden="true" />
      <span>{t(WORDS[state.kind])}</span>
      {notes.map(note => (
        <span key={note} className="status-note">
          {note}
        </span>
      ))}
      {session && session.memoryBytes > 0 && (
        <span className="status-note status-memory">
          {t('memory', { bytes: format.bytes(session.memoryBytes) })}
        </span>
      )}
      {lastUpdate !== null && (
        <span className="status-note">{t('lastUpdate', { time: format.time(lastUpdate) })}</span>
      )}
    </footer>
  );
}
