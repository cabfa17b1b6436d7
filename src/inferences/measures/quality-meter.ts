import { Type } from '@uwdata/flechette';
import type { QualityMetric } from '../../contract/metrics.ts';
import type { AnyBatch } from '../../arrow/batches.ts';
import { isDictionary } from '../../arrow/batches.ts';
import type { Column } from '../column.ts';
import { countDistinct, countMissing } from './count-cells.ts';
import type { Meter, MeterContext } from './meter.ts';
import { countRows, type SideRows } from './side-rows.ts';
import { momentsOf, QUANTILE_AT, quantilesOf } from './summarise-numbers.ts';
import { toFinite } from './to-finite.ts';

/** Data quality of one column (§4.1, §14.11–14). */
export function createQualityMeter({ metric, subject }: MeterContext): Meter {
  const columns = subject.kind === 'dimension' ? subject.dimension.columns : null;
  const name = metric as QualityMetric;
  const isFloat = (column: Column | null | undefined) => column?.storage === 'float';
  return {
    measure: rows =>
      name === 'count' || countRows(rows) > 0
        ? measureQuality(name, columns?.[rows.side] ?? null, rows)
        : null,
    ofNothing:
      name === 'count' || name === 'sum'
        ? 0
        : name === 'cardinality' &&
            columns &&
            !isFloat(columns.primary) &&
            !isFloat(columns.reference)
          ? 0
          : null
  };
}

/** A column that is not there is all missing (§3.3). */
function measureQuality(
  metric: QualityMetric,
  column: Column | null,
  rows: SideRows
): number | null {
  const size = countRows(rows);
  switch (metric) {
    case 'count':
      return size;
    case 'percent_empty':
      return column ? (100 * countMissing(column, rows)) / size : 100;
    case 'cardinality':
      return column && countDistinct(column, rows);
    case 'sum':
      return column ? toFinite(momentsOf(column, rows).sum) : 0;
    case 'mean':
    case 'min':
    case 'max':
      return column && measureMoment(metric, column, rows);
    default:
      return column && !isBoolean(column.batch)
        ? toFinite(quantilesOf(column, rows)[QUANTILE_AT[metric]])
        : null;
  }
}

function measureMoment(
  metric: 'mean' | 'min' | 'max',
  column: Column,
  rows: SideRows
): number | null {
  const { count, sum, min, max } = momentsOf(column, rows);
  return count === 0 ? null : toFinite({ mean: sum / count, min, max }[metric]);
}

function isBoolean({ type }: AnyBatch): boolean {
  return (isDictionary(type) ? type.dictionary : type).typeId === Type.Bool;
}
