import type { Metric, MetricOptions } from '../../contract/metrics.ts';
import type { Model, ModelDimension, ModelEmbedding } from '../model.ts';
import type { Rules } from './measures.ts';
import type { SideRows } from './side-rows.ts';

/** What a metric is measured on. */
export type Subject =
  | { readonly kind: 'dimension'; readonly dimension: ModelDimension }
  | { readonly kind: 'embedding'; readonly embedding: ModelEmbedding }
  | { readonly kind: 'model' };

export interface MeterContext {
  readonly model: Model;
  readonly rules: Rules;
  readonly metric: Metric;
  readonly subject: Subject;
  /** What a comparison compares with: all of the reference, or the period that stands in for it; null without any row. */
  readonly baseline: SideRows | null;
  readonly options: MetricOptions;
}

/** One metric of one subject, made ready to be measured over many sets of rows. Values are finite. */
export interface Meter {
  /** Null where there is no value; rows of an empty window have none but a count of 0 (§14.13). */
  measure(rows: SideRows): number | null;
  /** The value of a set without rows that is no window (§4.1, §14.14). */
  readonly ofNothing: number | null;
  /** All windows at once, where that is faster than one by one. Both ends of the windows only ever move on. */
  measureEach?(windows: readonly SideRows[]): (number | null)[];
  /** Share of random relabelings of the compared rows that differ at least as much, (b + 1) / (n + 1). */
  testBy?(rows: SideRows, permutations: number, seed: number): number | null;
}

export type CreateMeter = (context: MeterContext) => Meter;

export function nameOf(subject: Subject): string {
  switch (subject.kind) {
    case 'dimension':
      return subject.dimension.name;
    case 'embedding':
      return subject.embedding.name;
    case 'model':
      return '';
  }
}

/** The part of an answer that says its numbers are times. */
export function markTime(subject: Subject): { isTime?: true } {
  return subject.kind === 'dimension' && subject.dimension.isTime ? { isTime: true } : {};
}

export function measureEach(
  meter: Meter,
  windows: readonly SideRows[]
): readonly (number | null)[] {
  return meter.measureEach?.(windows) ?? windows.map(rows => meter.measure(rows));
}
