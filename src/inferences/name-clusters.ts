import { DATASET_ROLES } from '../contract/session.ts';
import type { Cluster } from '../contract/map.ts';
import { readTexts } from './column.ts';
import type { Model } from './model.ts';
import { describeByColumns } from './name-by-columns.ts';
import { nameByWords } from './name-by-words.ts';
import { findEmbedding, type Points } from './sample-points.ts';

export interface ClusterName {
  name: string;
  namedBy: Exclude<Cluster['namedBy'], 'user'>;
}

/** Clusters among the labels: the numbers 0 to the highest. */
export function countClusters(labels: Int32Array): number {
  return labels.reduce((most, label) => Math.max(most, label + 1), 0);
}

/**
 * A name per cluster, by number: the words that are rarer in the texts of others, else what sets its columns apart, else
 * its number. `labels` holds a cluster number per point, −1 for none. No two clusters get the same name.
 */
export function nameClusters(model: Model, points: Points, labels: Int32Array): ClusterName[] {
  const clusterCount = countClusters(labels);
  const words = nameByWords(labels, clusterCount, readPointTexts(model, points));
  const isWordless = words.some(name => name === undefined);
  const descriptions = isWordless ? describeByColumns(model, points, labels, clusterCount) : [];
  const names = words.map((name, cluster): ClusterName => {
    if (name !== undefined) {
      return { name, namedBy: 'words' };
    }
    const [best] = descriptions[cluster] ?? [];
    return best
      ? { name: best.text, namedBy: 'columns' }
      : { name: `Cluster ${cluster}`, namedBy: 'number' };
  });
  return separateNames(
    names,
    descriptions.map(each => each.map(({ text }) => text))
  );
}

function readPointTexts(model: Model, points: Points): (point: number) => string | null {
  const { parts } = findEmbedding(model, points.embedding);
  const readers = DATASET_ROLES.map(role => {
    const text = parts[role]?.text;
    return text ? readTexts(text) : undefined;
  });
  return point => readers[points.dataset[point] ?? 0]?.(points.row[point] ?? 0) ?? null;
}

/** Clusters of one name are told apart by what else sets them apart, or by a number. */
function separateNames(
  names: readonly ClusterName[],
  descriptions: readonly (readonly string[])[]
): ClusterName[] {
  const count = (all: readonly ClusterName[], name: string) =>
    all.filter(each => each.name === name).length;
  const longer = names.map(({ name, namedBy }, cluster) => {
    const second = descriptions[cluster]?.[1];
    return count(names, name) > 1 && second !== undefined && namedBy === 'columns'
      ? { name: `${name}, ${second}`, namedBy }
      : { name, namedBy };
  });
  const seen = new Map<string, number>();
  return longer.map(({ name, namedBy }) => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return { name: before === 0 ? name : `${name} (${before + 1})`, namedBy };
  });
}
