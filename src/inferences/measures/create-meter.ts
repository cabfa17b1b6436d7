import { METRIC_FACTS, type MetricKind } from '../../contract/metrics.ts';
import type { CreateMeter, Meter, MeterContext } from './meter.ts';
import { createDriftMeter } from './drift-meter.ts';
import { createEmbeddingMeter } from './embedding-meter.ts';
import { createPerformanceMeter } from './performance-meter.ts';
import { createQualityMeter } from './quality-meter.ts';
import { createRetrievalMeter } from './retrieval-meter.ts';

/** Who measures what; every answer over rows, windows and segments comes from here. */
const CREATORS: Readonly<Record<MetricKind, CreateMeter>> = {
  quality: createQualityMeter,
  drift: createDriftMeter,
  embedding: createEmbeddingMeter,
  performance: createPerformanceMeter,
  retrieval: createRetrievalMeter
};

export function createMeter(context: MeterContext): Meter {
  return CREATORS[METRIC_FACTS[context.metric].kind](context);
}
