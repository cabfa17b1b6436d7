import { Hono } from 'hono';
import { Failure } from '../../contract/failures.ts';
import type { SelectedPointsHeader } from '../../contract/selection.ts';
import { ModeQuery } from '../../contract/requests.ts';
import type { Deps } from '../deps.ts';
import { bodyCap, SELECTION_BYTES } from '../guard/body-cap.ts';
import { sendFrame } from '../send-bytes.ts';
import { valid } from '../valid.ts';

/** Selections as a layout sees them: bits over its points. */
export function layoutSelectionRoutes({ layouts, session }: Deps) {
  return new Hono()
    .get('/layouts/:hash/selection', async c => {
      const layout = await layouts.find(c.req.param('hash'));
      const { selection } = await session.data();
      const { selected, count } = selection.maskPoints(layout.points);
      const header: SelectedPointsHeader = { revision: selection.state.revision, count };
      return sendFrame(c, header, { selected });
    })
    .put(
      '/layouts/:hash/selection',
      bodyCap(SELECTION_BYTES),
      valid('query', ModeQuery),
      async c => {
        const bits = new Uint8Array(await c.req.arrayBuffer());
        const layout = await layouts.find(c.req.param('hash'));
        const expected = Math.ceil(layout.points.count / 8);
        if (bits.length !== expected) {
          throw new Failure(
            'selection/invalid',
            `Cannot select ${layout.points.count} points by ${bits.length} bytes: ${expected} are needed`
          );
        }
        const rows = layout.rowsFromMask(bits);
        const { mode } = c.req.valid('query');
        return c.json(await session.select(each => each.setRows(rows, mode)), 200);
      }
    )
    .put('/layouts/:hash/clusters/:id/selection', valid('query', ModeQuery), async c => {
      const { hash, id } = c.req.param();
      const { rows } = await layouts.resolve({ kind: 'cluster', layout: hash, cluster: id });
      const { mode } = c.req.valid('query');
      return c.json(await session.select(each => each.setRows(rows, mode)), 200);
    });
}
