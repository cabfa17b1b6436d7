import { Hono } from 'hono';
import { PinPath, type PinnedPointsHeader, type Pins } from '../../contract/pins.ts';
import { KeepPin } from '../../contract/rows.ts';
import type { Deps } from '../deps.ts';
import { sendFrame } from '../send-bytes.ts';
import { valid } from '../valid.ts';

/** Two sets of rows that are kept to compare them. */
export function pinRoutes({ session, layouts, broadcast }: Deps) {
  const tell = (pins: Pins) => {
    broadcast.send({ event: 'pins', body: pins });
    return pins;
  };
  return new Hono()
    .get('/pins', async c => c.json((await session.data()).kept.state, 200))
    .post('/pins/swap', async c => c.json(tell((await session.data()).kept.swap()), 200))
    .put('/pins/:pin', valid('param', PinPath), valid('json', KeepPin), async c => {
      const { source, name } = c.req.valid('json');
      const { rows } = await layouts.resolve(source);
      const { kept } = await session.data();
      return c.json(tell(kept.keep(c.req.valid('param').pin, name, rows)), 200);
    })
    .delete('/pins/:pin', valid('param', PinPath), async c =>
      c.json(tell((await session.data()).kept.drop(c.req.valid('param').pin)), 200)
    )
    .get('/layouts/:hash/pins', async c => {
      const layout = await layouts.find(c.req.param('hash'));
      const { a, b } = (await session.data()).kept.maskPoints(layout.points);
      const header: PinnedPointsHeader = { counts: { a: a.count, b: b.count } };
      return sendFrame(c, header, { a: a.selected, b: b.selected });
    });
}
