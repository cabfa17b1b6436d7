import { Hono } from 'hono';
import { MapRequest } from '../../contract/map.ts';
import type { Deps } from '../deps.ts';
import { valid } from '../valid.ts';

export function mapRoutes({ layouts }: Deps) {
  return new Hono().post('/maps', valid('json', MapRequest), async c => {
    const job = await layouts.start(c.req.valid('json'));
    return job.cached ? c.json(job, 200) : c.json(job, 202);
  });
}
