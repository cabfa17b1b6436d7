import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SpanScope } from '../contract/traces.ts';
import { makeSpan, traceIdOf } from './make-span.ts';
import { testTraceStore } from './trace-store-suite.ts';
import type { TraceStore } from '../traces/trace-store.ts';
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

testTraceStore('SQLite, with columns of attributes', {
  open: () => {
    const store = openSqliteStore({ path: join(folder, `${files++}.db`) });
    const write: TraceStore['write'] = async spans => {
      const result = await store.write(spans);
      await store.makeColumns();
      return result;
    };
    return Promise.resolve({ ...store, write });
  }
});

const ALL: SpanScope = { filter: '', rootsOnly: false };

const SPANS = [
  makeSpan({ id: 1, lasts: null }, { name: 'agent' }),
  makeSpan({ id: 2, parent: 1, prompt: 3 }, { kind: 'LLM', name: 'call' }),
  makeSpan({ id: 3, trace: 2, parent: 9 }, { statusCode: 'ERROR', name: 'tool' })
];

test('columns are the same after a restart, after a crash, and after changes to what was kept', async () => {
  const path = join(folder, 'kept.db');
  {
    await using store = openSqliteStore({ path });
    await store.write(SPANS);
  }
  await using store = openSqliteStore({ path });
  const before = await store.summarise(ALL);
  expect(before).toMatchObject({ spans: 3, traces: 2, errors: 1, running: 1 });
  await store.write([
    makeSpan({ id: 1, lasts: 50 }, { name: 'agent' }),
    makeSpan({ id: 9, trace: 2 }, { name: 'late' })
  ]);
  const after = await store.summarise(ALL);
  expect(after).toMatchObject({ spans: 4, running: 0 });
  // A copy is what a crash would leave: nothing was closed.
  const copy = join(folder, 'crashed.db');
  await store.copyTo(copy);
  await using crashed = openSqliteStore({ path: copy });
  expect(await crashed.summarise(ALL)).toEqual(after);
  expect(await crashed.summarise({ ...ALL, filter: "name in ['late', 'agent']" })).toMatchObject({
    spans: 2
  });
  expect((await crashed.summarise({ ...ALL, rootsOnly: true })).spans).toBe(2);
  await crashed.deleteTraces({ kind: 'traces', traceIds: [traceIdOf(2)] });
  expect((await crashed.summarise(ALL)).spans).toBe(2);
});

test('a file of the first version opens, with all that is in it', async () => {
  const path = join(folder, 'first.db');
  {
    await using store = openSqliteStore({ path });
    await store.write(SPANS);
  }
  const db = new DatabaseSync(path);
  db.exec(`
    DROP TABLE names;
    DROP TABLE blocks;
    DROP TABLE attribute_paths;
    DROP TABLE attribute_columns;
    CREATE INDEX spans_by_start ON spans (start_us, project);
    CREATE INDEX spans_by_kind ON spans (
      kind, start_us, project, latency_us, status_code, trace, prompt_tokens, completion_tokens, total_tokens, cost
    );
    CREATE INDEX roots_by_start ON spans (start_us, project) WHERE is_root = 1;
    PRAGMA user_version = 1;
  `);
  db.close();
  await using store = openSqliteStore({ path });
  expect(await store.summarise(ALL)).toMatchObject({ spans: 3, traces: 2, errors: 1, running: 1 });
  expect((await store.summarise({ ...ALL, filter: "name == 'call'" })).tokens.prompt).toBe(3);
  await store.write([makeSpan({ id: 4, trace: 2, parent: 3 })]);
  expect((await store.summarise(ALL)).spans).toBe(4);
});

test('a file of a later version is refused', () => {
  const path = join(folder, 'later.db');
  const db = new DatabaseSync(path);
  db.exec('PRAGMA user_version = 99');
  db.close();
  expect(() => openSqliteStore({ path })).toThrow('the file has version 99');
});
