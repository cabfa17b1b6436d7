import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { Cluster, Layout } from '../../contract/map.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { EmptyState } from '../parts/states.tsx';
import { MAP_MESSAGES } from './map-messages.ts';
import { MapButton } from './map-button.tsx';
import type { ClusterSort } from './sort-clusters.ts';
import { CLUSTER_SORTS, ratioOf, sortClusters } from './sort-clusters.ts';

const LINE_PX = 56;

export interface ClusterActions {
  /** Null when the pointer or the focus left. */
  onPoint: (id: string | null) => void;
  onSelect: (id: string, isAdding: boolean) => void;
  onShowRows: (id: string) => void;
  onRename: (id: string, name: string) => void;
  onExport: () => void;
  onSettings: () => void;
}

/** The clusters: name, size, how the data sets share it; the table behind the labels on the map. */
export function ClusterList({
  layout,
  sort,
  onSort,
  current,
  nameOf,
  ...actions
}: ClusterActions & {
  layout: Layout;
  sort: ClusterSort;
  onSort: (sort: ClusterSort) => void;
  /** The cluster under the keyboard's cursor, or the one whose rows are shown. */
  current: string | null;
  nameOf: (role: 'primary' | 'reference' | 'corpus') => string;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const clusters = sortClusters(layout.clusters, sort);
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: clusters.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: 6
  });
  const index = clusters.findIndex(({ id }) => id === current);
  useEffect(() => {
    if (index >= 0) {
      lines.scrollToIndex(index, { align: 'auto' });
    }
  }, [index, lines]);
  if (clusters.length === 0) {
    return (
      <EmptyState
        title={t('noClusters')}
        reason={t('noClustersReason', { size: layout.parameters.minClusterSize })}
      >
        <ActionButton label={t('openSettings')} kind="outline" onPress={actions.onSettings} />
      </EmptyState>
    );
  }
  const hasReference = layout.counts.reference > 0;
  const sorts = CLUSTER_SORTS.filter(
    by =>
      (by !== 'drift' || clusters.some(cluster => ratioOf(cluster) !== null)) &&
      (by !== 'accuracy' || clusters.some(({ accuracy }) => accuracy.primary !== null))
  );
  return (
    <div className="clusters">
      <div className="clusters-bar">
        <label>
          <span className="visually-hidden">{t('sort')}</span>
          <select
            className="field"
            value={sort}
            onChange={event => onSort(event.target.value as ClusterSort)}
          >
            {sorts.map(by => (
              <option key={by} value={by}>
                {t(by === 'drift' && !hasReference ? 'sort_ratio' : `sort_${by}`)}
              </option>
            ))}
          </select>
        </label>
        <MapButton
          label={t('exportClusters')}
          icon="toNotebook"
          kind="outline"
          onPress={actions.onExport}
        />
      </div>
      <div ref={scroller} className="clusters-list" onPointerLeave={() => actions.onPoint(null)}>
        <ul style={{ height: lines.getTotalSize() }} aria-label={t('clusters')}>
          {lines.getVirtualItems().map(({ index: i, start }) => {
            const cluster = clusters[i];
            return (
              cluster && (
                <li key={cluster.id} style={{ transform: `translateY(${start}px)` }}>
                  <ClusterLine
                    cluster={cluster}
                    isCurrent={cluster.id === current}
                    nameOf={nameOf}
                    {...actions}
                  />
                </li>
              )
            );
          })}
        </ul>
      </div>
      {layout.noise > 0 && (
        <p className="muted clusters-noise">{t('noiseCount', { count: layout.noise })}</p>
      )}
    </div>
  );
}

function ClusterLine({
  cluster,
  isCurrent,
  nameOf,
  onPoint,
  onSelect,
  onShowRows,
  onRename
}: Pick<ClusterActions, 'onPoint' | 'onSelect' | 'onShowRows' | 'onRename'> & {
  cluster: Cluster;
  isCurrent: boolean;
  nameOf: (role: 'primary' | 'reference' | 'corpus') => string;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const { id, name, count, accuracy } = cluster;
  const ratio = ratioOf(cluster);
  return (
    <div
      className="cluster"
      data-current={isCurrent || undefined}
      onPointerEnter={() => onPoint(id)}
      onFocus={() => onPoint(id)}
      onBlur={() => onPoint(null)}
    >
      <button
        type="button"
        className="cluster-select"
        aria-label={t('selectCluster', { name })}
        title={t('selectClusterHow')}
        onClick={event => onSelect(id, event.shiftKey)}
      />
      <ClusterName name={name} onRename={renamed => onRename(id, renamed)} />
      <span
        className="cluster-ratio"
        title={cluster.driftRatio === null ? t('queryHow') : t('driftHow')}
      >
        {ratio !== null
          ? signed(ratio)
          : accuracy.primary !== null
            ? t('clusterAccuracy', { share: format.percent(accuracy.primary) })
            : ''}
      </span>
      <SharesBar cluster={cluster} nameOf={nameOf} />
      <span className="cluster-count">{t('clusterPoints', { count })}</span>
      <ActionButton
        label={t('clusterRows', { name })}
        icon="rows"
        isIconOnly
        className="cluster-rows"
        onPress={() => onShowRows(id)}
      />
    </div>
  );
}

function signed(ratio: number): string {
  const written = Math.abs(ratio).toFixed(2);
  return Number(written) === 0 ? '0.00' : ratio > 0 ? `+${written}` : `−${written}`;
}

/** How primary and the set it is compared with share the cluster. */
function SharesBar({
  cluster,
  nameOf
}: {
  cluster: Cluster;
  nameOf: (role: 'primary' | 'reference' | 'corpus') => string;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const { counts, driftRatio, primaryToCorpusRatio } = cluster;
  const other = driftRatio !== null ? 'reference' : primaryToCorpusRatio !== null ? 'corpus' : null;
  if (other === null) {
    return <span className="shares" />;
  }
  const share = counts.primary / Math.max(1, counts.primary + counts[other]);
  const words = t('clusterShares', {
    primary: nameOf('primary'),
    primaryShare: format.percent(share),
    other: nameOf(other),
    otherShare: format.percent(1 - share)
  });
  return (
    <span className="shares" data-other={other} role="img" aria-label={words} title={words}>
      <span style={{ width: `${100 * share}%` }} />
    </span>
  );
}

/** The name is a text field; leaving it or Enter keeps, Esc takes back. */
function ClusterName({ name, onRename }: { name: string; onRename: (name: string) => void }) {
  const t = useTranslate(MAP_MESSAGES);
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);
  return (
    <input
      className="cluster-name"
      value={text}
      // As wide as its text: the rest of the line selects the cluster.
      size={Math.max(4, text.length)}
      maxLength={120}
      aria-label={t('rename', { name })}
      title={`${name}\n${t('renameHint')}`}
      spellCheck={false}
      onChange={event => setText(event.target.value)}
      onKeyDown={event => {
        if (event.key === 'Enter') {
          event.currentTarget.blur();
        } else if (event.key === 'Escape') {
          event.stopPropagation();
          setText(name);
          event.currentTarget.value = name;
          event.currentTarget.blur();
        }
      }}
      onBlur={event => {
        const typed = event.currentTarget.value.trim();
        if (typed !== name) {
          onRename(typed);
        }
      }}
    />
  );
}
