import { Hono } from 'hono';
import { Baseline, Thresholds } from '../../contract/metrics.ts';
import type { Deps } from '../deps.ts';
import { bodyCap, SCHEMA_BYTES } from '../guard/body-cap.ts';
import { valid } from '../valid.ts';

export function ruleRoutes({ rules, session }: Deps) {
  return new Hono()
    .get('/thresholds', c => c.json(rules.rules.thresholds, 200))
    .put('/thresholds', bodyCap(SCHEMA_BYTES), valid('json', Thresholds), async c => {
      const { checkThresholds } = await import('../rules/check-rules.ts');
      const { model } = await session.data();
      const thresholds = checkThresholds(model, c.req.valid('json'));
      return c.json((await rules.change({ thresholds })).thresholds, 200);
    })
    .get('/baseline', c => c.json(rules.rules.baseline, 200))
    .put('/baseline', valid('json', Baseline), async c => {
      const { checkBaseline } = await import('../rules/check-rules.ts');
      const { model } = await session.data();
      const baseline = checkBaseline(model, c.req.valid('json'));
      return c.json((await rules.change({ baseline })).baseline, 200);
    });
}
