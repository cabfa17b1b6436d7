import { Hono } from 'hono';
import {
  ClusterMeasuresQuery,
  MetricQuery,
  PerformanceQuery,
  SegmentsQuery,
  SignalsQuery,
  TimeseriesQuery,
  WorstSegmentsQuery
} from '../../contract/metrics.ts';
import { CompareQuery } from '../../contract/rows.ts';
import type { Deps } from '../deps.ts';
import { bodyCap, SCHEMA_BYTES } from '../guard/body-cap.ts';
import { valid } from '../valid.ts';

/** Everything measured; who has gone is not measured for any more. */
export function measureRoutes({ reports, layouts }: Deps) {
  return new Hono()
    .post('/metric', valid('json', MetricQuery), async c => {
      const { signal } = c.req.raw;
      return c.json(await reports.ask('metric', c.req.valid('json'), { signal }), 200);
    })
    .post('/signals', bodyCap(SCHEMA_BYTES), valid('json', SignalsQuery), async c => {
      const { signal } = c.req.raw;
      return c.json(await reports.ask('signals', c.req.valid('json'), { signal }), 200);
    })
    .post('/timeseries', bodyCap(SCHEMA_BYTES), valid('json', TimeseriesQuery), async c => {
      const { signal } = c.req.raw;
      return c.json(await reports.ask('timeseries', c.req.valid('json'), { signal }), 200);
    })
    .post('/segments', valid('json', SegmentsQuery), async c => {
      const { signal } = c.req.raw;
      return c.json(await reports.ask('segments', c.req.valid('json'), { signal }), 200);
    })
    .post('/performance', valid('json', PerformanceQuery), async c => {
      const { signal } = c.req.raw;
      return c.json(await reports.ask('performance', c.req.valid('json'), { signal }), 200);
    })
    .post('/worst-segments', valid('json', WorstSegmentsQuery), async c => {
      const { signal } = c.req.raw;
      return c.json(await reports.ask('worstSegments', c.req.valid('json'), { signal }), 200);
    })
    .post('/layouts/:hash/measures', valid('json', ClusterMeasuresQuery), async c => {
      const { signal } = c.req.raw;
      const query = c.req.valid('json');
      const { hash, points, clustering } = await layouts.find(c.req.param('hash'));
      const { dataset, row } = points;
      const ask = { ...query, points: { dataset, row }, labels: clustering.labels };
      const key = JSON.stringify([hash, clustering.key, query]);
      return c.json(await reports.ask('clusters', ask, { signal, key }), 200);
    })
    .post('/compare', bodyCap(SCHEMA_BYTES), valid('json', CompareQuery), async c => {
      const { signal } = c.req.raw;
      const query = c.req.valid('json');
      const { rows: a, key: keyOfA } = await layouts.resolve(query.a, signal);
      const { rows: b, key: keyOfB } = await layouts.resolve(query.b, signal);
      const key = JSON.stringify([keyOfA, keyOfB]);
      return c.json(await reports.ask('compare', { a, b }, { signal, key }), 200);
    });
}
