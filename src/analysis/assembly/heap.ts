/**
 * Max-heaps of (distance, id), ordered by distance and then by id: a total order, so that what a heap keeps does
 * not depend on the order of arrival, and threads may share the work in any way.
 */

// @ts-ignore: decorator
@inline
function isAfter(d: f32, id: i32, otherD: f32, otherId: i32): bool {
  return d > otherD || (d == otherD && id > otherId);
}

/** Replaces the root of a heap of `k` entries when (d, id) comes before it; returns the new root's distance. */
export function offer(distances: usize, ids: usize, k: i32, d: f32, id: i32): f32 {
  const root = load<f32>(distances);
  // An empty slot has id −1 and distance ∞: everything finite comes before it.
  if (!isAfter(root, load<i32>(ids), d, id)) return root;
  let i = 0;
  while (true) {
    const left = 2 * i + 1;
    if (left >= k) break;
    let child = left;
    let childD = load<f32>(distances + (<usize>left << 2));
    let childId = load<i32>(ids + (<usize>left << 2));
    if (left + 1 < k) {
      const rightD = load<f32>(distances + (<usize>(left + 1) << 2));
      const rightId = load<i32>(ids + (<usize>(left + 1) << 2));
      if (isAfter(rightD, rightId, childD, childId)) {
        child = left + 1;
        childD = rightD;
        childId = rightId;
      }
    }
    if (!isAfter(childD, childId, d, id)) break;
    store<f32>(distances + (<usize>i << 2), childD);
    store<i32>(ids + (<usize>i << 2), childId);
    i = child;
  }
  store<f32>(distances + (<usize>i << 2), d);
  store<i32>(ids + (<usize>i << 2), id);
  return load<f32>(distances);
}

/** Whether a heap of `k` entries holds `id`. */
export function holds(ids: usize, k: i32, id: i32): bool {
  const wanted = i32x4.splat(id);
  let e = 0;
  for (; e + 4 <= k; e += 4) {
    if (v128.any_true(i32x4.eq(v128.load(ids + (<usize>e << 2)), wanted))) return true;
  }
  for (; e < k; e++) if (load<i32>(ids + (<usize>e << 2)) == id) return true;
  return false;
}
