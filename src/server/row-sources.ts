import { Failure } from '../contract/failures.ts';
import type { RowSource } from '../contract/rows.ts';
import { countClusters } from '../inferences/name-clusters.ts';
import { rowsOfClusters } from '../inferences/summarise-clusters.ts';
import { rowsOfDataset, takeRows, type Rows } from '../inferences/rows.ts';
import { toClusterNumber } from './layouts/cluster-number.ts';
import type { FinishedLayout } from './layouts/finished-layout.ts';
import type { LoadedData } from './loaded-data.ts';

export interface ResolvedRows {
  rows: Rows;
  /** Number of the cluster of each row, when clusters were asked for. */
  clusterIds?: Int32Array;
}

type LayoutSource = Extract<RowSource, { layout: string }>;

/** Finds the rows that requests name. */
export class RowSources {
  readonly #findLayout: (hash: string) => Promise<FinishedLayout>;
  /** The last answer: pages of one table ask for the same rows again, and their sorted order is kept with them. */
  #last: { key: string; data: LoadedData; resolved: ResolvedRows } | undefined;

  constructor(findLayout: (hash: string) => Promise<FinishedLayout>) {
    this.#findLayout = findLayout;
  }

  /** Throws Failure for layouts, clusters and points that are not there. */
  async resolve(source: RowSource, data: LoadedData): Promise<ResolvedRows> {
    if (source.kind === 'selection') {
      return { rows: data.selection.rows() };
    }
    if (source.kind === 'pin') {
      return { rows: data.kept.rows(source.pin) };
    }
    const layout = 'layout' in source ? await this.#findLayout(source.layout) : undefined;
    const key = JSON.stringify([source, layout?.clustering.key]);
    if (this.#last?.key !== key || this.#last.data !== data) {
      const resolved =
        'layout' in source && layout
          ? resolveInLayout(source, layout)
          : { rows: datasetRows(source as Extract<RowSource, { kind: 'dataset' }>, data) };
      this.#last = { key, data, resolved };
    }
    return this.#last.resolved;
  }
}

function datasetRows(
  { dataset }: Extract<RowSource, { kind: 'dataset' }>,
  { model }: LoadedData
): Rows {
  return rowsOfDataset(dataset, model.datasets[dataset]?.rowCount ?? 0);
}

function resolveInLayout(
  source: LayoutSource,
  { points, clustering }: FinishedLayout
): ResolvedRows {
  switch (source.kind) {
    case 'points': {
      const outside = source.points.find(point => point >= points.count);
      if (outside !== undefined) {
        throw new Failure(
          'row/unknown',
          `Cannot find point ${outside}: the layout has ${points.count}`
        );
      }
      return { rows: takeRows(points, source.points) };
    }
    case 'cluster':
      return clusterRows([source.cluster]);
    case 'clusters':
      return clusterRows(source.clusters);
  }

  function clusterRows(ids: readonly string[] | undefined): ResolvedRows {
    const count = countClusters(clustering.labels);
    const numbers = ids?.map(id => toClusterNumber(id, count));
    const { labels, ...rows } = rowsOfClusters(points, clustering.labels, numbers);
    return { rows, clusterIds: labels };
  }
}
