import { utf8 } from '@uwdata/flechette';
import { expect, test } from 'vitest';
import { DATASET_CODES } from '../contract/map.ts';
import { openFrame } from './build-frame.ts';
import { createModel, type Model } from './model.ts';
import { summariseClusters } from './summarise-clusters.ts';

const schema = { predictionLabelColumnName: 'p', actualLabelColumnName: 'a' };

const { primary: PRIMARY, reference: REFERENCE } = DATASET_CODES;

const open = (role: 'primary' | 'reference', predicted: string[], actual: (string | null)[]) =>
  openFrame(
    [
      ['p', predicted, utf8()],
      ['a', actual, utf8()]
    ],
    schema,
    { role }
  );

/** One cluster of all primary rows and the first of the reference. */
function summarise(model: Model, dataset: readonly number[], row: readonly number[]) {
  const points = {
    embedding: 'e',
    count: row.length,
    dataset: Uint8Array.from(dataset),
    row: Uint32Array.from(row)
  };
  const labels = Int32Array.from(row, (at, i) => (dataset[i] === PRIMARY || at === 0 ? 0 : -1));
  const positions = Float32Array.from({ length: 2 * row.length }, (_, i) => i % 2);
  return summariseClusters(model, points, { positions, components: 2, labels }, []);
}

test('a cluster of two primary rows and one of the reference (G12)', () => {
  const model = createModel({
    primary: open('primary', ['x', 'y'], ['x', 'x']),
    reference: open('reference', ['x', 'x'], ['y', null])
  });
  expect(summarise(model, [PRIMARY, PRIMARY, REFERENCE, REFERENCE], [0, 1, 0, 1])).toMatchObject([
    {
      counts: { primary: 2, reference: 1, corpus: 0 },
      driftRatio: 1 / 3,
      primaryToCorpusRatio: null,
      accuracy: { primary: 0.5, reference: 0 },
      center: [0, 1]
    }
  ]);
});

test('without a reference there is no drift ratio', () => {
  const model = createModel({ primary: open('primary', ['x', 'y'], ['x', 'x']) });
  expect(summarise(model, [PRIMARY, PRIMARY], [0, 1])).toMatchObject([
    { driftRatio: null, accuracy: { primary: 0.5, reference: null } }
  ]);
});
