import { useMemo } from 'react';
import type { Layout } from '../../contract/map.ts';
import type { SessionState } from '../../contract/session.ts';
import { useTranslate } from '../app/locale-context.tsx';
import type { ColoredPoints, LegendWords } from './legend.ts';
import { colorByCluster, colorByColumn, colorByDataset } from './legend.ts';
import { MAP_MESSAGES } from './map-messages.ts';
import type { MapPoints } from './points.ts';
import { nameOfRole } from './roles.ts';
import { useColumnColors } from './use-points.ts';

/** §7.8: with something to compare, where points come from; alone, whether they are right. */
export function defaultColor(session: SessionState): string {
  const hasOther = session.datasets.reference !== null || session.datasets.corpus !== null;
  return hasOther ? 'dataset' : session.hasCorrectness ? 'correctness' : 'cluster';
}

/** The color of each point and the legend; null until a column's groups arrive. Moving points are colored by data set. */
export function useColoredPoints(
  session: SessionState,
  points: MapPoints | null,
  layout: Layout | undefined,
  by: string
): { colored: ColoredPoints | null; error: Error | null } {
  const t = useTranslate(MAP_MESSAGES);
  const isFinal = points !== null && layout?.hash === points.header.hash;
  const column = useColumnColors(isFinal ? layout.hash : undefined, by);
  const colored = useMemo(() => {
    if (!points) {
      return null;
    }
    const words: LegendWords = {
      noCluster: t('noCluster'),
      otherClusters: t('otherClusters'),
      nameOf: role => nameOfRole(session, role)
    };
    if (!isFinal || by === 'dataset') {
      const counts = { primary: 0, reference: 0, corpus: 0 };
      for (const set of points.dataset) {
        counts[set === 0 ? 'primary' : set === 1 ? 'reference' : 'corpus']++;
      }
      return colorByDataset(points.dataset, { counts }, words);
    }
    if (by === 'cluster') {
      return colorByCluster(points.cluster, layout.clusters, words);
    }
    return column.data?.codes.length === points.header.count
      ? colorByColumn(column.data.header, column.data.codes)
      : colorByDataset(points.dataset, layout, words);
  }, [points, isFinal, layout, by, column.data, session, t]);
  return { colored, error: column.error };
}
