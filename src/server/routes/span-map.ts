import { Hono } from 'hono';
import { MapSpans } from '../../contract/span-map.ts';
import type { Deps } from '../deps.ts';
import { bodyCap, SELECTION_BYTES } from '../guard/body-cap.ts';
import { valid } from '../valid.ts';

/** Vectors of spans as the data of the map. */
export function spanMapRoutes({ spanMap }: Deps) {
  return new Hono()
    .get('/spans/map', async c => c.json(await spanMap.state(), 200))
    .post('/spans/map', bodyCap(SELECTION_BYTES), valid('json', MapSpans), async c =>
      c.json(await spanMap.start(c.req.valid('json')), 202)
    )
    .delete('/spans/map', async c => {
      await spanMap.cancel();
      return c.json(await spanMap.state(), 200);
    });
}
