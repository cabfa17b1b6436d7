import { createRandom, type Random } from '../analysis/random.ts';
import { Failure } from '../contract/failures.ts';
import { DATASET_ROLES } from '../contract/session.ts';
import { hasBit } from '../arrow/bitmap.ts';
import { sourceOf } from './column.ts';
import type { LoadedDataset } from './dataset.ts';
import type { Model, ModelEmbedding } from './model.ts';
import type { CountByRole, Rows } from './rows.ts';
import { findFirstRow, readInstant } from './time-range.ts';

/** The rows that a map draws, point by point. */
export interface Points extends Rows {
  readonly embedding: string;
  readonly count: number;
}

export interface Sample extends Points {
  readonly dimension: number;
  /** `count` × `dimension`, row-major. */
  readonly vectors: Float32Array<SharedArrayBuffer>;
  readonly counts: CountByRole;
  /** Rows with a usable vector, in the time range where one is given. */
  readonly available: CountByRole;
}

interface SampleOptions {
  /** Rows drawn from primary and from reference; the corpus comes whole, and only for the prompt (§5.2). */
  nSamples: number;
  /** The same seed draws the same points in the same order; null draws others each time. */
  seed: number | null;
  /** Narrows the primary, right-open; ISO 8601, read as UTC when without a zone. */
  timeRange?: { start: string; end: string } | null;
}

export function findEmbedding(model: Model, name: string): ModelEmbedding {
  const found = model.embeddings.find(embedding => embedding.name === name);
  if (!found) {
    const known = model.embeddings.map(each => JSON.stringify(each.name)).join(', ');
    throw new Failure(
      'embedding/unknown',
      `Cannot find embedding ${JSON.stringify(name)}: ${known === '' ? 'the data has none' : `the data has ${known}`}`
    );
  }
  return found;
}

/** Draws the points of a map and gathers their vectors (§5.2). Any prefix of the points is a fair sample of all. */
export function samplePoints(model: Model, embedding: string, options: SampleOptions): Sample {
  const found = findEmbedding(model, embedding);
  const random = createRandom(options.seed ?? Math.floor(Math.random() * 2 ** 32));
  const available = { primary: 0, reference: 0, corpus: 0 };
  const drawn = DATASET_ROLES.map(role => {
    const dataset = model.datasets[role];
    const vectors = found.parts[role]?.vectors;
    if (!dataset || !vectors || vectors.length === 0) {
      return new Uint32Array(0);
    }
    const [start, end] =
      role === 'primary' && options.timeRange
        ? findRange(dataset, options.timeRange)
        : [0, dataset.rowCount];
    const isUsable = (row: number) => hasBit(vectors.usable, sourceOf(dataset.order, row));
    available[role] = countUsable(start, end, isUsable);
    const limit = role === 'corpus' ? available[role] : options.nSamples;
    return drawRows(start, end, limit, isUsable, random);
  });
  const rows = mixRows(drawn, random);
  const points = { ...rows, embedding, count: rows.row.length };
  return {
    ...points,
    dimension: found.length,
    vectors: gatherVectors(model, points),
    counts: {
      primary: drawn[0]?.length ?? 0,
      reference: drawn[1]?.length ?? 0,
      corpus: drawn[2]?.length ?? 0
    },
    available
  };
}

/** Vectors of points, row-major, in memory that workers can share. */
export function gatherVectors(model: Model, points: Points): Float32Array<SharedArrayBuffer> {
  const { length, parts } = findEmbedding(model, points.embedding);
  const gathered = new Float32Array(
    new SharedArrayBuffer(points.count * length * Float32Array.BYTES_PER_ELEMENT)
  );
  const sources = DATASET_ROLES.map(role => ({
    vectors: parts[role]?.vectors,
    order: model.datasets[role]?.order ?? null
  }));
  for (let i = 0; i < points.count; i++) {
    const source = sources[points.dataset[i] ?? 0];
    const values = source?.vectors?.values;
    if (source && values) {
      const at = sourceOf(source.order, points.row[i] ?? 0) * length;
      gathered.set(values.subarray(at, at + length), i * length);
    }
  }
  return gathered;
}

/** First row at or after `start` and first at or after `end`. */
function findRange(
  dataset: LoadedDataset,
  range: { start: string; end: string }
): [number, number] {
  return [
    findFirstRow(dataset, readInstant(range.start, 'map/invalid')),
    findFirstRow(dataset, readInstant(range.end, 'map/invalid'))
  ];
}

function countUsable(start: number, end: number, isUsable: (row: number) => boolean): number {
  let count = 0;
  for (let row = start; row < end; row++) {
    count += isUsable(row) ? 1 : 0;
  }
  return count;
}

/**
 * Up to `limit` rows of [start, end) that are usable: a random draw while `limit` is below the number of rows, else
 * all of them in order (§5.2.2, G10).
 */
export function drawRows(
  start: number,
  end: number,
  limit: number,
  isUsable: (row: number) => boolean,
  random: Random
): Uint32Array {
  const rows = new Uint32Array(Math.max(0, end - start)).map((_, i) => start + i);
  const shuffled = limit > 0 && limit < rows.length;
  const drawn = new Uint32Array(Math.min(limit, rows.length));
  let count = 0;
  for (let i = 0; i < rows.length && count < drawn.length; i++) {
    if (shuffled) {
      swap(rows, i, i + Math.floor(random() * (rows.length - i)));
    }
    const row = rows[i] ?? 0;
    if (isUsable(row)) {
      drawn[count++] = row;
    }
  }
  return drawn.subarray(0, count);
}

function swap(rows: Uint32Array, i: number, j: number): void {
  const row = rows[i] ?? 0;
  rows[i] = rows[j] ?? 0;
  rows[j] = row;
}

/** Random order in which each data set is spread evenly, so that the first points show all sets in proportion. */
function mixRows(drawn: readonly Uint32Array[], random: Random): Rows {
  const count = drawn.reduce((sum, rows) => sum + rows.length, 0);
  const keys = new Float64Array(count);
  const dataset = new Uint8Array(count);
  const row = new Uint32Array(count);
  let at = 0;
  drawn.forEach((rows, code) => {
    const shuffled = rows.slice();
    for (let i = 0; i < shuffled.length; i++) {
      swap(shuffled, i, i + Math.floor(random() * (shuffled.length - i)));
      keys[at] = (i + random()) / shuffled.length;
      dataset[at] = code;
      row[at] = shuffled[i] ?? 0;
      at++;
    }
  });
  const order = Uint32Array.from(keys, (_, i) => i).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
  return {
    dataset: dataset.map((_, i) => dataset[order[i] ?? 0] ?? 0),
    row: row.map((_, i) => row[order[i] ?? 0] ?? 0)
  };
}
