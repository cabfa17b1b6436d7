/** Sums of products of a[i…] and b[j…], `length` of them; four sums, so that one addition need not wait for the other. */
export function dotAt(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  length: number
): number {
  let s = 0;
  let t = 0;
  let u = 0;
  let v = 0;
  const end = i + length;
  const fours = end - 3;
  for (; i < fours; i += 4, j += 4) {
    s += a[i] * b[j];
    t += a[i + 1] * b[j + 1];
    u += a[i + 2] * b[j + 2];
    v += a[i + 3] * b[j + 3];
  }
  for (; i < end; i++, j++) {
    s += a[i] * b[j];
  }
  return s + t + (u + v);
}

/** The lower half of A·Aᵀ, of A with `rows` × `columns`; two rows times two at once, so that what is read is used twice. */
export function multiplyRows(a: Float64Array, rows: number, columns: number): Float64Array {
  const product = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i += 2) {
    const first = i * columns;
    const second = i + 1 < rows ? first + columns : first;
    for (let j = 0; j <= i; j += 2) {
      const one = j * columns;
      const other = j + 1 < rows ? one + columns : one;
      let p = 0;
      let q = 0;
      let r = 0;
      let s = 0;
      for (let c = 0; c < columns; c++) {
        const w = a[first + c];
        const x = a[second + c];
        const y = a[one + c];
        const z = a[other + c];
        p += w * y;
        q += w * z;
        r += x * y;
        s += x * z;
      }
      product[i * rows + j] = p;
      if (j + 1 < rows) {
        product[i * rows + j + 1] = q;
      }
      if (i + 1 < rows) {
        product[(i + 1) * rows + j] = r;
        product[(i + 1) * rows + Math.min(j + 1, rows - 1)] = s;
      }
    }
  }
  return product;
}

/** Replaces the lower half of a positive definite matrix, `size` × `size`, by its Cholesky factor L, L·Lᵀ the matrix. */
export function factorize(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let j = 0; j < i; j++) {
      const other = j * size;
      matrix[row + j] =
        (matrix[row + j] - dotAt(matrix, row, matrix, other, j)) / matrix[other + j];
    }
    matrix[row + i] = Math.sqrt(matrix[row + i] - dotAt(matrix, row, matrix, row, i));
  }
}

/** Replaces the first `size` entries of b by the solution of L·Lᵀ·x = b. */
export function solveFactored(factor: Float64Array, size: number, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    b[i] = (b[i] - dotAt(factor, i * size, b, 0, i)) / factor[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    const row = i * size;
    b[i] /= factor[row + i];
    const value = b[i];
    for (let j = 0; j < i; j++) {
      b[j] -= value * factor[row + j];
    }
  }
}
