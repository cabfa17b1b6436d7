import { useState } from 'react';
import type { Cluster } from '../../contract/map.ts';
import type { DatasetRole } from '../../contract/session.ts';
import type { SelectionState } from '../../contract/selection.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { RowsTable } from '../rows/rows-table.tsx';
import { MAP_MESSAGES } from './map-messages.ts';
import { MapButton } from './map-button.tsx';
import type { SelectedPoints } from './use-selected-points.ts';

export type RowsHeight = 'folded' | 'half' | 'tall';

/** The selection under the map, as a table; or the rows of a cluster. */
export function RowsPanel({
  layout,
  cluster,
  selection,
  drawnSelected,
  selected,
  onCloseCluster,
  onExport,
  onCopy,
  onCurrentRow
}: {
  layout: string;
  /** Its rows are shown in place of the selection. */
  cluster: Cluster | undefined;
  selection: SelectionState | undefined;
  /** Selected points on this map. */
  drawnSelected: number;
  selected: SelectedPoints;
  onCloseCluster: () => void;
  onExport: () => void;
  onCopy: () => void;
  onCurrentRow: (row: { dataset: DatasetRole; row: number } | undefined) => void;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const [height, setHeight] = useState<RowsHeight>('half');
  const count = selection?.count ?? 0;
  const isEmpty = count === 0 && !cluster;
  const shown: RowsHeight = isEmpty ? 'folded' : height;
  const off = count - drawnSelected;
  return (
    <section className="map-rows" data-height={shown} aria-label={t('selection')}>
      <header className="map-rows-bar">
        {cluster ? (
          <>
            <ActionButton
              label={t('backToSelection')}
              icon="back"
              isIconOnly
              onPress={onCloseCluster}
            />
            <h3>{t('rowsOfCluster', { name: cluster.name })}</h3>
          </>
        ) : isEmpty ? (
          <p>
            <strong>{t('nothingSelected')}</strong>{' '}
            <span className="muted">{t('nothingSelectedHow')}</span>
          </p>
        ) : (
          <h3>
            {t('selected', { count })}
            {off > 0 && <span className="count">{t('selectedOff', { count: off })}</span>}
          </h3>
        )}
        <span className="bar-space" />
        <MapButton
          label={t('undo')}
          icon="undo"
          keys="u"
          isIconOnly
          isDisabled={!selection?.canUndo}
          onPress={() => void selected.undo()}
        />
        <MapButton
          label={t('redo')}
          icon="redo"
          keys="Shift+u"
          isIconOnly
          isDisabled={!selection?.canRedo}
          onPress={() => void selected.redo()}
        />
        {!isEmpty && !cluster && (
          <>
            <ActionButton
              label={t('copyPython')}
              icon="copy"
              keys="y"
              isIconOnly
              onPress={onCopy}
            />
            <ActionButton
              label={t('clear')}
              icon="close"
              description={t('clearHow')}
              keys="Escape"
              isIconOnly
              onPress={() => void selected.clear()}
            />
            <MapButton
              label={t('toNotebook')}
              icon="toNotebook"
              kind="primary"
              keys="x"
              onPress={onExport}
            />
          </>
        )}
        {!isEmpty && (
          <>
            {shown !== 'folded' && (
              <ActionButton
                label={height === 'tall' ? t('shortRows') : t('tallRows')}
                icon={height === 'tall' ? 'down' : 'up'}
                isIconOnly
                onPress={() => setHeight(height === 'tall' ? 'half' : 'tall')}
              />
            )}
            <ActionButton
              label={shown === 'folded' ? t('unfoldRows') : t('foldRows')}
              icon="rows"
              isIconOnly
              isPressed={shown !== 'folded'}
              onPress={() => setHeight(shown === 'folded' ? 'half' : 'folded')}
            />
          </>
        )}
      </header>
      {shown !== 'folded' && (
        <div className="map-rows-body">
          <RowsTable
            source={
              cluster ? { kind: 'cluster', layout, cluster: cluster.id } : { kind: 'selection' }
            }
            onCurrentRow={onCurrentRow}
          />
        </div>
      )}
    </section>
  );
}
