import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { tableFromIPC } from '@uwdata/flechette';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAttributeJson } from '../../contract/attribute-json.ts';
import { Double } from '../../contract/attribute-value.ts';
import type { ServerEvent } from '../broadcast.ts';
import { Broadcast } from '../broadcast.ts';
import { makeSpan, spanIdOf, traceIdOf } from '../../testing/make-span.ts';
import { openSqliteStore } from '../../traces/sqlite/open-sqlite-store.ts';
import { packSpans, unpackSpans } from './pack-spans.ts';
import { Traces } from './traces.ts';

let folder = '';
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phoenix-trace-threads-'));
});
afterAll(() => rm(folder, { recursive: true }));

const log = {
  note: () => undefined,
  fault: (what: string, error: unknown) => {
    throw new Error(what, { cause: error });
  }
};
const ALL = { filter: '', rootsOnly: false };
const PAGE = { ...ALL, sort: { by: 'start', descending: true }, limit: 10 } as const;

function open(path = join(folder, `${files++}.db`), broadcast = new Broadcast()): Traces {
  return new Traces({ path, prices: [], broadcast, log });
}

test('every call goes to a thread and comes back', async () => {
  await using traces = open();
  const attributes = { session: { id: 's' }, whole: new Double(3), long: 'x'.repeat(30_000) };
  expect(
    await traces.write([makeSpan({ id: 1, attributes }), makeSpan({ id: 2, trace: 2 })])
  ).toEqual({ added: 2, replaced: 0, known: 0 });
  expect((await traces.listSpans(PAGE)).rows).toHaveLength(2);
  expect((await traces.listTraces(PAGE)).rows).toHaveLength(2);
  expect((await traces.listSessions(PAGE)).rows).toHaveLength(1);
  expect((await traces.summarise(ALL)).spans).toBe(2);
  expect((await traces.readTrace(traceIdOf(1))).spans).toHaveLength(1);
  const span = await traces.readSpan(traceIdOf(1), spanIdOf(1));
  expect(readAttributeJson(span.attributes)).toMatchObject({ whole: new Double(3) });
  const [cut] = span.cut;
  expect(await traces.readValue(traceIdOf(1), spanIdOf(1), cut?.path ?? '')).toHaveLength(30_000);
  expect(tableFromIPC(await traces.readFrame(ALL)).numRows).toBe(2);
  expect(await traces.listProjects()).toHaveLength(1);
  expect((await traces.listAttributes()).length).toBeGreaterThan(0);
  expect(await traces.listValues('session.id')).toEqual(['s']);
  expect(await traces.deleteTraces({ kind: 'traces', traceIds: [traceIdOf(2)] })).toBe(1);
  expect(await traces.prune({ maxDays: null, maxBytes: null }, new Date())).toBe(0);
  expect(await traces.deleteProject('default')).toBe(1);
  await expect(traces.listSpans({ ...PAGE, filter: 'name =' })).rejects.toMatchObject({
    code: 'filter/syntax',
    at: { from: expect.any(Number) as number }
  });
});

test('a copy is whole while spans keep coming', async () => {
  await using traces = open();
  await traces.write([makeSpan({ id: 1 })]);
  const copy = join(folder, 'copy.db');
  await Promise.all([traces.copyTo(copy), traces.write([makeSpan({ id: 2 })])]);
  await using copied = openSqliteStore({ path: copy });
  const { spans } = await copied.summarise(ALL);
  expect([1, 2]).toContain(spans);
  await expect(traces.copyTo(copy)).rejects.toThrow('the file is there already');
});

test('a file is read again by the next server', async () => {
  const path = join(folder, 'again.db');
  {
    await using traces = open(path);
    await traces.write([makeSpan({ id: 1 })]);
  }
  await using traces = open(path);
  expect((await traces.listProjects())[0]?.spans).toBe(1);
});

test('attributes of spans that are old enough get columns by and by, and answer as before', async () => {
  const path = join(folder, `${files++}.db`);
  await using traces = open(path);
  const tiers = ['gold', 'free', 'team'];
  const spans = Array.from({ length: 25_000 }, (_, i) =>
    makeSpan({ id: i + 1, trace: i, attributes: { metadata: { tier: tiers[i % 3] ?? '' } } })
  );
  for (let from = 0; from < spans.length; from += 5000) {
    await traces.write(spans.slice(from, from + 5000));
  }
  const count = () => traces.countSpans({ ...ALL, filter: "metadata['tier'] != 'gold'" });
  expect((await count()).spans).toBe(16_666);
  const db = new DatabaseSync(path, { readOnly: true });
  const countColumns = () =>
    db.prepare('SELECT count(*) AS n FROM attribute_columns WHERE id >= ?').get(2 ** 20)?.['n'];
  await expect.poll(countColumns, { timeout: 60_000 }).toBe(3);
  db.close();
  // A filter that nobody remembers.
  const sameRows = { ...ALL, filter: "not metadata['tier'] in ['gold']" };
  expect((await traces.countSpans(sameRows)).spans).toBe(16_666);
}, 120_000);

test('before the first span there is no file', async () => {
  await using traces = open();
  expect((await traces.summarise(ALL)).spans).toBe(0);
  expect([await traces.listProjects(), (await traces.listSpans(PAGE)).rows]).toEqual([[], []]);
  expect(traces.isEmpty).toBe(true);
});

test('pages hear that spans came, once for many', async () => {
  const broadcast = new Broadcast();
  const events: ServerEvent[] = [];
  const heard = new Promise<void>(resolve => {
    broadcast.subscribe(event => {
      events.push(event);
      resolve();
    });
  });
  await using traces = open(undefined, broadcast);
  await traces.write([makeSpan({ id: 1 })]);
  await traces.write([makeSpan({ id: 2 })]);
  await heard;
  expect(events.map(({ event }) => event)).toEqual(['spans']);
});

test('spans that are packed are the same when they are unpacked', () => {
  const span = makeSpan(
    { id: 1, attributes: { a: new Double(2), b: Uint8Array.of(7), c: NaN, d: 2n ** 60n } },
    { startNs: 0n, endNs: null, events: [{ name: 'e', timeNs: 3n, attributes: { x: 1 } }] }
  );
  expect(unpackSpans(packSpans([span]))).toStrictEqual([span]);
});

test('stopDeletions() ends a long deletion between two of its steps', async () => {
  await using traces = open();
  const [traceCount, perTrace] = [3, 2000];
  await traces.write(
    Array.from({ length: traceCount * perTrace }, (_, i) =>
      makeSpan({ id: i + 1, trace: 1 + (i % traceCount) })
    )
  );
  const deleting = traces.deleteTraces({ kind: 'scope', ...ALL });
  await traces.stopDeletions();
  const gone = await deleting;
  expect(gone).toBeLessThan(traceCount);
  expect((await traces.summarise(ALL)).traces).toBe(traceCount - gone);
});
