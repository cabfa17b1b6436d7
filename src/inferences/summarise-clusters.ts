import { DATASET_CODES, type Cluster } from '../contract/map.ts';
import type { Side } from '../contract/metrics.ts';
import type { DatasetRole } from '../contract/session.ts';
import { createLabelCounter, scoreLabels } from './measures/performance-meter.ts';
import { listOfRows } from './measures/side-rows.ts';
import { toFinite } from './measures/to-finite.ts';
import type { Model } from './model.ts';
import { countClusters } from './name-clusters.ts';
import type { Rows } from './rows.ts';
import type { Points } from './sample-points.ts';

interface ClusteredLayout {
  /** `count` × `components`, point after point. */
  positions: Float32Array;
  components: number;
  /** Cluster number per point; −1 for none. */
  labels: Int32Array;
}

type NamedBy = Pick<Cluster, 'name' | 'namedBy'>;

/** (a − b) / (a + b), between −1 and 1; null when there are none of either (§4.8). */
function ratio(a: number, b: number): number | null {
  return a + b === 0 ? null : (a - b) / (a + b);
}

/** Size, make-up, accuracy and center of every cluster, in the order of their numbers. */
export function summariseClusters(
  model: Model,
  points: Points,
  layout: ClusteredLayout,
  names: readonly NamedBy[]
): Cluster[] {
  const members = groupPoints(layout.labels);
  const count = createLabelCounter(model);
  const measureAccuracy = (side: Side, rows: readonly number[]) =>
    toFinite(scoreLabels('accuracy', count(listOfRows(side, Uint32Array.from(rows))), null));
  const hasRows = (role: DatasetRole) => (model.datasets[role]?.rowCount ?? 0) > 0;
  return members.map((mine, cluster) => {
    const rowsOf = (role: DatasetRole) =>
      mine
        .filter(point => points.dataset[point] === DATASET_CODES[role])
        .map(point => points.row[point] ?? 0);
    const primary = rowsOf('primary');
    const reference = rowsOf('reference');
    const corpus = rowsOf('corpus');
    return {
      id: String(cluster),
      name: names[cluster]?.name ?? `Cluster ${cluster}`,
      namedBy: names[cluster]?.namedBy ?? 'number',
      count: mine.length,
      counts: {
        primary: primary.length,
        reference: reference.length,
        corpus: corpus.length
      },
      driftRatio: hasRows('reference') ? ratio(primary.length, reference.length) : null,
      primaryToCorpusRatio: hasRows('corpus') ? ratio(primary.length, corpus.length) : null,
      accuracy: {
        primary: measureAccuracy('primary', primary),
        reference: measureAccuracy('reference', reference)
      },
      center: findCenter(mine, layout)
    };
  });
}

function groupPoints(labels: Int32Array): number[][] {
  const members = Array.from({ length: countClusters(labels) }, (): number[] => []);
  labels.forEach((label, point) => {
    if (label >= 0) {
      members[label]?.push(point);
    }
  });
  return members;
}

function findCenter(members: readonly number[], { positions, components }: ClusteredLayout) {
  return Array.from({ length: components }, (_, axis) => {
    const sum = members.reduce(
      (total, point) => total + (positions[point * components + axis] ?? 0),
      0
    );
    return sum / Math.max(1, members.length);
  });
}

/** The points of some clusters, or of all, as rows with the number of their cluster. */
export function rowsOfClusters(
  points: Rows,
  labels: Int32Array,
  clusters?: readonly number[]
): Rows & { labels: Int32Array } {
  const wanted = clusters ? new Set(clusters) : undefined;
  const taken = Array.from(labels.keys()).filter(point => {
    const label = labels[point] ?? -1;
    return label >= 0 && (wanted?.has(label) ?? true);
  });
  return {
    dataset: Uint8Array.from(taken, point => points.dataset[point] ?? 0),
    row: Uint32Array.from(taken, point => points.row[point] ?? 0),
    labels: Int32Array.from(taken, point => labels[point] ?? 0)
  };
}
