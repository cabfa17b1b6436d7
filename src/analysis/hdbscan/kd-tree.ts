/** Leaves hold at most this many points: scanning them is cheaper than another level. */
const LEAF_POINTS = 12;

/** A balanced tree over `count × components` positions; node 0 is the root and children come after their parent. */
export interface KdTree {
  count: number;
  components: number;
  /** Points in the order of the tree, and the original number of each. */
  points: Float64Array;
  order: Int32Array;
  nodes: number;
  /** Points of a node: `first … last`, right-open. */
  first: Int32Array;
  last: Int32Array;
  /** Children, or −1 in a leaf. */
  left: Int32Array;
  right: Int32Array;
  /** Per node the lower corner, then the upper corner of its box. */
  boxes: Float64Array;
}

/** Splits at the median of the widest axis (Friedman, Bentley & Finkel, 1977), down to leaves of 12 points, also among duplicates. */
export function buildKdTree(
  positions: ArrayLike<number>,
  count: number,
  components: number
): KdTree {
  const capacity = Math.max(1, 4 * Math.ceil(count / LEAF_POINTS));
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const tree: KdTree = {
    count,
    components,
    points: new Float64Array(count * components),
    order,
    nodes: 0,
    first: new Int32Array(capacity),
    last: new Int32Array(capacity),
    left: new Int32Array(capacity).fill(-1),
    right: new Int32Array(capacity).fill(-1),
    boxes: new Float64Array(capacity * components * 2)
  };
  addNode(tree, positions, 0, count);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < components; c++) {
      tree.points[i * components + c] = positions[order[i] * components + c];
    }
  }
  return tree;
}

function addNode(tree: KdTree, positions: ArrayLike<number>, first: number, last: number): number {
  const { components, order, boxes } = tree;
  const node = tree.nodes++;
  const lower = node * components * 2;
  const upper = lower + components;
  tree.first[node] = first;
  tree.last[node] = last;
  boxes.fill(Infinity, lower, upper).fill(-Infinity, upper, upper + components);
  for (let i = first; i < last; i++) {
    for (let c = 0; c < components; c++) {
      const value = positions[order[i] * components + c];
      if (value < boxes[lower + c]) boxes[lower + c] = value;
      if (value > boxes[upper + c]) boxes[upper + c] = value;
    }
  }
  if (last - first > LEAF_POINTS) {
    let axis = 0;
    for (let c = 1; c < components; c++) {
      if (boxes[upper + c] - boxes[lower + c] > boxes[upper + axis] - boxes[lower + axis]) axis = c;
    }
    const middle = (first + last) >> 1;
    partition(order, positions, components, axis, first, last - 1, middle);
    tree.left[node] = addNode(tree, positions, first, middle);
    tree.right[node] = addNode(tree, positions, middle, last);
  }
  return node;
}

/** Quickselect with Hoare's partition and the median of three: `order[middle]` ends where sorting would put it. */
function partition(
  order: Int32Array,
  positions: ArrayLike<number>,
  components: number,
  axis: number,
  first: number,
  last: number,
  middle: number
): void {
  const valueAt = (i: number) => positions[order[i] * components + axis];
  while (last > first) {
    const a = valueAt(first);
    const b = valueAt((first + last) >> 1);
    const c = valueAt(last);
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let i = first;
    let j = last;
    while (i <= j) {
      while (valueAt(i) < pivot) i++;
      while (valueAt(j) > pivot) j--;
      if (i <= j) {
        const swapped = order[i];
        order[i++] = order[j];
        order[j--] = swapped;
      }
    }
    if (middle <= j) last = j;
    else if (middle >= i) first = i;
    else return;
  }
}

/** Squared distance from point `p` (in tree order) to the box of `node`; 0 inside. */
export function distanceToBox(
  { points, boxes, components }: KdTree,
  p: number,
  node: number
): number {
  const lower = node * components * 2;
  let sum = 0;
  for (let c = 0; c < components; c++) {
    const value = points[p * components + c];
    const below = boxes[lower + c] - value;
    const above = value - boxes[lower + components + c];
    if (below > 0) sum += below * below;
    else if (above > 0) sum += above * above;
  }
  return sum;
}

/** Squared distance of points `p` and `q`, both in tree order. */
export function squaredDistance({ points, components }: KdTree, p: number, q: number): number {
  let sum = 0;
  for (let c = 0; c < components; c++) {
    const d = points[p * components + c] - points[q * components + c];
    sum += d * d;
  }
  return sum;
}
