import { Hono } from 'hono';
import { SpansFileRequest } from '../../contract/export.ts';
import { CardQuery, CellCards } from '../../contract/cell-card.ts';
import {
  DoubtsQuery,
  FrameQuery,
  Retention,
  SessionsQuery,
  SpanChoice,
  SpanScope,
  SpansQuery,
  TracesQuery
} from '../../contract/traces.ts';
import { AttributesQuery, FindQuery, ValuesQuery, ValueQuery } from '../../contract/requests.ts';
import { doubtFilter } from '../../traces/doubt-filter.ts';
import type { Deps } from '../deps.ts';
import { EXPORT_TYPES } from '../exports/export-types.ts';
import { toSpansFile } from '../exports/spans-file.ts';
import { bodyCap, SELECTION_BYTES } from '../guard/body-cap.ts';
import { sendArrowStream, sendJson } from '../send-bytes.ts';
import { valid } from '../valid.ts';

/** Spans, traces and conversations as pages and kernels read them. */
export function traceRoutes({ traces, cellCards, url, grpcUrl, isIngestOpen }: Deps) {
  return new Hono()
    .get('/collector', async c =>
      c.json({ http: `${url()}v1/traces`, grpc: await grpcUrl(), isOpen: isIngestOpen }, 200)
    )
    .post('/spans', valid('json', SpansQuery), async c =>
      sendJson(c, await traces.writeSpans(c.req.valid('json')))
    )
    .post('/spans/count', bodyCap(SELECTION_BYTES), valid('json', SpanScope), async c =>
      c.json(await traces.countSpans(c.req.valid('json')), 200)
    )
    .post('/spans/frame', bodyCap(SELECTION_BYTES), valid('json', FrameQuery), async c =>
      sendArrowStream(c, await traces.openFrame(c.req.valid('json')))
    )
    .post('/spans/file', bodyCap(SELECTION_BYTES), valid('json', SpansFileRequest), async c => {
      const { scope, format } = c.req.valid('json');
      const file = toSpansFile(await traces.readFrame(scope));
      c.header('Content-Type', EXPORT_TYPES[format]);
      if (format === 'arrow') {
        return c.body(file);
      }
      const { convertArrow } = await import('../exports/convert-arrow.ts');
      return c.body(convertArrow(file, format));
    })
    .post('/spans/doubts', valid('json', DoubtsQuery), async c => {
      const { filter, project } = c.req.valid('json');
      return c.json(doubtFilter(filter, await traces.listAttributes(project)), 200);
    })
    .post('/spans/delete', bodyCap(SELECTION_BYTES), valid('json', SpanChoice), async c =>
      c.json({ traces: await traces.deleteTraces(c.req.valid('json')) }, 200)
    )
    .delete('/spans/delete', async c => {
      await traces.stopDeletions();
      return c.json({}, 200);
    })
    .get('/spans/attributes', valid('query', AttributesQuery), async c =>
      c.json(await traces.listAttributes(c.req.valid('query').project), 200)
    )
    .get('/spans/values', valid('query', ValuesQuery), async c => {
      const { path, project } = c.req.valid('query');
      return c.json(await traces.listValues(path, project), 200);
    })
    .post('/traces', valid('json', TracesQuery), async c =>
      sendJson(c, await traces.writeTraces(c.req.valid('json')))
    )
    .post('/traces/summary', valid('json', SpanScope), async c =>
      c.json(await traces.summarise(c.req.valid('json')), 200)
    )
    .post('/traces/card', valid('json', CardQuery), async c =>
      c.json(await traces.readCard(c.req.valid('json')), 200)
    )
    .post('/traces/prune', valid('json', Retention), async c =>
      c.json({ traces: await traces.prune(c.req.valid('json'), new Date()) }, 200)
    )
    .post('/trace-sessions', valid('json', SessionsQuery), async c =>
      c.json(await traces.listSessions(c.req.valid('json')), 200)
    )
    .get('/traces/:traceId', async c =>
      sendJson(c, await traces.writeTrace(c.req.param('traceId').toLowerCase()))
    )
    .get('/traces/:traceId/find', valid('query', FindQuery), async c => {
      const { text } = c.req.valid('query');
      return c.json(await traces.findInTrace(c.req.param('traceId').toLowerCase(), text), 200);
    })
    .get('/traces/:traceId/spans/:spanId', async c => {
      const { traceId, spanId } = c.req.param();
      return c.json(await traces.readSpan(traceId.toLowerCase(), spanId.toLowerCase()), 200);
    })
    .get('/traces/:traceId/spans/:spanId/value', valid('query', ValueQuery), async c => {
      const { traceId, spanId } = c.req.param();
      const { path } = c.req.valid('query');
      return c.text(await traces.readValue(traceId.toLowerCase(), spanId.toLowerCase(), path), 200);
    })
    .get('/cell-cards', async c => c.json(await cellCards.read(), 200))
    .put('/cell-cards', valid('json', CellCards), async c =>
      c.json(await cellCards.turn(c.req.valid('json')), 200)
    )
    .get('/projects', async c => c.json(await traces.listProjects(), 200))
    .delete('/projects/:name', async c =>
      c.json({ traces: await traces.deleteProject(c.req.param('name')) }, 200)
    );
}
