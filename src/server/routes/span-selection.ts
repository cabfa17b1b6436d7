import { Hono } from 'hono';
import { SelectSpans } from '../../contract/traces.ts';
import type { Deps } from '../deps.ts';
import { bodyCap, SELECTION_BYTES } from '../guard/body-cap.ts';
import { sendArrow, sendArrowParts } from '../send-bytes.ts';
import { valid } from '../valid.ts';

/** Which spans are selected, and what the kernel reads as the selection. */
export function spanSelectionRoutes({ session, layouts, traces, spanSelection }: Deps) {
  return new Hono()
    .get('/span-selection', async c => c.json(await spanSelection.state(), 200))
    .put('/span-selection', bodyCap(SELECTION_BYTES), valid('json', SelectSpans), async c =>
      c.json(await spanSelection.select(c.req.valid('json').scope), 200)
    )
    .get('/selection/latest.arrow', async c => {
      const { scope, isLatest } = await spanSelection.state();
      if (scope !== null && isLatest) {
        return sendArrow(c, await traces.readFrame(scope));
      }
      const resolved = await layouts.resolve({ kind: 'selection' });
      return sendArrowParts(c, (await session.data()).toArrowParts(resolved, 'stream'));
    });
}
