import { METRIC_FACTS, type MetricKind } from '../../contract/metrics.ts';
import type { CreateMeter, Meter, MeterContext } from './meter.ts';
import { createDriftMeter } from './drift-meter.ts';
import { createQualityMeter } from './quality-meter.ts';

/** Who measures what; every answer over rows, windows and segments comes from here. */
const CREATORS: Partial<Record<MetricKind, CreateMeter>> = {
  quality: createQualityMeter,
  drift: createDriftMeter
};

const NOTHING: Meter = { measure: () => null, ofNothing: null };

export function createMeter(context: MeterContext): Meter {
  return CREATORS[METRIC_FACTS[context.metric].kind]?.(context) ?? NOTHING;
}
