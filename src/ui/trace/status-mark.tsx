import type { StatusCode } from '../../contract/span.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { TRACE_MESSAGES } from './trace-messages.ts';

const WORDS = { OK: 'ok', ERROR: 'error', UNSET: 'unset' } as const;

/** The state of a span or a trace in a sign and a word; without a status there is nothing to say. */
export function StatusMark({ code, isRunning }: { code: StatusCode; isRunning: boolean }) {
  const t = useTranslate(TRACE_MESSAGES);
  if (code === 'UNSET' && !isRunning) {
    return null;
  }
  const isWrong = code === 'ERROR';
  const word = t(isWrong || !isRunning ? WORDS[code] : 'running');
  return (
    <span className="status-mark" data-status={isWrong ? 'ERROR' : isRunning ? 'RUNNING' : code}>
      {word}
    </span>
  );
}
