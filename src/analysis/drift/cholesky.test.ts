import { expect, test } from 'vitest';
import { createRandom, drawNormal } from '../random.ts';
import { dotAt, factorize, multiplyRows, solveFactored } from './cholesky.ts';

/** A of `rows` × `columns`, random. */
function draw(rows: number, columns: number): Float64Array {
  const random = createRandom(rows * 100 + columns);
  return Float64Array.from({ length: rows * columns }, () => drawNormal(random));
}

test.each([
  [1, 3],
  [2, 5],
  [5, 8],
  [8, 13]
])('a system of %i equations from %i columns is solved', (rows, columns) => {
  const a = draw(rows, columns);
  const matrix = multiplyRows(a, rows, columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      expect(matrix[i * rows + j]).toBeCloseTo(dotAt(a, i * columns, a, j * columns, columns), 12);
    }
  }
  const whole = (i: number, j: number) => matrix[Math.max(i, j) * rows + Math.min(i, j)];
  const wanted = Float64Array.from({ length: rows }, (_, i) => i - 2);
  const right = wanted.map((_, i) =>
    wanted.reduce((sum, value, j) => sum + whole(i, j) * value, 0)
  );
  factorize(matrix, rows);
  solveFactored(matrix, rows, right);
  right.forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 9));
});
