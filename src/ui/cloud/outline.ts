/** Twice the signed area of the triangle o, a, b. */
function turn(places: Float64Array, o: number, a: number, b: number): number {
  const [ox, oy] = [places[2 * o], places[2 * o + 1]];
  return (
    (places[2 * a] - ox) * (places[2 * b + 1] - oy) -
    (places[2 * a + 1] - oy) * (places[2 * b] - ox)
  );
}

/** Convex hull (Andrew's monotone chain) of places x, y, x, y …, counter-clockwise with y up. */
export function convexHull(places: Float64Array): Float64Array {
  const order = Uint32Array.from({ length: places.length / 2 }, (_, i) => i).sort(
    (a, b) => places[2 * a] - places[2 * b] || places[2 * a + 1] - places[2 * b + 1]
  );
  const half = (ids: Iterable<number>) => {
    const chain: number[] = [];
    for (const id of ids) {
      while (chain.length > 1 && turn(places, chain.at(-2) ?? 0, chain.at(-1) ?? 0, id) <= 0) {
        chain.pop();
      }
      chain.push(id);
    }
    return chain.slice(0, -1);
  };
  const ring = [...half(order), ...half(order.toReversed())];
  return Float64Array.from(ring.flatMap(id => [places[2 * id], places[2 * id + 1]]));
}
