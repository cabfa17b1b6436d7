import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { ExportRequest } from '../../contract/export.ts';
import { Failure } from '../../contract/failures.ts';
import { ExportQuery } from '../../contract/requests.ts';
import type { SpanScope } from '../../contract/traces.ts';
import type { Deps } from '../deps.ts';
import { EXPORT_TYPES } from '../exports/export-types.ts';
import { toSpansFile } from '../exports/spans-file.ts';
import { bodyCap, SELECTION_BYTES } from '../guard/body-cap.ts';
import { valid } from '../valid.ts';

export function exportRoutes(deps: Deps) {
  const { exports, broadcast } = deps;
  return new Hono()
    .get('/exports', async c => c.json(await exports.list(), 200))
    .post('/exports', bodyCap(SELECTION_BYTES), valid('json', ExportRequest), async c => {
      const { source, name } = c.req.valid('json');
      const entry = await exports.add(name, await readSource(deps, source));
      broadcast.send({ event: 'export', body: entry });
      return c.json(entry, 201);
    })
    .get('/exports/:name', valid('query', ExportQuery), async c => {
      const name = c.req.param('name');
      const { format } = c.req.valid('query');
      const { path, bytes } = await exports.find(name);
      c.header('Content-Type', EXPORT_TYPES[format]);
      c.header('Content-Disposition', attachment(`${name}.${format}`));
      if (format === 'arrow') {
        c.header('Content-Length', String(bytes));
        return c.body(Readable.toWeb(createReadStream(path)) as ReadableStream);
      }
      const { convertArrow } = await import('../exports/convert-arrow.ts');
      return c.body(convertArrow(await readFile(path), format));
    })
    .delete('/exports/:name', async c => {
      const name = c.req.param('name');
      await exports.remove(name);
      broadcast.send({ event: 'exportDeleted', body: { name } });
      return c.body(null, 204);
    });
}

type Source = ExportRequest['source'];

/** The Arrow file of what is to be exported, in pieces; throws `selection/empty` when that is nothing. */
async function readSource(deps: Deps, source: Source): Promise<Uint8Array[]> {
  const { session, layouts, traces, spanSelection } = deps;
  if (source.kind === 'spans') {
    return exportSpans(traces, source.scope);
  }
  if (source.kind === 'latest') {
    const { scope, isLatest } = await spanSelection.state();
    return scope !== null && isLatest
      ? exportSpans(traces, scope)
      : readSource(deps, { kind: 'selection' });
  }
  const resolved = await layouts.resolve(source);
  if (resolved.rows.row.length === 0) {
    throw new Failure('selection/empty', 'Cannot export: there are no rows to export', {
      hint: 'Select points on the map first'
    });
  }
  return (await session.data()).toArrowParts(resolved, 'file');
}

async function exportSpans(traces: Deps['traces'], scope: SpanScope): Promise<Uint8Array[]> {
  if ((await traces.countSpans(scope)).spans === 0) {
    throw new Failure('selection/empty', 'Cannot export: there are no spans to export', {
      hint: 'Select lines in Traces, or clear the filter'
    });
  }
  return [toSpansFile(await traces.readFrame(scope))];
}

/** RFC 6266: a plain name for old readers, the exact one in UTF-8 for the others. */
function attachment(file: string): string {
  const plain = file.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const exact = encodeURIComponent(file).replace(
    /['()*]/g,
    found => `%${found.charCodeAt(0).toString(16)}`
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
