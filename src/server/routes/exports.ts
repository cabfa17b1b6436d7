import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { ExportRequest, type ExportFormat } from '../../contract/export.ts';
import { Failure } from '../../contract/failures.ts';
import { ExportQuery } from '../../contract/requests.ts';
import type { Deps } from '../deps.ts';
import { valid } from '../valid.ts';

const TYPES: Record<ExportFormat, string> = {
  arrow: 'application/vnd.apache.arrow.file',
  parquet: 'application/vnd.apache.parquet',
  csv: 'text/csv; charset=utf-8'
};

export function exportRoutes({ exports, session, layouts, broadcast }: Deps) {
  return new Hono()
    .get('/exports', async c => c.json(await exports.list(), 200))
    .post('/exports', valid('json', ExportRequest), async c => {
      const { source, name } = c.req.valid('json');
      const resolved = await layouts.resolve(source);
      if (resolved.rows.row.length === 0) {
        throw new Failure('selection/empty', 'Cannot export: there are no rows to export', {
          hint: 'Select points on the map first'
        });
      }
      const file = (await session.data()).toArrowFile(resolved);
      const entry = await exports.add(name, [file]);
      broadcast.send({ event: 'export', body: entry });
      return c.json(entry, 201);
    })
    .get('/exports/:name', valid('query', ExportQuery), async c => {
      const name = c.req.param('name');
      const { format } = c.req.valid('query');
      const { path, bytes } = await exports.find(name);
      c.header('Content-Type', TYPES[format]);
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

/** RFC 6266: a plain name for old readers, the exact one in UTF-8 for the others. */
function attachment(file: string): string {
  const plain = file.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const exact = encodeURIComponent(file).replace(
    /['()*]/g,
    found => `%${found.charCodeAt(0).toString(16)}`
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
