import { Hono } from 'hono';
import type { Deps } from '../deps.ts';

export function jobRoutes({ jobs }: Deps) {
  return new Hono()
    .get('/jobs', c => c.json(jobs.list(), 200))
    .get('/jobs/:id', c => c.json(jobs.get(c.req.param('id')), 200))
    .delete('/jobs/:id', async c => c.json(await jobs.cancel(c.req.param('id')), 200));
}
