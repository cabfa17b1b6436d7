import { DATASET_CODES } from '../../contract/map.ts';
import {
  METRIC_FACTS,
  type ClusterMeasure,
  type Metric,
  type Side
} from '../../contract/metrics.ts';
import { Failure } from '../../contract/failures.ts';
import type { Model } from '../model.ts';
import { countClusters } from '../name-clusters.ts';
import { createMeter } from './create-meter.ts';
import { findMetric, listSubjects, resolveSubject } from './find-subject.ts';
import type { Measures, Rules } from './measures.ts';
import { nameOf, type Meter, type Subject } from './meter.ts';
import { countRows, findSide, takeSide, type SideRows } from './side-rows.ts';

/**
 * One metric over the primary and the reference rows of each cluster (§4.8); a row that is there twice counts once, and documents of the corpus
 * have no part. Comparisons are of the primary rows only.
 */
export function measureClusters(
  model: Model,
  rules: Rules,
  ask: Measures['clusters']['ask']
): ClusterMeasure[] {
  const metric = findMetric(ask.metric);
  const clusters = countClusters(ask.labels);
  const subject = chooseSubject(model, metric, ask.dimension);
  const meter =
    subject &&
    createMeter({
      model,
      rules,
      metric,
      subject,
      baseline: findSide(model, rules, 'reference')?.rows ?? null,
      options: ask
    });
  const rowsOf = (side: Side) => groupRows(ask, side, clusters);
  const primary = rowsOf('primary');
  const reference = METRIC_FACTS[metric].against === null ? rowsOf('reference') : null;
  const measure = (rows: SideRows | undefined) => rows && meter && measureRows(meter, rows);
  return Array.from({ length: clusters }, (_, cluster) => ({
    id: String(cluster),
    primary: measure(primary[cluster]) ?? null,
    reference: measure(reference?.[cluster]) ?? null
  }));
}

/** A set without rows is no window: its count is 0, and so is its sum (§14.14). */
function measureRows(meter: Meter, rows: SideRows): number | null {
  return countRows(rows) === 0 ? meter.ofNothing : meter.measure(rows);
}

/** Null for a column that is not there: the clusters then have no value (§14.14). */
function chooseSubject(
  model: Model,
  metric: Metric,
  dimension: string | undefined
): Subject | null {
  if (dimension === undefined) {
    if (METRIC_FACTS[metric].kind === 'quality' && metric !== 'count') {
      throw new Failure('metric/invalid', `Cannot measure ${metric} of clusters without a column`, {
        hint: 'Name a dimension'
      });
    }
    return resolveSubject(model, metric, undefined);
  }
  return listSubjects(model).some(subject => nameOf(subject) === dimension)
    ? resolveSubject(model, metric, dimension)
    : null;
}

/** The rows of one data set in each cluster. */
function groupRows(
  { points, labels }: Measures['clusters']['ask'],
  side: Side,
  clusters: number
): SideRows[] {
  const members = Array.from({ length: clusters }, (): number[] => []);
  labels.forEach((label, point) => {
    if (label >= 0 && points.dataset[point] === DATASET_CODES[side]) {
      members[label]?.push(points.row[point] ?? 0);
    }
  });
  return members.map(rows =>
    takeSide(
      {
        dataset: new Uint8Array(rows.length).fill(DATASET_CODES[side]),
        row: Uint32Array.from(rows)
      },
      side
    )
  );
}
