import { type FormEvent, useId, useState } from 'react';
import type { ExportEntry } from '../../contract/export.ts';
import type { RowSource } from '../../contract/rows.ts';
import { useApi } from '../app/api-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useToasts } from '../app/toasts.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { ModalDialog } from '../parts/modal-dialog.tsx';
import { FailureState } from '../parts/states.tsx';
import { WHERE_MESSAGES } from './where-messages.ts';

/** Names the file and sends the rows of a source to the notebook; the toast says how to read them there. */
export function ExportRowsDialog({
  source,
  what,
  isOpen,
  onClose
}: {
  source: RowSource;
  /** The rows, in words. */
  what: string;
  isOpen: boolean;
  onClose: () => void;
}) {
  const t = useTranslate(WHERE_MESSAGES);
  return (
    <ModalDialog title={t('exportTitle')} isOpen={isOpen} onClose={onClose}>
      <p className="muted">{what}</p>
      <ExportForm source={source} onClose={onClose} />
    </ModalDialog>
  );
}

function ExportForm({ source, onClose }: { source: RowSource; onClose: () => void }) {
  const t = useTranslate(WHERE_MESSAGES);
  const api = useApi();
  const toasts = useToasts();
  const id = useId();
  const [name, setName] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const entry = await api.json<ExportEntry>('api/exports', {
        method: 'POST',
        body: { source, ...(name.trim() !== '' && { name: name.trim() }) }
      });
      onClose();
      toasts.show({
        kind: 'done',
        message: t('exported', { count: entry.rows }),
        code: 'df = session.exports[-1]'
      });
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <form className="where-export" onSubmit={event => void send(event)}>
      <label htmlFor={id}>
        {t('exportName')}
        <input
          id={id}
          className="field"
          autoFocus
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
          placeholder={t('exportNameHint')}
          value={name}
          onChange={event => setName(event.target.value)}
        />
      </label>
      {error !== null && <FailureState error={error} />}
      <div className="row row-end">
        <ActionButton label={t('exportCancel')} kind="outline" onPress={onClose} />
        <button type="submit" className="button button-primary" disabled={isBusy}>
          {t('exportDo')}
        </button>
      </div>
    </form>
  );
}
