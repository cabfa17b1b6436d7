import { findCoreDistances } from './core-distances.ts';
import { buildKdTree, distanceToBox, squaredDistance, type KdTree } from './kd-tree.ts';
import { UnionFind } from './union-find.ts';

/** `count − 1` edges between points (original numbers) with their lengths. */
export interface SpanningTree {
  from: Int32Array;
  to: Int32Array;
  lengths: Float64Array;
}

const STACK = 64;

/**
 * Minimum spanning tree under the mutual reachability distance max(core(p), core(q), |p − q|) (Campello, Moulavi & Sander,
 * 2013), by Borůvka's rounds on a kd-tree (March, Ram & Gray, 2010; ours searches point by point and not by pairs of nodes): in each round every component finds its
 * nearest other component. What a point learned in earlier rounds stays true as a lower bound, since components only grow.
 */
export function findSpanningTree(
  positions: ArrayLike<number>,
  count: number,
  components: number,
  minSamples: number
): SpanningTree {
  const tree = buildKdTree(positions, count, components);
  const search: Search = {
    tree,
    cores: findCoreDistances(tree, Math.min(minSamples, count - 1)),
    groups: Int32Array.from({ length: count }, (_, i) => i),
    nodeGroups: new Int32Array(tree.nodes),
    bounds: new Float64Array(count),
    partners: new Int32Array(count).fill(-1),
    shortest: new Float64Array(count),
    heads: new Int32Array(count),
    ends: new Int32Array(count),
    nodes: new Int32Array(STACK),
    nodeBounds: new Float64Array(STACK)
  };
  const result: SpanningTree = {
    from: new Int32Array(count - 1),
    to: new Int32Array(count - 1),
    lengths: new Float64Array(count - 1)
  };
  const sets = new UnionFind(count);
  let edges = 0;
  while (edges < count - 1) {
    labelNodes(search);
    search.shortest.fill(Infinity);
    repeatKnownPartners(search);
    for (let p = 0; p < count; p++) findPartner(search, p);
    for (let group = 0; group < count; group++) {
      if (search.shortest[group] === Infinity) continue;
      const a = sets.find(search.groups[search.heads[group]]);
      const b = sets.find(search.groups[search.ends[group]]);
      if (a === b) continue;
      sets.join(a, b);
      result.from[edges] = tree.order[search.heads[group]];
      result.to[edges] = tree.order[search.ends[group]];
      result.lengths[edges++] = Math.sqrt(search.shortest[group]);
    }
    for (let p = 0; p < count; p++) search.groups[p] = sets.find(search.groups[p]);
  }
  return result;
}

/** All arrays are by point in tree order, by group (the number of a point in it) or by node; distances are squared. */
interface Search {
  tree: KdTree;
  cores: Float64Array;
  groups: Int32Array;
  /** The group of all points below a node, or −1 when there are several. */
  nodeGroups: Int32Array;
  /** No point of another group is nearer than this; exact when `partners` names it. */
  bounds: Float64Array;
  partners: Int32Array;
  /** Each group's shortest edge out, from `heads` to `ends`. */
  shortest: Float64Array;
  heads: Int32Array;
  ends: Int32Array;
  nodes: Int32Array;
  nodeBounds: Float64Array;
}

function labelNodes({ tree, groups, nodeGroups }: Search): void {
  for (let node = tree.nodes - 1; node >= 0; node--) {
    const left = tree.left[node];
    if (left >= 0) {
      const same = nodeGroups[left] === nodeGroups[tree.right[node]];
      nodeGroups[node] = same ? nodeGroups[left] : -1;
      continue;
    }
    const group = groups[tree.first[node]];
    nodeGroups[node] = group;
    for (let p = tree.first[node] + 1; p < tree.last[node]; p++) {
      if (groups[p] !== group) nodeGroups[node] = -1;
    }
  }
}

function repeatKnownPartners({
  tree,
  groups,
  bounds,
  partners,
  shortest,
  heads,
  ends
}: Search): void {
  for (let p = 0; p < tree.count; p++) {
    const q = partners[p];
    if (q < 0) continue;
    const group = groups[p];
    if (groups[q] === group) partners[p] = -1;
    else if (bounds[p] < shortest[group]) {
      shortest[group] = bounds[p];
      heads[group] = p;
      ends[group] = q;
    }
  }
}

/** Looks for a shorter edge out of the group of `p` that starts at `p`. */
function findPartner(search: Search, p: number): void {
  const { tree, cores, groups, nodeGroups, bounds, partners, nodes, nodeBounds } = search;
  const group = groups[p];
  let best = search.shortest[group];
  if (partners[p] >= 0 || bounds[p] >= best || cores[p] >= best) return;
  const core = cores[p];
  let partner = -1;
  let depth = 1;
  nodes[0] = 0;
  nodeBounds[0] = 0;
  while (depth > 0) {
    const node = nodes[--depth];
    if (nodeBounds[depth] >= best || nodeGroups[node] === group) continue;
    const left = tree.left[node];
    if (left < 0) {
      for (let q = tree.first[node]; q < tree.last[node]; q++) {
        if (groups[q] === group) continue;
        const d = Math.max(core, cores[q], squaredDistance(tree, p, q));
        if (d < best) {
          best = d;
          partner = q;
        }
      }
      continue;
    }
    const right = tree.right[node];
    const toLeft = distanceToBox(tree, p, left);
    const toRight = distanceToBox(tree, p, right);
    const leftFirst = toLeft < toRight;
    nodes[depth] = leftFirst ? right : left;
    nodeBounds[depth++] = leftFirst ? toRight : toLeft;
    nodes[depth] = leftFirst ? left : right;
    nodeBounds[depth++] = leftFirst ? toLeft : toRight;
  }
  bounds[p] = Math.max(bounds[p], best);
  if (partner < 0) return;
  partners[p] = partner;
  search.shortest[group] = best;
  search.heads[group] = p;
  search.ends[group] = partner;
}
