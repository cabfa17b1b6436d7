import './where-panel.css';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { RowSource } from '../../contract/rows.ts';
import type { SelectionState } from '../../contract/selection.ts';
import type { Where } from '../../contract/view-state.ts';
import { useApi } from '../app/api-context.tsx';
import { useKeys } from '../app/keyboard-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { useSession } from '../app/queries.ts';
import { KEYS } from '../app/questions.ts';
import { useToasts } from '../app/toasts.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { EmptyState } from '../parts/states.tsx';
import { hasVectors } from '../shell/go-anywhere.tsx';
import { describeWhere } from './describe-where.ts';
import { ExportRowsDialog } from './export-rows-dialog.tsx';
import { RowsTable } from './rows-table.tsx';
import { WHERE_MESSAGES } from './where-messages.ts';

/** ISO 8601, right-open. */
interface Range {
  start: string;
  end: string;
}

/**
 * The rows behind a number that was pressed (`where` of the view-state), docked under a place: to read, select, export. Nothing while there is
 * none. `range` is the time in view; rows of the reference are never narrowed by it. `baseline` is the period of the primary that stands in for it.
 */
export function WherePanel(props: WherePanelProps) {
  const where = useViewState('where');
  return where ? <RowsWhere where={where} {...props} /> : null;
}

interface WherePanelProps {
  range?: Range | undefined;
  baseline?: Range | undefined;
  /** What colors the map that is opened with these rows selected; absent: no way there. */
  colorBy?: string;
}

function RowsWhere({ where, colorBy, ...times }: WherePanelProps & { where: Where }) {
  const t = useTranslate(WHERE_MESSAGES);
  const format = useFormat();
  const { update, go } = useNavigation();
  const [isTall, setTall] = useState(false);
  const [isExporting, setExporting] = useState(false);
  const toasts = useToasts();
  const source = useSource(where, times);
  const select = useSelectSource(source);
  const selectAndSay = async () => {
    const count = await select();
    if (count !== undefined) {
      toasts.show({
        kind: 'done',
        message: t('selectedRows', { count }),
        code: 'sel = session.selection'
      });
    }
  };
  const showOnMap = async (embedding: string, color: string) => {
    if ((await select()) !== undefined) {
      go({ place: 'map', embedding, color });
    }
  };
  const close = () => update({ where: undefined, find: undefined, sort: undefined });
  useKeys([
    { keys: 'Escape', label: t('close'), run: close },
    { keys: 'x', label: t('export'), run: () => setExporting(true) }
  ]);
  const words = describeWhere(where.conditions, { t, format });
  return (
    <div className="where-panel" data-tall={isTall}>
      <RowsTable
        source={source}
        title={
          <h2 className="rows-title" title={words}>
            {where.dataset && <DatasetMark role={where.dataset} />}
            <span>{words}</span>
          </h2>
        }
        empty={<EmptyState title={t('none')} reason={t('noneReason')} />}
        actions={
          <div className="where-actions">
            {colorBy !== undefined && (
              <MapAction onPress={embedding => void showOnMap(embedding, colorBy)} />
            )}
            <ActionButton
              label={t('select')}
              icon="check"
              description={t('selectHow')}
              onPress={() => void selectAndSay()}
            />
            <ActionButton
              label={t('export')}
              icon="exports"
              kind="primary"
              keys="x"
              description={t('exportHow')}
              onPress={() => setExporting(true)}
            />
            <ActionButton
              label={isTall ? t('shorter') : t('taller')}
              icon={isTall ? 'down' : 'up'}
              isIconOnly
              onPress={() => setTall(!isTall)}
            />
            <ActionButton
              label={t('close')}
              icon="close"
              isIconOnly
              keys="Escape"
              onPress={close}
            />
          </div>
        }
      />
      <ExportRowsDialog
        source={source}
        what={t('rowsWhere', { where: words })}
        isOpen={isExporting}
        onClose={() => setExporting(false)}
      />
    </div>
  );
}

/** The same object while it means the same rows. */
function useSource(
  where: Where,
  { range, baseline }: Pick<WherePanelProps, 'range' | 'baseline'>
): RowSource {
  const isReference = where.dataset === 'reference';
  const written = JSON.stringify({
    kind: 'where',
    ...where,
    ...(isReference ? baseline && { dataset: 'primary', ...baseline } : range)
  });
  return useMemo(() => JSON.parse(written) as RowSource, [written]);
}

/** The way to the first embedding that can be drawn. */
function MapAction({ onPress }: { onPress: (embedding: string) => void }) {
  const t = useTranslate(WHERE_MESSAGES);
  const { data: session } = useSession();
  const embedding = session?.embeddings.find(hasVectors);
  return embedding ? (
    <ActionButton
      label={t('toMap')}
      icon="map"
      description={t('toMapHow')}
      onPress={() => onPress(embedding.name)}
    />
  ) : null;
}

/** Makes the rows the session's selection; resolves to their number, or to nothing when it failed. */
function useSelectSource(source: RowSource): () => Promise<number | undefined> {
  const api = useApi();
  const queries = useQueryClient();
  const toasts = useToasts();
  return async () => {
    try {
      const state = await api.json<SelectionState>('api/selection/source', {
        method: 'PUT',
        body: { source }
      });
      queries.setQueryData(KEYS.selection, state);
      return state.count;
    } catch (error) {
      toasts.fail(error);
      return undefined;
    }
  };
}
