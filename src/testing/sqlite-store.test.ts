import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { testTraceStore } from './trace-store-suite.ts';
import { openSqliteStore } from '../traces/sqlite/open-sqlite-store.ts';

let folder = '';
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phoenix-traces-'));
});
afterAll(() => rm(folder, { recursive: true }));

testTraceStore('SQLite', {
  open: () => Promise.resolve(openSqliteStore({ path: join(folder, `${files++}.db`) }))
});
