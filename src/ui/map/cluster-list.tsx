import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { Cluster, Layout } from '../../contract/map.ts';
import type { Format } from '../app/format.ts';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { DatasetMark } from '../parts/dataset-mark.tsx';
import { EmptyState } from '../parts/states.tsx';
import type { ClusterMetric, ClusterValue } from './cluster-metric.ts';
import { isRatio } from './cluster-metric.ts';
import { formatMetric } from '../charts/format-metric.ts';
import { MAP_MESSAGES } from './map-messages.ts';
import { MetricChooser } from './metric-chooser.tsx';
import type { Clusters } from './use-clusters.ts';

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

/** The clusters: name, size, what is measured in them, how the data sets share them; the table behind the labels on the map. */
export function ClusterList({
  layout,
  clusters: { sorted, sort, setSort, measured },
  current,
  nameOf,
  ...actions
}: ClusterActions & {
  layout: Layout;
  clusters: Pick<Clusters, 'sorted' | 'sort' | 'setSort' | 'measured'>;
  /** The cluster under the keyboard's cursor, or the one whose rows are shown. */
  current: string | null;
  nameOf: (role: 'primary' | 'reference' | 'corpus') => string;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: 6
  });
  const { onPoint } = actions;
  // A list that goes away under the pointer gets no event of its leaving.
  useEffect(() => () => onPoint(null), [onPoint]);
  const index = sorted.findIndex(({ id }) => id === current);
  useEffect(() => {
    if (index >= 0) {
      lines.scrollToIndex(index, { align: 'auto' });
    }
  }, [index, lines]);
  if (sorted.length === 0) {
    return (
      <EmptyState
        title={t('noClusters')}
        reason={t('noClustersReason', { size: layout.parameters.minClusterSize })}
      >
        <ActionButton label={t('openSettings')} kind="outline" onPress={actions.onSettings} />
      </EmptyState>
    );
  }
  return (
    <div className="clusters">
      <MetricChooser measured={measured} sort={sort} onSort={setSort} onExport={actions.onExport} />
      <div ref={scroller} className="clusters-list" onPointerLeave={() => actions.onPoint(null)}>
        <ul style={{ height: lines.getTotalSize() }} aria-label={t('clusters')}>
          {lines.getVirtualItems().map(({ index: i, start }) => {
            const cluster = sorted[i];
            return (
              cluster && (
                <li key={cluster.id} style={{ transform: `translateY(${start}px)` }}>
                  <ClusterLine
                    cluster={cluster}
                    metric={measured.current}
                    value={measured.values.get(cluster.id)}
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
  metric,
  value,
  isCurrent,
  nameOf,
  onPoint,
  onSelect,
  onShowRows,
  onRename
}: Pick<ClusterActions, 'onPoint' | 'onSelect' | 'onShowRows' | 'onRename'> & {
  cluster: Cluster;
  metric: ClusterMetric;
  /** Undefined until it is known. */
  value: ClusterValue | undefined;
  isCurrent: boolean;
  nameOf: (role: 'primary' | 'reference' | 'corpus') => string;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const { id, name, count } = cluster;
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
      <Values metric={metric} value={value} nameOf={nameOf} />
      <SharesBar cluster={cluster} metric={metric} nameOf={nameOf} />
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

/** What was measured: a ratio with its sign, or the value of each data set beside its mark. */
function Values({
  metric: { metric },
  value,
  nameOf
}: {
  metric: ClusterMetric;
  value: ClusterValue | undefined;
  nameOf: (role: 'primary' | 'reference' | 'corpus') => string;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  if (!value) {
    return <span className="cluster-value" />;
  }
  const { primary, reference } = value;
  if (isRatio(metric)) {
    return (
      <span className="cluster-value" title={t(metric === 'queries' ? 'queryHow' : 'driftHow')}>
        {primary === null ? '–' : signed(primary, format)}
      </span>
    );
  }
  const written = (each: number | null) => formatMetric(metric, each, format);
  return (
    <span className="cluster-value">
      <span title={nameOf('primary')}>
        {reference !== null && <DatasetMark role="primary" size={8} />}
        {written(primary)}
      </span>
      {reference !== null && (
        <span className="cluster-other" title={nameOf('reference')}>
          <DatasetMark role="reference" size={8} />
          {written(reference)}
        </span>
      )}
    </span>
  );
}

function signed(ratio: number, format: Format): string {
  const written = format.fixed(Math.abs(ratio), 2);
  const isNone = Math.abs(ratio) < 0.005;
  return isNone ? written : ratio > 0 ? `+${written}` : `−${written}`;
}

/** How primary and the set it is compared with share the cluster. */
function SharesBar({
  cluster: { counts, driftRatio, primaryToCorpusRatio },
  metric: { metric },
  nameOf
}: {
  cluster: Cluster;
  metric: ClusterMetric;
  nameOf: (role: 'primary' | 'reference' | 'corpus') => string;
}) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const hasReference = driftRatio !== null;
  const other =
    hasReference && !(metric === 'queries' && primaryToCorpusRatio !== null)
      ? 'reference'
      : primaryToCorpusRatio !== null
        ? 'corpus'
        : null;
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
