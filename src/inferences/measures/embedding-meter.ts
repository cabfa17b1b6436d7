import { measureCosine, measureEuclidean } from '../../analysis/drift/centroid-distances.ts';
import { measureDomainAuc, testDomainAuc } from '../../analysis/drift/domain-auc.ts';
import { createMmd } from '../../analysis/drift/mmd.ts';
import { slideCentroids } from '../../analysis/drift/slide-centroids.ts';
import { testCentroids } from '../../analysis/drift/test-centroids.ts';
import {
  drawSample,
  findCentroid,
  type Sample,
  type VectorTable
} from '../../analysis/drift/vector-table.ts';
import { createRandom, type Random } from '../../analysis/random.ts';
import type { RowSet } from '../../analysis/row-set.ts';
import type { DatasetRole } from '../../contract/session.ts';
import type { Model, ModelEmbedding } from '../model.ts';
import type { VectorColumn } from '../vectors.ts';
import type { Meter, MeterContext } from './meter.ts';
import { countRows, type SideRows } from './side-rows.ts';
import { toFinite } from './to-finite.ts';

/** Vectors of either side that MMD looks at; more are drawn from at random, since its work grows with their square. */
const MAX_MMD_VECTORS = 500;
/** Vectors of either side that the classifier looks at; more are drawn from at random. */
const MAX_DOMAIN_VECTORS = 500;
/** Vectors of either side that are relabeled for a p-value of the centroids' distance. */
const MAX_TESTED_VECTORS = 1000;

const NO_VALUE: Meter = { measure: () => null, ofNothing: null };

/** What vectors are compared with: a data set and rows of it. */
interface Target {
  readonly table: VectorTable;
  readonly vectors: VectorColumn;
  readonly rows: RowSet;
}

/** Drift of an embedding against all of the reference, or of the queries against the documents of the corpus (§4.4). */
export function createEmbeddingMeter(context: MeterContext): Meter {
  const { model, metric, subject, baseline, options } = context;
  if (subject.kind !== 'embedding') {
    return NO_VALUE;
  }
  const { embedding } = subject;
  const target =
    metric === 'query_distance'
      ? findCorpus(model, embedding)
      : baseline && findTarget(model, embedding, baseline.side, baseline);
  if (!target) {
    return NO_VALUE;
  }
  const tableOf = (rows: SideRows) => createTable(model, embedding, rows.side);
  const seed = options.seed ?? 0;
  switch (metric) {
    case 'euclidean_distance':
    case 'query_distance':
      return compareCentroids(measureEuclidean, target, tableOf);
    case 'cosine_distance':
      return compareCentroids(measureCosine, target, tableOf);
    case 'mmd':
      return compareByMmd(target, tableOf, seed);
    default:
      return compareByClassifier(target, tableOf, seed);
  }
}

function createTable(
  model: Model,
  { parts }: ModelEmbedding,
  role: DatasetRole
): VectorTable | null {
  const vectors = parts[role]?.vectors;
  return vectors && vectors.usableCount > 0
    ? {
        values: vectors.values,
        dimension: vectors.length,
        usable: vectors.usable,
        order: model.datasets[role]?.order ?? null
      }
    : null;
}

function findTarget(
  model: Model,
  embedding: ModelEmbedding,
  role: DatasetRole,
  rows: RowSet
): Target | null {
  const table = createTable(model, embedding, role);
  const vectors = embedding.parts[role]?.vectors;
  return table && vectors ? { table, vectors, rows } : null;
}

function findCorpus(model: Model, embedding: ModelEmbedding): Target | null {
  const to = model.datasets.corpus?.rowCount ?? 0;
  return findTarget(model, embedding, 'corpus', { list: null, from: 0, to });
}

/** The last centroid per column of vectors: every brush compares with the same reference. */
const centroids = new WeakMap<VectorColumn, { rows: RowSet; centroid: Float64Array | null }>();

function centroidOf({ table, vectors, rows }: Target): Float64Array | null {
  const kept = centroids.get(vectors);
  if (kept?.rows.list === rows.list && kept.rows.from === rows.from && kept.rows.to === rows.to) {
    return kept.centroid;
  }
  const centroid = findCentroid(table, rows);
  centroids.set(vectors, { rows, centroid });
  return centroid;
}

function compareCentroids(
  measure: (a: Float64Array, b: Float64Array) => number,
  target: Target,
  tableOf: (rows: SideRows) => VectorTable | null
): Meter {
  const compare = (centroid: Float64Array | null) => {
    const other = centroidOf(target);
    return centroid && other ? toFinite(measure(centroid, other)) : null;
  };
  return {
    ofNothing: null,
    measure: rows => {
      const table = tableOf(rows);
      return table && compare(findCentroid(table, rows));
    },
    measureEach: windows => {
      const values = new Array<number | null>(windows.length).fill(null);
      const [first] = windows;
      const table = first && tableOf(first);
      if (table) {
        slideCentroids(table, windows, (window, centroid) => {
          values[window] = compare(centroid);
        });
      }
      return values;
    },
    testBy: (rows, permutations, seed) => {
      const table = tableOf(rows);
      const random = createRandom(seed);
      return (
        table &&
        toFinite(
          testCentroids(
            drawSample(table, rows, MAX_TESTED_VECTORS, random),
            drawSample(target.table, target.rows, MAX_TESTED_VECTORS, random),
            measure,
            permutations,
            random
          )
        )
      );
    }
  };
}

/** Compares samples with one of the target. */
interface Comparison {
  measure(sample: Sample): number;
  test(sample: Sample, permutations: number, random: Random): number;
}

/** The target's sample is drawn once, so that all windows are compared with the same. */
function compareSamples(
  target: Target,
  tableOf: (rows: SideRows) => VectorTable | null,
  { max, seed }: { max: number; seed: number },
  start: (reference: Sample) => Comparison
): Meter {
  let comparison: Comparison | undefined;
  const compare = (
    rows: SideRows,
    run: (comparison: Comparison, sample: Sample) => number
  ): number | null => {
    const table = tableOf(rows);
    if (!table || countRows(rows) === 0) {
      return null;
    }
    comparison ??= start(drawSample(target.table, target.rows, max, createRandom(seed)));
    return toFinite(run(comparison, drawSample(table, rows, max, createRandom(seed + 1))));
  };
  return {
    ofNothing: null,
    measure: rows => compare(rows, (comparison, sample) => comparison.measure(sample)),
    testBy: (rows, permutations, seed) =>
      compare(rows, (comparison, sample) =>
        comparison.test(sample, permutations, createRandom(seed))
      )
  };
}

function compareByMmd(
  target: Target,
  tableOf: (rows: SideRows) => VectorTable | null,
  seed: number
): Meter {
  return compareSamples(target, tableOf, { max: MAX_MMD_VECTORS, seed }, createMmd);
}

function compareByClassifier(
  target: Target,
  tableOf: (rows: SideRows) => VectorTable | null,
  seed: number
): Meter {
  return compareSamples(target, tableOf, { max: MAX_DOMAIN_VECTORS, seed }, reference => ({
    measure: sample => measureDomainAuc(sample, reference, createRandom(seed)),
    test: (sample, permutations, random) => testDomainAuc(sample, reference, permutations, random)
  }));
}
