import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { Hono, type Context } from 'hono';
import { Failure } from '../../contract/failures.ts';
import { RowPath, RowQuery } from '../../contract/requests.ts';
import { RowsQuery } from '../../contract/rows.ts';
import type { Deps } from '../deps.ts';
import type { Media } from '../media.ts';
import { valid } from '../valid.ts';

/** Even opened as a document, what a cell holds can run nothing and load nothing. */
const MEDIA_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

export function rowRoutes({ session, layouts }: Deps) {
  return new Hono()
    .post('/rows', valid('json', RowsQuery), async c => {
      const { source, ...query } = c.req.valid('json');
      const { rows } = await layouts.resolve(source);
      return c.json((await session.data()).readRows(rows, query), 200);
    })
    .get('/cards/:dataset/:row', valid('param', RowPath), valid('query', RowQuery), async c => {
      const { dataset, row } = c.req.valid('param');
      const { embedding } = c.req.valid('query');
      return c.json((await session.data()).readCard(dataset, row, embedding), 200);
    })
    .get('/media/:dataset/:row', valid('param', RowPath), valid('query', RowQuery), async c => {
      const { dataset, row } = c.req.valid('param');
      const link = (await session.data()).readLink(dataset, row, c.req.valid('query').embedding);
      if (link === null) {
        throw new Failure('media/unavailable', `Cannot show row ${row}: it has no link`);
      }
      const { openMedia } = await import('../media.ts');
      return sendMedia(c, await openMedia(link));
    });
}

function sendMedia(c: Context, media: Media): Response {
  c.header('Content-Security-Policy', MEDIA_POLICY);
  c.header('Content-Type', media.type);
  c.header('Cache-Control', 'private, no-cache');
  c.header('Accept-Ranges', 'bytes');
  const range = readRange(c.req.header('Range'), media.size);
  const { start, end } = range ?? { start: 0, end: media.size };
  c.header('Content-Length', String(end - start));
  if (range) {
    c.status(206);
    c.header('Content-Range', `bytes ${start}-${end - 1}/${media.size}`);
  }
  if ('bytes' in media) {
    return c.body(media.bytes.subarray(start, end));
  }
  const stream = createReadStream(media.path, { start, end: end - 1 });
  return c.body(Readable.toWeb(stream) as ReadableStream);
}

/** One range of bytes, as players of sound and film ask for it; anything else gets the whole. */
function readRange(header: string | undefined, size: number) {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') {
    return undefined;
  }
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  return start < end ? { start, end } : undefined;
}
