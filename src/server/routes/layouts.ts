import { Hono, type Context } from 'hono';
import {
  ClusterParameters,
  RenameCluster,
  type MatchesHeader,
  type PointsHeader,
  type TimesHeader
} from '../../contract/map.ts';
import {
  ColorsQuery,
  LayoutsQuery,
  MatchesQuery,
  NeighborsQuery,
  PointQuery
} from '../../contract/requests.ts';
import type { Deps } from '../deps.ts';
import type { FinishedLayout } from '../layouts/finished-layout.ts';
import type { RunningLayout } from '../layouts/layouts.ts';
import { quantize } from '../layouts/quantize.ts';
import { sendArrow, sendFrame } from '../send-bytes.ts';
import { valid } from '../valid.ts';

export function layoutRoutes({ layouts, closing }: Deps) {
  return new Hono()
    .get('/layouts', valid('query', LayoutsQuery), async c =>
      c.json(await layouts.list(c.req.valid('query').embedding), 200)
    )
    .get('/layouts/:hash', async c =>
      c.json((await layouts.find(c.req.param('hash'))).toJson(), 200)
    )
    .get('/layouts/:hash/points', async c => {
      const hash = c.req.param('hash');
      const running = layouts.findRunning(hash);
      if (running) {
        const { dataset, row } = running.points;
        const { header, positions } = runningFrame(hash, running);
        const cluster = new Int32Array(running.points.count).fill(-1);
        return sendFrame(c, header, { dataset, row, positions, cluster });
      }
      const layout = await layouts.find(hash);
      const etag = `"${hash}-${layout.clustering.key}"`;
      c.header('ETag', etag);
      c.header('Cache-Control', 'private, no-cache');
      if (isKnown(c, etag)) {
        return c.body(null, 304);
      }
      const { header, positions } = finishedFrame(layout);
      const { dataset, row } = layout.points;
      return sendFrame(c, header, { dataset, row, positions, cluster: layout.clustering.labels });
    })
    .get('/layouts/:hash/positions', async c => {
      const hash = c.req.param('hash');
      const running = layouts.findRunning(hash);
      const { header, positions } = running
        ? runningFrame(hash, running)
        : finishedFrame(await layouts.find(hash));
      return sendFrame(c, header, { positions });
    })
    .get('/layouts/:hash/table.arrow', async c =>
      sendArrow(c, (await layouts.find(c.req.param('hash'))).toArrowStream())
    )
    .get('/layouts/:hash/colors', valid('query', ColorsQuery), async c => {
      const layout = await layouts.find(c.req.param('hash'));
      const { header, codes } = layout.colors(c.req.valid('query').by);
      return sendFrame(c, header, { code: codes });
    })
    .get('/layouts/:hash/times', async c => {
      const layout = await layouts.find(c.req.param('hash'));
      const header: TimesHeader = { hash: layout.hash, count: layout.points.count };
      return sendFrame(c, header, { time: layout.times() });
    })
    .get('/layouts/:hash/matches', valid('query', MatchesQuery), async c => {
      const { find } = c.req.valid('query');
      const { matches, count } = (await layouts.find(c.req.param('hash'))).matches(find);
      return sendFrame(c, { find, count } satisfies MatchesHeader, { matches });
    })
    .get('/layouts/:hash/neighbors', valid('query', NeighborsQuery), async c => {
      const { point, k } = c.req.valid('query');
      return c.json((await layouts.find(c.req.param('hash'))).neighbors(point, k), 200);
    })
    .get('/layouts/:hash/retrievals', valid('query', PointQuery), async c => {
      const { point } = c.req.valid('query');
      return c.json((await layouts.find(c.req.param('hash'))).retrievals(point), 200);
    })
    .get('/layouts/:hash/card', valid('query', PointQuery), async c => {
      const { point } = c.req.valid('query');
      return c.json((await layouts.find(c.req.param('hash'))).card(point), 200);
    })
    .post('/layouts/:hash/clusters', valid('json', ClusterParameters), async c => {
      // Who closes the page does not wait for the clusters any more.
      const signal = AbortSignal.any([closing, c.req.raw.signal]);
      const layout = await layouts.recluster(c.req.param('hash'), c.req.valid('json'), signal);
      return c.json(layout.toJson(), 200);
    })
    .patch('/layouts/:hash/clusters/:id', valid('json', RenameCluster), async c => {
      const { name } = c.req.valid('json');
      return c.json(await layouts.rename(c.req.param('hash'), c.req.param('id'), name), 200);
    });
}

function runningFrame(
  hash: string,
  { points, components, positions, epoch, epochs }: RunningLayout
): { header: PointsHeader; positions: Uint16Array } {
  const { positions: steps, box } = quantize(positions, components);
  const { count } = points;
  return {
    header: { hash, count, components, box, epoch, epochs, final: false },
    positions: steps
  };
}

function finishedFrame(layout: FinishedLayout): { header: PointsHeader; positions: Uint16Array } {
  const { positions, box } = layout.quantized();
  const { hash, components, points } = layout;
  const header = { hash, count: points.count, components, box, epoch: 1, epochs: 1, final: true };
  return { header, positions };
}

function isKnown(c: Context, etag: string): boolean {
  const known = c.req.header('If-None-Match') ?? '';
  // Proxies that compress turn a strong tag into a weak one.
  return known.split(',').some(tag => tag.trim().replace(/^W\//, '') === etag);
}
