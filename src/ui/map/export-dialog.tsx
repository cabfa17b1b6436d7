import { type FormEvent, useId, useState } from 'react';
import type { ExportEntry } from '../../contract/export.ts';
import type { RowSource } from '../../contract/rows.ts';
import type { SelectionState } from '../../contract/selection.ts';
import { useApi } from '../app/api-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { useToasts } from '../app/toasts.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { CodeLine } from '../parts/code-line.tsx';
import { ModalDialog } from '../parts/modal-dialog.tsx';
import { FailureState } from '../parts/states.tsx';
import { MAP_MESSAGES } from './map-messages.ts';

export type ExportWhat = 'selection' | 'clusters';

/** Names the file and sends rows to the notebook; the toast says how to read them there. */
export function ExportDialog({
  what,
  selected,
  clusters,
  layout,
  onClose
}: {
  /** Null while closed. */
  what: ExportWhat | null;
  selected: SelectionState['counts'];
  clusters: number;
  layout: string;
  onClose: () => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  return (
    <ModalDialog title={t('exportTitle')} isOpen={what !== null} onClose={onClose}>
      {what !== null && (
        <ExportForm
          first={what}
          selected={selected}
          clusters={clusters}
          layout={layout}
          onClose={onClose}
        />
      )}
    </ModalDialog>
  );
}

function ExportForm({
  first,
  selected,
  clusters,
  layout,
  onClose
}: {
  first: ExportWhat;
  selected: SelectionState['counts'];
  clusters: number;
  layout: string;
  onClose: () => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const api = useApi();
  const toasts = useToasts();
  const id = useId();
  const [what, setWhat] = useState(first);
  const [name, setName] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const source: RowSource =
    what === 'selection' ? { kind: 'selection' } : { kind: 'clusters', layout };
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
  // Documents of a corpus are not part of an export (§1.10).
  const rows = selected.primary + selected.reference;
  const options = [
    {
      id: 'selection' as const,
      label: t('exportSelection', { count: rows }),
      has: rows > 0
    },
    { id: 'clusters' as const, label: t('exportAll', { count: clusters }), has: clusters > 0 }
  ].filter(({ has }) => has);
  return (
    <form className="export-form" onSubmit={event => void send(event)}>
      <fieldset>
        <legend>{t('exportWhat')}</legend>
        {options.map(option => (
          <label key={option.id} className="check">
            <input
              type="radio"
              name={id}
              checked={what === option.id}
              onChange={() => setWhat(option.id)}
            />
            {option.label}
          </label>
        ))}
        {what === 'selection' && selected.corpus > 0 && (
          <p className="muted">{t('exportNoCorpus', { count: selected.corpus })}</p>
        )}
      </fieldset>
      <label className="export-name" htmlFor={`${id}-name`}>
        {t('exportName')}
        <input
          id={`${id}-name`}
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
      {error !== null && (
        <>
          <FailureState error={error} />
          {what === 'selection' && (
            <CodeLine code="df = session.selection" label={t('exportFallback')} />
          )}
        </>
      )}
      <div className="row row-end">
        <ActionButton label={t('exportCancel')} kind="outline" onPress={onClose} />
        <button type="submit" className="button button-primary" disabled={isBusy}>
          {t('exportDo')}
        </button>
      </div>
    </form>
  );
}
