import { Hono } from 'hono';
import type { Deps } from '../deps.ts';

/** Pictures of maps; their bodies have the cap of every small request. */
export function snapshotRoutes({ snapshots }: Deps) {
  return new Hono()
    .get('/snapshots', async c => c.json(await snapshots.list(), 200))
    .get('/layouts/:hash/snapshot', async c => {
      c.header('Cache-Control', 'private, no-cache');
      const png = await snapshots.read(c.req.param('hash'));
      return c.body(png, 200, { 'Content-Type': 'image/png' });
    })
    .put('/layouts/:hash/snapshot', async c => {
      await snapshots.keep(c.req.param('hash'), new Uint8Array(await c.req.arrayBuffer()));
      return c.body(null, 204);
    });
}
