import * as v from 'valibot';
import { expect, test } from 'vitest';
import { MapRequest } from './map.ts';
import { DatasetSchema } from './schema.ts';
import { DatasetSource, UmapDefaults } from './session.ts';

test('DatasetSchema accepts embeddings whose names are words of the language', () => {
  const embeddingFeatures = ['__proto__', 'constructor', ''].map(name => ({
    name,
    vectorColumnName: 'v'
  }));
  expect(v.parse(DatasetSchema, { embeddingFeatures }).embeddingFeatures).toEqual(
    embeddingFeatures
  );
});

test('DatasetSchema refuses a field it does not know', () => {
  expect(v.safeParse(DatasetSchema, { featureColumns: ['a'] }).success).toBe(false);
});

test.each(['../up.arrow', 'a/b.arrow', '.hidden', '', 'nul\0', 'a b.arrow'])(
  'DatasetSource refuses the file name %j',
  file => {
    expect(v.safeParse(DatasetSource, { file, schema: {} }).success).toBe(false);
  }
);

test.each([
  [{}, true],
  [{ minDist: 0.99, nNeighbors: 100, nSamples: 1000 }, true],
  [{ minDist: 1 }, false],
  [{ nNeighbors: 4 }, false],
  [{ nSamples: 1001 }, false],
  [{ nSamples: 5 }, true]
])('UmapDefaults %j is valid: %s', (value, valid) => {
  expect(v.safeParse(UmapDefaults, value).success).toBe(valid);
});

test.each([
  [{ minClusterSize: 1 }, false],
  [{ minSamples: 0 }, false],
  [{ epsilon: -0.1 }, false],
  [{ nNeighbors: 1 }, false],
  [{ nComponents: 4 }, false],
  [{ minClusterSize: 2, minSamples: 1, epsilon: 0.5, nNeighbors: 2, nComponents: 3 }, true]
])('MapRequest with %j is valid: %s', (parameters, valid) => {
  expect(v.safeParse(MapRequest, { embedding: 'e', parameters }).success).toBe(valid);
});
