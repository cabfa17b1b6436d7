import type { CondensedCluster } from './condensed-tree.ts';

/**
 * Excess of mass (Campello, Moulavi & Sander, 2013, §3.5): of every cluster and its descendants, whichever are more stable;
 * never the root, so that one single cluster is no answer. With `epsilon` > 0 clusters that split off below that distance give way to the
 * ancestor that did not (Malzer & Baum, 2020). Returns a flag per cluster.
 */
export function selectClusters(clusters: CondensedCluster[], epsilon: number): Uint8Array {
  const selected = new Uint8Array(clusters.length);
  const best = clusters.map(({ stability }) => stability);
  for (let c = clusters.length - 1; c > 0; c--) {
    const below = clusters[c].children.reduce((sum, child) => sum + best[child], 0);
    if (below > best[c]) {
      best[c] = below;
      continue;
    }
    selected[c] = 1;
    clear(clusters, selected, c);
  }
  return epsilon > 0 ? raiseClusters(clusters, selected, epsilon) : selected;
}

function clear(clusters: CondensedCluster[], selected: Uint8Array, ancestor: number): void {
  const open = [...clusters[ancestor].children];
  for (let c = open.pop(); c !== undefined; c = open.pop()) {
    selected[c] = 0;
    open.push(...clusters[c].children);
  }
}

function raiseClusters(
  clusters: CondensedCluster[],
  selected: Uint8Array,
  epsilon: number
): Uint8Array {
  const raised = new Uint8Array(clusters.length);
  for (let c = 1; c < clusters.length; c++) {
    if (!selected[c]) continue;
    let at = c;
    // Up to the first that split off at more than epsilon, or to the highest below the root.
    while (1 / clusters[at].birth < epsilon && clusters[at].parent > 0) at = clusters[at].parent;
    raised[at] = 1;
  }
  for (let c = 1; c < clusters.length; c++) if (raised[c]) clear(clusters, raised, c);
  return raised;
}
