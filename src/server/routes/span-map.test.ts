import { expect, test } from 'vitest';
import type { AttributeObject } from '../../contract/attribute-value.ts';
import type { SpanMapState } from '../../contract/span-map.ts';
import { makeSpan, spanIdOf, traceIdOf } from '../../testing/make-span.ts';
import { SpanMap } from '../traces/span-map.ts';
import { createAppFixture, writeDatasets, type AppFixture } from '../app-fixture.ts';

const vector = (i: number, length: number) =>
  Array.from({ length }, (_, axis) => Math.sin(i * (axis + 1)) + 0.001);

function embeddingOf(model: string, texts: readonly string[], length: number): AttributeObject {
  return {
    embedding: {
      model_name: model,
      embeddings: texts.map((text, i) => ({
        embedding: { text, vector: vector(text.length + i, length) }
      }))
    }
  };
}

/** Ten retrievals: a retriever that finds a document, and the call below it that embeds the question; and a batch that embeds documents. */
async function openWithVectors(): Promise<AppFixture> {
  const fixture = await createAppFixture();
  const retrievals = Array.from({ length: 10 }, (_, i) => [
    makeSpan(
      {
        id: 1,
        trace: i + 1,
        at: i,
        attributes: { retrieval: { documents: [{ document: { content: `page ${i % 3}` } }] } }
      },
      { kind: 'RETRIEVER' }
    ),
    makeSpan(
      {
        id: 2,
        trace: i + 1,
        parent: 1,
        at: i + 1,
        attributes: embeddingOf('small', [`question ${i}?`], 6)
      },
      { kind: 'EMBEDDING', name: 'embed' }
    )
  ]);
  await fixture.parts.traces.write([
    ...retrievals.flat(),
    makeSpan(
      { id: 3, trace: 99, at: 99, attributes: embeddingOf('small', ['page 0', 'page 9'], 6) },
      { kind: 'EMBEDDING' }
    ),
    makeSpan(
      { id: 4, trace: 99, at: 98, attributes: embeddingOf('large', ['page 1'], 9) },
      { kind: 'EMBEDDING' }
    )
  ]);
  return fixture;
}

async function ask(
  fixture: AppFixture,
  method: 'GET' | 'POST' | 'DELETE',
  body?: object
): Promise<SpanMapState & { error: { code: string; message: string } | null }> {
  const answer = await fixture.ask('/api/spans/map', {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) })
  });
  return (await answer.json()) as Awaited<ReturnType<typeof ask>>;
}

async function finish(fixture: AppFixture): Promise<SpanMapState> {
  await expect
    .poll(async () => (await ask(fixture, 'GET')).isRunning, { timeout: 20_000 })
    .toBe(false);
  return ask(fixture, 'GET');
}

function promise(): [settled: Promise<void>, settle: () => void] {
  let settle = (): void => undefined;
  const settled = new Promise<void>(resolve => {
    settle = resolve;
  });
  return [settled, settle];
}

async function close(fixture: AppFixture): Promise<void> {
  await fixture.parts.traces[Symbol.asyncDispose]();
  await fixture[Symbol.asyncDispose]();
}

test('vectors of spans become the data of the map, and each row knows its span', async () => {
  const fixture = await openWithVectors();
  expect(await ask(fixture, 'POST', { scope: {} })).toMatchObject({ isRunning: true, total: 22 });
  const state = await finish(fixture);
  expect(state).toMatchObject({
    read: 22,
    vectors: 13,
    error: null,
    made: { spans: 22, vectors: 13, left: 0, embeddings: ['small', 'large'] }
  });
  const session = await fixture.parts.session.state();
  const counts = session.embeddings.map(({ name, length, vectorCounts }) => [
    name,
    length,
    vectorCounts.primary
  ]);
  expect(counts).toEqual([
    ['large', 9, 1],
    ['small', 6, 12]
  ]);
  const rows = await fixture.client.api.rows.$post({
    json: {
      source: { kind: 'dataset', dataset: 'primary' },
      columns: ['id', 'text', 'role', 'context.span_id', 'context.trace_id'],
      sort: { column: 'text' }
    }
  });
  const cells = ((await rows.json()) as { rows: { cells: unknown[] }[] }).rows.map(
    row => row.cells
  );
  expect(cells.map(([, text, role]) => [text, role]).slice(0, 4)).toEqual([
    ['page 0', 'document'],
    ['page 1', 'document'],
    ['page 9', 'other'],
    ['question 0?', 'query']
  ]);
  expect(cells[1]).toEqual([
    `${traceIdOf(99)}/${spanIdOf(4)}/0`,
    'page 1',
    'document',
    spanIdOf(4),
    traceIdOf(99)
  ]);
  // Spans take the place of spans without being asked twice; a filter leaves some.
  await ask(fixture, 'POST', { scope: { filter: "name == 'embed'" } });
  expect((await finish(fixture)).made).toMatchObject({ vectors: 10, embeddings: ['small'] });
  await close(fixture);
});

test('spans without vectors, wrong filters and data of a kernel are refused, and the map stays', async () => {
  const fixture = await openWithVectors();
  await fixture.client.api.datasets.$put({ json: await writeDatasets(fixture) });
  const refused = await ask(fixture, 'POST', { scope: {} });
  expect(refused.error).toMatchObject({
    code: 'map/occupied',
    message: expect.stringContaining('"production" and "training"') as string
  });
  await ask(fixture, 'POST', { scope: { filter: "span_kind == 'RETRIEVER'" }, replace: true });
  expect((await finish(fixture)).error).toMatchObject({
    code: 'map/no-vectors',
    message: 'Cannot map these 10 spans: none of them carries a vector'
  });
  const wrong = await ask(fixture, 'POST', { scope: { filter: 'name ==' }, replace: true });
  expect(wrong.error?.code).toBe('filter/syntax');
  expect((await fixture.parts.session.state()).datasets.reference?.name).toBe('training');
  expect(fixture.bugs).toEqual([]);
  await close(fixture);
});

test('a map that is cancelled while it reads changes nothing', async () => {
  const fixture = await openWithVectors();
  const { session, traces, broadcast, folders } = fixture.parts;
  const [reading, tellReading] = promise();
  const [released, release] = promise();
  const map = new SpanMap({
    folder: folders.session,
    session,
    traces: {
      listRows: scope => traces.listRows(scope),
      readVectors: async rows => {
        tellReading();
        await released;
        return traces.readVectors(rows);
      }
    },
    broadcast,
    log: { note: () => undefined, fault: () => undefined }
  });
  const scope = { filter: '', rootsOnly: false };
  expect(await map.start({ scope, replace: false })).toMatchObject({ isRunning: true });
  await reading;
  const cancelled = map.cancel();
  release();
  await cancelled;
  expect(await map.state()).toMatchObject({ isRunning: false, error: null, made: null });
  expect(session.revision).toBe(0);
  await close(fixture);
});
