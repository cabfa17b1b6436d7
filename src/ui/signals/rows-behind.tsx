import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExportEntry } from '../../contract/export.ts';
import type { RowSource } from '../../contract/rows.ts';
import type { SelectionState } from '../../contract/selection.ts';
import type { SessionState } from '../../contract/session.ts';
import { useApi } from '../app/api-context.tsx';
import { useKeys } from '../app/keyboard-context.tsx';
import { useTranslate } from '../app/locale-context.tsx';
import { KEYS } from '../app/queries.ts';
import { useToasts } from '../app/toasts.tsx';
import { useNavigation } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { EmptyState } from '../parts/states.tsx';
import { RowsTable } from '../rows/rows-table.tsx';
import { hasVectors } from '../shell/go-anywhere.tsx';
import { SIGNALS_MESSAGES } from './signals-messages.ts';

/** The rows behind a bar, a segment or a window, under the charts: to read, select, export, or see on the map. */
export function RowsBehind({
  session,
  source,
  title,
  colorBy,
  onClose
}: {
  session: SessionState;
  source: RowSource;
  title: string;
  /** What colors the map that is opened with them. */
  colorBy: string | undefined;
  onClose: () => void;
}) {
  const t = useTranslate(SIGNALS_MESSAGES);
  const api = useApi();
  const queries = useQueryClient();
  const toasts = useToasts();
  const { go } = useNavigation();
  const [isBusy, setBusy] = useState(false);
  const embedding = session.embeddings.find(hasVectors);
  const act = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      toasts.fail(error);
    } finally {
      setBusy(false);
    }
  };
  const select = async () => {
    const state = await api.json<SelectionState>('api/selection/source', {
      method: 'PUT',
      body: { source }
    });
    queries.setQueryData(KEYS.selection, state);
    return state;
  };
  const exportRows = () =>
    act(async () => {
      const entry = await api.json<ExportEntry>('api/exports', {
        method: 'POST',
        body: { source }
      });
      toasts.show({
        kind: 'done',
        message: t('exported', { count: entry.rows }),
        code: 'df = session.exports[-1]'
      });
    });
  const selectRows = () =>
    act(async () => {
      const { count } = await select();
      toasts.show({
        kind: 'done',
        message: t('selected', { count }),
        code: 'selected = session.selection'
      });
    });
  const showOnMap = () =>
    act(async () => {
      await select();
      go({ place: 'map', embedding: embedding?.name, color: colorBy });
    });
  useKeys([
    { keys: 'Escape', label: t('closeRows'), run: onClose },
    { keys: 'x', label: t('toNotebook'), run: () => void exportRows() },
    { keys: 's', label: t('select'), run: () => void selectRows() }
  ]);
  return (
    <section className="rows-behind" aria-label={title}>
      <RowsTable
        source={source}
        title={
          <h3 className="rows-behind-title" title={title}>
            {title}
          </h3>
        }
        empty={<EmptyState title={t('noRows')} />}
        actions={
          <div className="rows-behind-actions">
            {embedding && (
              <ActionButton
                label={t('toMap')}
                icon="map"
                description={t('toMapHow')}
                isDisabled={isBusy}
                onPress={() => void showOnMap()}
              />
            )}
            <ActionButton
              label={t('select')}
              icon="check"
              keys="s"
              description={t('selectHow')}
              isDisabled={isBusy}
              onPress={() => void selectRows()}
            />
            <ActionButton
              label={t('toNotebook')}
              icon="exports"
              kind="primary"
              keys="x"
              description={t('toNotebookHow')}
              isDisabled={isBusy}
              onPress={() => void exportRows()}
            />
            <ActionButton
              label={t('closeRows')}
              icon="close"
              keys="Escape"
              isIconOnly
              onPress={onClose}
            />
          </div>
        }
      />
    </section>
  );
}
