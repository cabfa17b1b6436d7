import { Hono } from 'hono';
import { SetSelection, type SelectionState } from '../../contract/selection.ts';
import type { Deps } from '../deps.ts';
import { bodyCap, SELECTION_BYTES } from '../guard/body-cap.ts';
import { sendArrow } from '../send-bytes.ts';
import { valid } from '../valid.ts';

export function selectionRoutes({ session, layouts, broadcast }: Deps) {
  const tell = (state: SelectionState) => {
    broadcast.send({ event: 'selection', body: state });
    return state;
  };
  return new Hono()
    .get('/selection', async c => c.json((await session.data()).selection.state, 200))
    .put('/selection', bodyCap(SELECTION_BYTES), valid('json', SetSelection), async c => {
      const { parts, mode } = c.req.valid('json');
      return c.json(tell((await session.data()).selection.setParts(parts, mode)), 200);
    })
    .delete('/selection', async c => c.json(tell((await session.data()).selection.clear()), 200))
    .post('/selection/undo', async c => c.json(tell((await session.data()).selection.undo()), 200))
    .post('/selection/redo', async c => c.json(tell((await session.data()).selection.redo()), 200))
    .get('/selection/rows.arrow', async c => {
      const resolved = await layouts.resolve({ kind: 'selection' });
      return sendArrow(c, (await session.data()).toArrowStream(resolved));
    });
}
