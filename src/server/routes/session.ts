import { Hono } from 'hono';
import { AdoptSession } from '../../contract/session.ts';
import type { Deps } from '../deps.ts';
import { valid } from '../valid.ts';

export function sessionRoutes({ session }: Deps) {
  return new Hono()
    .get('/session', async c => c.json(await session.state(), 200))
    .patch('/session', valid('json', AdoptSession), async c =>
      c.json(await session.adopt(c.req.valid('json')), 200)
    );
}
