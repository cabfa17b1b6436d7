import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Cluster, Layout } from '../../contract/map.ts';
import type { SessionState } from '../../contract/session.ts';
import { useAnnounce } from '../app/announcer.tsx';
import { useApi } from '../app/api-context.tsx';
import { useFormat, useTranslate } from '../app/locale-context.tsx';
import { KEYS } from '../app/questions.ts';
import { useToasts } from '../app/toasts.tsx';
import { useNavigation, useViewState } from '../app/view-state-context.tsx';
import type { Cloud, CloudLabel } from '../cloud/cloud.ts';
import { MAP_MESSAGES } from './map-messages.ts';
import type { Direction } from './next-cluster.ts';
import { nextCluster } from './next-cluster.ts';
import type { MapPoints } from './points.ts';
import { pointsOfCluster } from './points.ts';
import { defaultSort, isClusterSort, sortClusters } from './sort-clusters.ts';
import { useClusterValues } from './use-cluster-values.ts';

const NO_CLUSTERS: readonly Cluster[] = [];

/** The clusters of a layout: their order, the one pointed at, the cursor that arrow keys move, and names. */
export function useClusters(
  session: SessionState,
  layout: Layout | undefined,
  points: MapPoints | null
) {
  const t = useTranslate(MAP_MESSAGES);
  const format = useFormat();
  const api = useApi();
  const queries = useQueryClient();
  const toasts = useToasts();
  const announce = useAnnounce();
  const { update } = useNavigation();
  const asked = useViewState('clusterSort');
  const rowsOf = useViewState('cluster');
  const clusters = layout?.clusters ?? NO_CLUSTERS;
  const measured = useClusterValues(session, layout);
  const { current, values } = measured;
  const hasValues = values.size > 0 || measured.isFetching;
  const sort = isClusterSort(asked) ? asked : defaultSort(current, hasValues);
  const sorted = useMemo(() => sortClusters(clusters, sort, values), [clusters, sort, values]);
  const [pointed, setPointed] = useState<string | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const find = (id: string | null | undefined) => clusters.find(cluster => cluster.id === id);
  const lit = find(pointed) ?? find(cursor);
  const litId = lit?.id;
  const labels = useMemo(() => labelsOf(clusters, points), [clusters, points]);
  const outline = useMemo(
    () => (points && litId !== undefined ? pointsOfCluster(points, Number(litId)) : null),
    [points, litId]
  );

  const say = ({ name, count, driftRatio }: Cluster) => {
    const drift = driftRatio === null ? '' : `, ${t('drift')} ${format.fixed(driftRatio, 2)}`;
    announce(t('cursorAt', { name, count: format.number(count) }) + drift);
  };
  return {
    measured,
    sorted,
    sort,
    setSort: (by: string) => update({ clusterSort: by }),
    lit,
    labels,
    outline,
    cursor: find(cursor),
    shownRows: find(rowsOf),
    point: setPointed,
    showRows: (id: string | null) => update({ cluster: id ?? undefined }),
    dropCursor: () => setCursor(null),
    moveCursor(direction: Direction, cloud: Cloud) {
      const places = sorted.flatMap(({ id }) => {
        const members = points ? pointsOfCluster(points, Number(id)) : new Uint32Array();
        const place = middleOf(cloud, members);
        return place ? [{ id, ...place }] : [];
      });
      const next = find(nextCluster(places, cursor, direction));
      if (next) {
        setCursor(next.id);
        say(next);
      }
    },
    async rename(id: string, name: string) {
      try {
        const renamed = await api.json<Cluster>(
          `api/layouts/${layout?.hash ?? ''}/clusters/${encodeURIComponent(id)}`,
          { method: 'PATCH', body: { name } }
        );
        queries.setQueriesData<Layout | Layout[]>({ queryKey: ['layouts', 'of'] }, before =>
          Array.isArray(before)
            ? before.map(one => withCluster(one, layout?.hash, renamed))
            : before
        );
        announce(t('renamed', { name: renamed.name }));
      } catch (error) {
        toasts.fail(error);
      }
      await queries.invalidateQueries({ queryKey: KEYS.layout(layout?.hash ?? '') });
    }
  };
}

export type Clusters = ReturnType<typeof useClusters>;

function withCluster(layout: Layout, hash: string | undefined, renamed: Cluster): Layout {
  return layout.hash === hash
    ? {
        ...layout,
        clusters: layout.clusters.map(cluster => (cluster.id === renamed.id ? renamed : cluster))
      }
    : layout;
}

/** In 2D a name stands over the highest point of its cluster, so that it hides none of them. */
function labelsOf(clusters: readonly Cluster[], points: MapPoints | null): CloudLabel[] {
  const tops = new Map<number, number>();
  const isFlat = points?.header.components === 2;
  for (const [i, label] of isFlat ? points.cluster.entries() : []) {
    tops.set(label, Math.max(tops.get(label) ?? 0, points?.positions[2 * i + 1] ?? 0));
  }
  const [low = 0, high = 0] = [points?.header.box.min[1], points?.header.box.max[1]];
  return clusters.map(({ id, name, center, count }) => {
    const top = tops.get(Number(id));
    const above =
      top === undefined ? center : [center[0] ?? 0, low + (top / 65_535) * (high - low)];
    return { id, text: name, center: above, count };
  });
}

/** Where a cluster is on the screen, from a few of its points. */
function middleOf(cloud: Cloud, members: Uint32Array): { x: number; y: number } | null {
  const step = Math.max(1, Math.floor(members.length / 32));
  let [x, y, n] = [0, 0, 0];
  for (let i = 0; i < members.length; i += step) {
    const place = cloud.locate(members[i] ?? 0);
    if (place) {
      x += place.x;
      y += place.y;
      n++;
    }
  }
  return n > 0 ? { x: x / n, y: y / n } : null;
}
