import type { Side } from '../../contract/metrics.ts';
import type { Model } from '../model.ts';
import { readRowNumbers } from './gather-numbers.ts';
import { rangeOfRows } from './side-rows.ts';

/** Scores of a data set by row, NaN for none; null when there is no such column. */
export interface ScoreColumns {
  readonly predicted: Float64Array | null;
  readonly actual: Float64Array | null;
}

const cache = new WeakMap<Model, Map<Side, ScoreColumns>>();

/** Made once per data set: a pass over all rows. */
export function scoresOf(model: Model, side: Side): ScoreColumns {
  let bySide = cache.get(model);
  if (!bySide) {
    bySide = new Map();
    cache.set(model, bySide);
  }
  let found = bySide.get(side);
  if (!found) {
    const read = (name: string | null) => {
      const column = name === null ? undefined : model.frames[side].columns.get(name);
      if (!column) {
        return null;
      }
      const values = new Float64Array(column.batch.length);
      readRowNumbers(column, rangeOfRows(side, 0, values.length), values);
      return values;
    };
    found = { predicted: read(model.roles.predictionScore), actual: read(model.roles.actualScore) };
    bySide.set(side, found);
  }
  return found;
}
