import type { ReactNode } from 'react';
import { RequestFailure } from '../app/api.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from './action-button.tsx';
import { Icon } from './icon.tsx';
import { PART_MESSAGES } from './part-messages.ts';
import { useWait } from './use-wait.ts';

/** In place of something that loads: nothing, then `rows` grey lines, then words with the seconds. */
export function Loading({ what, rows = 4 }: { what: string; rows?: number }) {
  const t = useTranslate(PART_MESSAGES);
  const { wait, seconds } = useWait(true);
  return (
    <div className="loading" aria-busy="true">
      {wait !== 'quiet' &&
        Array.from({ length: rows }, (_, i) => (
          <div key={i} className="skeleton" data-nth={i % 4} />
        ))}
      <p className="loading-words" role="status">
        {wait === 'words' &&
          (seconds < 2 ? t('loading', { what }) : t('loadingFor', { what, seconds }))}
      </p>
    </div>
  );
}

/** What would be here, why it is not, and what fills it. */
export function EmptyState({
  title,
  reason,
  children
}: {
  title: string;
  reason?: string;
  children?: ReactNode;
}) {
  return (
    <section className="empty">
      <h2>{title}</h2>
      {reason !== undefined && <p>{reason}</p>}
      {children}
    </section>
  );
}

/** Something that could not be read: the server's sentence, its hint, and another try. */
export function FailureState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTranslate(PART_MESSAGES);
  const { message, hint, details } = describeFailure(error);
  return (
    <section className="failure" role="alert">
      <Icon name="warning" />
      <div>
        <p>{message}</p>
        {details.length > 0 && (
          <ul>
            {details.map(detail => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        )}
        {hint !== undefined && <p className="muted">{hint}</p>}
        {onRetry && (
          <ActionButton label={t('tryAgain')} icon="retry" kind="outline" onPress={onRetry} />
        )}
      </div>
    </section>
  );
}

function describeFailure(error: unknown): {
  message: string;
  hint?: string | undefined;
  details: readonly string[];
} {
  if (error instanceof RequestFailure) {
    return { message: error.message, hint: error.hint, details: error.details };
  }
  return { message: error instanceof Error ? error.message : String(error), details: [] };
}
