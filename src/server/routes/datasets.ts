import { join } from 'node:path';
import { Hono } from 'hono';
import { UploadPath } from '../../contract/requests.ts';
import { LoadDatasets } from '../../contract/session.ts';
import type { Deps } from '../deps.ts';
import { bodyCap, SCHEMA_BYTES } from '../guard/body-cap.ts';
import { valid } from '../valid.ts';
import { writeAtomically } from '../write-atomically.ts';

export function datasetRoutes({ session }: Deps) {
  return (
    new Hono()
      .put('/datasets', bodyCap(SCHEMA_BYTES), valid('json', LoadDatasets), async c =>
        c.json(await session.load(c.req.valid('json')), 200)
      )
      // Bytes of any size go to the disk as they come; what they are is found out when they are loaded.
      .put('/uploads/:file', valid('param', UploadPath), async c => {
        const { file } = c.req.valid('param');
        const path = join(session.datasetsFolder, file);
        const body =
          c.req.raw.body ?? new ReadableStream<Uint8Array>({ start: each => each.close() });
        const bytes = await writeAtomically(path, body, `keep the data set "${file}"`);
        return c.json({ file, bytes }, 200);
      })
  );
}
