import { type FormEvent, useId, useState } from 'react';
import type { RowSource } from '../../contract/rows.ts';
import type { SelectionState } from '../../contract/selection.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { CodeLine } from '../parts/code-line.tsx';
import { ModalDialog } from '../parts/modal-dialog.tsx';
import { FailureState } from '../parts/states.tsx';
import { useRowsExport } from '../rows/use-rows-export.ts';
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
  const id = useId();
  const [what, setWhat] = useState(first);
  const { name, setName, isBusy, error, send } = useRowsExport(
    count => t('exported', { count }),
    onClose
  );
  const source: RowSource =
    what === 'selection' ? { kind: 'selection' } : { kind: 'clusters', layout };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(source);
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
    <form className="export-form" onSubmit={submit}>
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
