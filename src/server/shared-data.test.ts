import { float64, list, utf8 } from '@uwdata/flechette';
import { expect, test } from 'vitest';
import { buildFrame } from '../inferences/build-frame.ts';
import { readCells } from '../inferences/column.ts';
import { loadData } from './loaded-data.ts';
import { openShared } from './shared-data.ts';

test('another thread opens the same data by what the first found out, and copies nothing', async () => {
  const vectors = [
    [1, 2],
    [NaN, 1],
    [3, 4],
    [5, 6]
  ];
  const frame = buildFrame([
    ['time', ['2024-03-01T12:00:00+02:00', '2024-01-01', '', '2023-07-01T00:00:00.5'], utf8()],
    ['v', vectors, list(float64())],
    ['x', [1, 2, 3, 4], float64()]
  ]);
  const bytes = new SharedArrayBuffer(frame.byteLength);
  new Uint8Array(bytes).set(new Uint8Array(frame));
  const schema = {
    timestampColumnName: 'time',
    embeddingFeatures: [{ name: 'e', vectorColumnName: 'v' }]
  };
  const given = { primary: { file: 'a.arrow', schema } };
  const { model, shared } = await loadData(given, new Date(0), () => Promise.resolve(bytes));
  const other = openShared(structuredClone(shared));
  const [first, second] = [model.datasets.primary, other.datasets.primary];
  expect(second?.rowCount).toBe(4);
  for (const name of ['time', 'x', 'prediction_id']) {
    const [a, b] = [first, second].map(dataset => {
      const read = readCells(dataset?.columns.get(name) ?? expect.fail());
      return [0, 1, 2, 3].map(read);
    });
    expect(b).toEqual(a);
  }
  for (const each of ['times', 'order', 'warnings', 'vectors', 'rowsWithoutTime'] as const) {
    expect(second?.[each]).toEqual(first?.[each]);
  }
  const time = (dataset: typeof first) => dataset?.columns.get('time')?.batch.values;
  for (const read of [
    (dataset: typeof first) => dataset?.times,
    (dataset: typeof first) => dataset?.order,
    (dataset: typeof first) => dataset?.vectors.get('v')?.values,
    time
  ]) {
    const [a, b] = [read(first), read(second)];
    expect(b?.buffer).toBeInstanceOf(SharedArrayBuffer);
    // Written here, seen there.
    new Uint8Array(a?.buffer ?? new ArrayBuffer(1))[0] = 77;
    expect(new Uint8Array(b?.buffer ?? new ArrayBuffer(1))[0]).toBe(77);
  }
});
