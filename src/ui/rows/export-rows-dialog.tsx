import { type FormEvent, useId } from 'react';
import type { RowSource } from '../../contract/rows.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { ModalDialog } from '../parts/modal-dialog.tsx';
import { FailureState } from '../parts/states.tsx';
import { useRowsExport } from './use-rows-export.ts';
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
  const id = useId();
  const { name, setName, isBusy, error, send } = useRowsExport(
    count => t('exported', { count }),
    onClose
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(source);
  };
  return (
    <form className="where-export" onSubmit={submit}>
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
