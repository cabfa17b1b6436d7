import { type ReactNode, useCallback, useRef, useState } from 'react';
import type { Cluster } from '../../contract/map.ts';
import type { SelectionState } from '../../contract/selection.ts';
import type { DatasetRole } from '../../contract/session.ts';
import { useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { RowsTable } from '../rows/rows-table.tsx';
import { MapButton } from './map-button.tsx';
import { MAP_MESSAGES } from './map-messages.ts';

type Row = { dataset: DatasetRole; row: number };
type Height = 'folded' | 'half' | 'tall';

export interface RowsPanelProps {
  layout: string;
  /** Its rows are shown in place of the selection. */
  cluster: Cluster | undefined;
  selection: SelectionState | undefined;
  /** Selected points on this map. */
  drawnSelected: number;
  onUndo: () => void;
  onRedo: () => void;
  onClear: () => void;
  onCloseCluster: () => void;
  onExport: () => void;
  onCopy: () => void;
  onLikeThis: () => void;
  /** The row under the pointer or the keyboard's cursor, while that is in the table. */
  onRow: (row: Row | undefined) => void;
  /** The row of the point under the pointer: lit in the table. */
  litRow: Row | undefined;
  /** The set that the selection is kept as next, to compare it. */
  keepNext: 'a' | 'b';
  onKeep: () => void;
}

/** The selection under the map, as a table; or the rows of a cluster. */
export function RowsPanel(props: RowsPanelProps) {
  const t = useTranslate(MAP_MESSAGES);
  const { layout, cluster, selection, onRow } = props;
  const [height, setHeight] = useState<Height>('half');
  const isEmpty = (selection?.count ?? 0) === 0 && !cluster;
  const shown: Height = isEmpty ? 'folded' : height;
  const lit = useLitRow(onRow);
  const title = <Title {...props} isEmpty={isEmpty} />;
  const actions = (
    <Actions
      {...props}
      isEmpty={isEmpty}
      sizing={isEmpty ? null : <Sizing height={shown} onHeight={setHeight} />}
    />
  );
  return (
    <section
      className="map-rows"
      data-height={shown}
      aria-label={t('selection')}
      onPointerEnter={lit.enter}
      onPointerLeave={lit.leave}
    >
      {shown === 'folded' ? (
        <header className="map-rows-bar">
          {title}
          <span className="bar-space" />
          {actions}
        </header>
      ) : (
        <RowsTable
          source={
            cluster ? { kind: 'cluster', layout, cluster: cluster.id } : { kind: 'selection' }
          }
          title={title}
          actions={actions}
          onCurrentRow={lit.tell}
          litRow={props.litRow}
        />
      )}
    </section>
  );
}

/** The table always has a current row; on the map it is lit only while one is in the table. */
function useLitRow(onRow: (row: Row | undefined) => void) {
  const latest = useRef(onRow);
  latest.current = onRow;
  const row = useRef<Row | undefined>(undefined);
  const isInside = useRef(false);
  return {
    tell: useCallback((current: Row | undefined) => {
      row.current = current;
      if (isInside.current) {
        latest.current(current);
      }
    }, []),
    enter: () => {
      isInside.current = true;
    },
    leave: () => {
      isInside.current = false;
      latest.current(undefined);
    }
  };
}

function Title({
  cluster,
  selection,
  drawnSelected,
  isEmpty,
  onCloseCluster
}: RowsPanelProps & { isEmpty: boolean }) {
  const t = useTranslate(MAP_MESSAGES);
  const count = selection?.count ?? 0;
  const off = count - drawnSelected;
  if (cluster) {
    return (
      <>
        <ActionButton
          label={t('backToSelection')}
          icon="back"
          isIconOnly
          onPress={onCloseCluster}
        />
        <h3 className="map-rows-title">{t('rowsOfCluster', { name: cluster.name })}</h3>
      </>
    );
  }
  if (isEmpty) {
    return (
      <p className="map-rows-title">
        <strong>{t('nothingSelected')}</strong>{' '}
        <span className="muted">{t('nothingSelectedHow')}</span>
      </p>
    );
  }
  return (
    <h3 className="map-rows-title">
      {t('selection')}
      {off > 0 && <span className="count">{t('selectedOff', { count: off })}</span>}
    </h3>
  );
}

function Actions({
  cluster,
  selection,
  onUndo,
  onRedo,
  onClear,
  isEmpty,
  sizing,
  onExport,
  onCopy,
  onLikeThis,
  keepNext,
  onKeep
}: RowsPanelProps & { isEmpty: boolean; sizing: ReactNode }) {
  const t = useTranslate(MAP_MESSAGES);
  return (
    <div className="map-rows-actions">
      {!isEmpty && !cluster && (
        <MapButton
          label={t('likeThisShort')}
          icon="neighbors"
          keys="n"
          description={t('likeThisHow')}
          isIconOnly
          onPress={onLikeThis}
        />
      )}
      <MapButton
        label={t('undo')}
        icon="undo"
        keys="u"
        isIconOnly
        isDisabled={!selection?.canUndo}
        onPress={onUndo}
      />
      <MapButton
        label={t('redo')}
        icon="redo"
        keys="Shift+u"
        isIconOnly
        isDisabled={!selection?.canRedo}
        onPress={onRedo}
      />
      {!isEmpty && !cluster && (
        <>
          <MapButton
            label={t('keepNext', { set: keepNext.toUpperCase() })}
            icon="pin"
            keys="="
            description={t('keepNextHow', { set: keepNext.toUpperCase() })}
            isIconOnly
            onPress={onKeep}
          />
          <ActionButton label={t('copyPython')} icon="copy" keys="y" isIconOnly onPress={onCopy} />
          <ActionButton
            label={t('clear')}
            icon="close"
            description={t('clearHow')}
            keys="Escape"
            isIconOnly
            onPress={onClear}
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
      {sizing}
    </div>
  );
}

function Sizing({ height, onHeight }: { height: Height; onHeight: (height: Height) => void }) {
  const t = useTranslate(MAP_MESSAGES);
  const isTall = height === 'tall';
  const isFolded = height === 'folded';
  return (
    <>
      {!isFolded && (
        <ActionButton
          label={isTall ? t('shortRows') : t('tallRows')}
          icon={isTall ? 'down' : 'up'}
          isIconOnly
          onPress={() => onHeight(isTall ? 'half' : 'tall')}
        />
      )}
      <ActionButton
        label={isFolded ? t('unfoldRows') : t('foldRows')}
        icon="rows"
        isIconOnly
        isPressed={!isFolded}
        onPress={() => onHeight(isFolded ? 'half' : 'folded')}
      />
    </>
  );
}
