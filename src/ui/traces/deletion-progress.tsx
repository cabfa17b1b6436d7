import { useState } from 'react';
import type { DeletionProgress as Progress } from '../../contract/traces.ts';
import { useApi } from '../app/api-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useServerEvent } from '../app/server-events-context.tsx';
import { useToasts } from '../app/toasts.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { TRACES_MESSAGES } from './traces-messages.ts';

/** How far a deletion is that takes long, with a way to end it; nothing while the server has nothing to tell. */
export function DeletionProgress() {
  const t = useTranslate(TRACES_MESSAGES);
  const format = useFormat();
  const api = useApi();
  const toasts = useToasts();
  const [progress, setProgress] = useState<Progress>();
  const [isStopping, setStopping] = useState(false);
  useServerEvent('deletion', next => {
    setProgress(next.isOver ? undefined : next);
    if (next.isOver) {
      setStopping(false);
    }
  });
  const stop = () => {
    setStopping(true);
    void api.json('api/spans/delete', { method: 'DELETE' }).catch((error: unknown) => {
      setStopping(false);
      toasts.fail(error);
    });
  };
  return progress ? (
    <div className="deletion-progress">
      <progress
        max={Math.max(1, progress.total)}
        value={progress.gone}
        aria-label={t('deleting')}
      />
      <span role="status">
        {t('deletedSoFar', {
          gone: format.number(progress.gone),
          total: format.number(progress.total)
        })}
      </span>
      <ActionButton
        label={t('deleteStop')}
        description={t('deleteStopHow')}
        kind="outline"
        isDisabled={isStopping}
        onPress={stop}
      />
    </div>
  ) : null;
}
