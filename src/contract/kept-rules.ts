import * as v from 'valibot';
import { Baseline, Thresholds } from './metrics.ts';

/** The file `rules.json` in a session's folder. */
const KeptRules = v.object({
  version: v.literal(1),
  thresholds: Thresholds,
  baseline: Baseline
});
export type KeptRules = v.InferOutput<typeof KeptRules>;

/** Reads the JSON of kept rules; undefined when it is none. */
export function readRules(json: unknown): KeptRules | undefined {
  const result = v.safeParse(KeptRules, json);
  return result.success ? result.output : undefined;
}
