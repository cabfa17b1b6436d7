/** Disjoint sets over 0 … size − 1 (Tarjan, 1975), with path halving. */
export class UnionFind {
  readonly #parents: Int32Array;

  constructor(size: number) {
    this.#parents = Int32Array.from({ length: size }, (_, i) => i);
  }

  find(x: number): number {
    const parents = this.#parents;
    while (parents[x] !== x) {
      parents[x] = parents[parents[x]];
      x = parents[x];
    }
    return x;
  }

  /** Joins the set with root `a` to the set with root `b`. */
  join(a: number, b: number): void {
    this.#parents[a] = b;
  }
}
