import { useQuery } from '@tanstack/react-query';
import type { SpanCount, SpanScope } from '../../contract/traces.ts';
import { useApi } from '../app/api-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { KEYS } from '../app/questions.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { ModalDialog } from '../parts/modal-dialog.tsx';
import { DeletionProgress } from './deletion-progress.tsx';
import { TRACES_MESSAGES } from './traces-messages.ts';

/** Asks before traces go, and says how many that would be: whole traces go, whatever was selected of them. */
export function DeleteDialog({
  scope,
  isOpen,
  isBusy,
  onClose,
  onDelete
}: {
  scope: SpanScope;
  isOpen: boolean;
  isBusy: boolean;
  onClose: () => void;
  onDelete: () => void;
}) {
  const t = useTranslate(TRACES_MESSAGES);
  const api = useApi();
  const whole = { ...scope, wholeTraces: true };
  const { data: count } = useQuery({
    queryKey: [...KEYS.spans, 'count', whole],
    queryFn: ({ signal }) =>
      api.json<SpanCount>('api/spans/count', { method: 'POST', body: whole, signal }),
    enabled: isOpen
  });
  return (
    <ModalDialog title={t('deleteTitle')} isOpen={isOpen} onClose={onClose}>
      <p role="status">
        {count ? t('deleteWhat', { count: count.traces, spans: count.spans }) : t('deleteCounting')}
      </p>
      <p className="muted">{t('deleteForGood')}</p>
      {isBusy && <DeletionProgress />}
      <div className="row row-end">
        <ActionButton label={t('keep')} kind="outline" isDisabled={isBusy} onPress={onClose} />
        <ActionButton
          label={t(isBusy ? 'deleting' : 'deleteYes')}
          kind="danger"
          icon="trash"
          isDisabled={isBusy || count === undefined}
          onPress={onDelete}
        />
      </div>
    </ModalDialog>
  );
}
