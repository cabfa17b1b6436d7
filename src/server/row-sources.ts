import { Failure } from '../contract/failures.ts';
import type { WhereSource } from '../contract/metrics.ts';
import type { RowSource } from '../contract/rows.ts';
import { countClusters } from '../inferences/name-clusters.ts';
import { rowsOfClusters } from '../inferences/summarise-clusters.ts';
import { rowsOfDataset, takeRows, type Rows } from '../inferences/rows.ts';
import { toClusterNumber } from './layouts/cluster-number.ts';
import type { FinishedLayout } from './layouts/finished-layout.ts';
import type { LoadedData } from './loaded-data.ts';

interface FoundRows {
  rows: Rows;
  /** Number of the cluster of each row, when clusters were asked for. */
  clusterIds?: Int32Array;
}

export interface ResolvedRows extends FoundRows {
  /** The same for the same rows of the same data. */
  key: string;
}

type LayoutSource = Extract<RowSource, { layout: string }>;

interface Finders {
  findLayout: (hash: string) => Promise<FinishedLayout>;
  findRows: (where: WhereSource, signal?: AbortSignal) => Promise<Rows>;
}

/** Finds the rows that requests name. */
export class RowSources {
  readonly #finders: Finders;
  /** The last answer: pages of one table ask for the same rows again, and their sorted order is kept with them. */
  #last: { key: string; data: LoadedData; resolved: ResolvedRows } | undefined;

  constructor(finders: Finders) {
    this.#finders = finders;
  }

  /** Throws Failure for layouts, clusters, points, dimensions and labels that are not there. */
  async resolve(source: RowSource, data: LoadedData, signal?: AbortSignal): Promise<ResolvedRows> {
    if (source.kind === 'selection') {
      const { selection } = data;
      return { rows: selection.rows(), key: `selection ${selection.state.revision}` };
    }
    if (source.kind === 'pin') {
      const { kept } = data;
      const rows = kept.rows(source.pin);
      return { rows, key: `pin ${source.pin} ${kept.state[source.pin]?.revision ?? 0}` };
    }
    const layout = 'layout' in source ? await this.#finders.findLayout(source.layout) : undefined;
    const key = JSON.stringify([source, layout?.clustering.key]);
    if (this.#last?.key !== key || this.#last.data !== data) {
      const found = await this.#find(source, data, layout, signal);
      this.#last = { key, data, resolved: { ...found, key } };
    }
    return this.#last.resolved;
  }

  async #find(
    source: Exclude<RowSource, { kind: 'selection' | 'pin' }>,
    { model }: LoadedData,
    layout: FinishedLayout | undefined,
    signal: AbortSignal | undefined
  ): Promise<FoundRows> {
    switch (source.kind) {
      case 'dataset': {
        const { dataset } = source;
        return { rows: rowsOfDataset(dataset, model.datasets[dataset]?.rowCount ?? 0) };
      }
      case 'where':
        return { rows: await this.#finders.findRows(source, signal) };
      default:
        if (!layout) {
          throw new TypeError(`Cannot find ${source.kind} without a layout`);
        }
        return resolveInLayout(source, layout);
    }
  }
}

function resolveInLayout(source: LayoutSource, { points, clustering }: FinishedLayout): FoundRows {
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

  function clusterRows(ids: readonly string[] | undefined): FoundRows {
    const count = countClusters(clustering.labels);
    const numbers = ids?.map(id => toClusterNumber(id, count));
    const { labels, ...rows } = rowsOfClusters(points, clustering.labels, numbers);
    return { rows, clusterIds: labels };
  }
}
