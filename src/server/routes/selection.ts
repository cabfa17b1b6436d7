import { Hono } from 'hono';
import { SelectSource } from '../../contract/rows.ts';
import { SetSelection } from '../../contract/selection.ts';
import type { Deps } from '../deps.ts';
import { bodyCap, SELECTION_BYTES } from '../guard/body-cap.ts';
import { sendArrowParts } from '../send-bytes.ts';
import { valid } from '../valid.ts';

export function selectionRoutes({ session, layouts }: Deps) {
  return new Hono()
    .get('/selection', async c => c.json((await session.data()).selection.state, 200))
    .put('/selection', bodyCap(SELECTION_BYTES), valid('json', SetSelection), async c => {
      const { parts, mode } = c.req.valid('json');
      return c.json(await session.select(each => each.setParts(parts, mode)), 200);
    })
    .put('/selection/source', valid('json', SelectSource), async c => {
      const { source, mode } = c.req.valid('json');
      const { rows } = await layouts.resolve(source);
      return c.json(await session.select(each => each.setRows(rows, mode)), 200);
    })
    .delete('/selection', async c => c.json(await session.select(each => each.clear()), 200))
    .post('/selection/undo', async c => c.json(await session.select(each => each.undo()), 200))
    .post('/selection/redo', async c => c.json(await session.select(each => each.redo()), 200))
    .get('/selection/rows.arrow', async c => {
      const resolved = await layouts.resolve({ kind: 'selection' });
      return sendArrowParts(c, (await session.data()).toArrowParts(resolved, 'stream'));
    });
}
