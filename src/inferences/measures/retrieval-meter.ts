import {
  measureHit,
  measureNdcg,
  measurePrecision,
  measureReciprocalRank
} from '../../analysis/ranking/rank-scores.ts';
import { summariseRanking } from '../../analysis/ranking/summarise-ranking.ts';
import type { RetrievalMetric, Side } from '../../contract/metrics.ts';
import type { Scalar } from '../../arrow/cells.ts';
import { readItems } from '../find-retrievals.ts';
import type { EmbeddingPart, Model } from '../model.ts';
import type { Meter, MeterContext } from './meter.ts';
import { countRows } from './side-rows.ts';
import { toFinite } from './to-finite.ts';

type Measure = (scores: Float64Array, k: number | undefined) => number;

/** The first k documents alone; ndcg compares with the best order of all of them, and precision counts empty places. */
const first = (scores: Float64Array, k = scores.length) => scores.subarray(0, k);
const MEASURES: Readonly<Record<RetrievalMetric, Measure>> = {
  ndcg: measureNdcg,
  precision_at_k: measurePrecision,
  reciprocal_rank: (scores, k) => measureReciprocalRank(first(scores, k)),
  hit_rate: (scores, k) => measureHit(first(scores, k))
};

/** Means over the queries of rows (§4.9); rows that are no query, or that have no value, are left out. */
export function createRetrievalMeter({ model, metric, options }: MeterContext): Meter {
  const measure = MEASURES[metric as RetrievalMetric];
  const valuesBySide = new Map<Side, Float64Array | null>();
  const valuesOf = (side: Side) => {
    let values = valuesBySide.get(side);
    if (values === undefined) {
      values = measureQueries(model, side, scores => measure(scores, options.k));
      valuesBySide.set(side, values);
    }
    return values;
  };
  return {
    ofNothing: null,
    measure: ({ list, from, to, side }) => {
      const values = valuesOf(side);
      if (!values || countRows({ list, from, to, side }) === 0) {
        return null;
      }
      const chosen =
        list === null
          ? values.subarray(from, to)
          : Float64Array.from(list.subarray(from, to), row => values[row] ?? NaN);
      return toFinite(summariseRanking(chosen).mean);
    }
  };
}

function findPart(model: Model, side: Side): EmbeddingPart | null {
  return model.embeddings.find(({ kind }) => kind === 'prompt')?.parts[side] ?? null;
}

/** The value of every row, NaN where it retrieved nothing that could be scored. Null without a column of what was retrieved. */
function measureQueries(
  model: Model,
  side: Side,
  measure: (scores: Float64Array) => number
): Float64Array | null {
  const part = findPart(model, side);
  const { retrievalIds: ids, retrievalScores: scores } = part ?? {};
  const documents = ids ?? scores;
  if (!documents || !scores) {
    return null;
  }
  const readDocuments = readItems(documents);
  const readScores = readItems(scores);
  return Float64Array.from({ length: documents.batch.length }, (_, row) => {
    const retrieved = readDocuments(row);
    if (retrieved === null) {
      return NaN;
    }
    const given = readScores(row) ?? [];
    return measure(Float64Array.from(retrieved, (_, i) => toScore(given[i])));
  });
}

/** Relevance may come as true and false. */
function toScore(item: Scalar | undefined): number {
  return item === null || item === undefined || typeof item === 'string' ? NaN : Number(item);
}
