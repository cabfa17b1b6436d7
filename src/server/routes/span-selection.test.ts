import { expect, test } from 'vitest';
import { openTable } from '../../arrow/arrow-file.ts';
import type { ExportEntry } from '../../contract/export.ts';
import type { SpanCount, SpanScope, SpanSelectionState } from '../../contract/traces.ts';
import { makeSpan, NEW_YEAR_NS, spanIdOf, traceIdOf } from '../../testing/make-span.ts';
import { createAppFixture, writeDatasets, type AppFixture } from '../app-fixture.ts';

/** Two spans in trace 1, one of them a model call; one in trace 2, of a conversation. */
async function openWithSpans(): Promise<AppFixture & { close: () => Promise<void> }> {
  const fixture = await createAppFixture();
  const { traces } = fixture.parts;
  await traces.write([
    makeSpan({ id: 1, attributes: { input: { value: 'a, "b"' }, n: 2n ** 60n } }),
    makeSpan({ id: 2, parent: 1 }, { kind: 'LLM' }),
    makeSpan({ id: 3, trace: 2, attributes: { session: { id: 'talk' } } })
  ]);
  return {
    ...fixture,
    close: async () => {
      await traces[Symbol.asyncDispose]();
      await fixture[Symbol.asyncDispose]();
    }
  };
}

async function send<Answer>(
  fixture: AppFixture,
  method: 'POST' | 'PUT',
  path: string,
  body: unknown
): Promise<Answer> {
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fixture.ask(path, { method, headers, body: JSON.stringify(body) });
  return (await answer.json()) as Answer;
}

async function readIds(answer: Response): Promise<unknown> {
  const table = openTable(new Uint8Array(await answer.arrayBuffer()));
  return table.getChild('context.span_id').toArray() as unknown[];
}

const ONE = { traceId: traceIdOf(1), spanId: spanIdOf(1) };
const TALK = { project: 'default', sessionId: 'talk' };
const SCOPES: [scope: Partial<SpanScope>, spans: number[], traces: number][] = [
  [{ only: { kind: 'traces', traceIds: [traceIdOf(1)] } }, [2, 1], 1],
  [{ only: { kind: 'sessions', sessions: [TALK, { ...TALK, project: 'other' }] } }, [3], 1],
  [{ only: { kind: 'spans', spans: [ONE] } }, [1], 1],
  [{ filter: "span_kind == 'LLM'" }, [2], 1],
  [{ filter: "span_kind == 'LLM'", wholeTraces: true }, [2, 1], 1],
  [{ filter: "span_kind == 'LLM'", only: { kind: 'traces', traceIds: [traceIdOf(2)] } }, [], 0],
  [{}, [3, 2, 1], 2]
];

test('spans that are named, filtered or both are counted, and come as a frame', async () => {
  const fixture = await openWithSpans();
  for (const [scope, spans, traces] of SCOPES) {
    expect(await send<SpanCount>(fixture, 'POST', '/api/spans/count', scope)).toEqual({
      spans: spans.length,
      traces
    });
    const frame = await fixture.ask('/api/spans/frame', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(scope)
    });
    expect(await readIds(frame)).toEqual(spans.map(spanIdOf));
  }
  await fixture.close();
});

test('what is selected last is the selection, and what is exported', async () => {
  const fixture = await openWithSpans();
  const { client } = fixture;
  await client.api.datasets.$put({ json: await writeDatasets(fixture) });
  const none = await (await client.api['span-selection'].$get()).json();
  expect(none).toEqual({ revision: 0, scope: null, isLatest: false, spans: 0, traces: 0 });
  const scope = { only: { kind: 'traces', traceIds: [traceIdOf(1)] } };
  const chosen = await send<SpanSelectionState>(fixture, 'PUT', '/api/span-selection', { scope });
  expect(chosen).toMatchObject({ revision: 1, isLatest: true, spans: 2, traces: 1 });
  expect(await readIds(await fixture.ask('/api/selection/latest.arrow'))).toEqual(
    [2, 1].map(spanIdOf)
  );
  const entry = await send<ExportEntry>(fixture, 'POST', '/api/exports', {
    source: { kind: 'latest' },
    name: 'slow'
  });
  expect(entry).toMatchObject({ name: 'slow', rows: 2 });
  await client.api.selection.$put({
    json: { mode: 'replace', parts: [{ by: 'rows', dataset: 'primary', runs: [0, 5] }] }
  });
  const rows = await fixture.ask('/api/selection/latest.arrow');
  expect(openTable(new Uint8Array(await rows.arrayBuffer())).numRows).toBe(5);
  expect(await (await client.api['span-selection'].$get()).json()).toMatchObject({
    isLatest: false,
    spans: 2
  });
  await fixture.close();
});

test('a selection outlives the server; one that cannot be read changes nothing', async () => {
  const fixture = await openWithSpans();
  await send(fixture, 'PUT', '/api/span-selection', { scope: { filter: "name == 'span 3'" } });
  const refused = await fixture.ask('/api/span-selection', {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ scope: { filter: 'name ==' } })
  });
  expect(refused.status).toBe(400);
  const next = await createAppFixture({ root: fixture.root });
  const state = (await (await next.client.api['span-selection'].$get()).json()) as unknown;
  expect(state).toMatchObject({ spans: 1, isLatest: true, scope: { filter: "name == 'span 3'" } });
  await next.parts.traces[Symbol.asyncDispose]();
  await next[Symbol.asyncDispose]();
  await fixture.close();
});

test('spans come as files with their exact types; none are refused', async () => {
  const fixture = await openWithSpans();
  const file = (format: string, scope: object = { filter: "name == 'span 1'" }) =>
    fixture.ask('/api/spans/file', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ scope, format })
    });
  const csv = await (await file('csv')).text();
  expect(csv.split('\n')).toHaveLength(3);
  expect(csv).toContain('"a, ""b"""');
  const parquet = new Uint8Array(await (await file('parquet')).arrayBuffer());
  expect(new TextDecoder().decode(parquet.subarray(0, 4))).toBe('PAR1');
  const table = openTable(new Uint8Array(await (await file('arrow')).arrayBuffer()));
  expect(table.schema.metadata?.get('phoenix:json')).toBe('["events"]');
  expect(table.getChild('start_time').at(0)).toBe(NEW_YEAR_NS + 1_000_000n);
  expect(table.getChild('attributes.n').at(0)).toBe(2n ** 60n);
  const nothing = await fixture.ask('/api/exports', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ source: { kind: 'spans', scope: { filter: "name == 'nobody'" } } })
  });
  expect([nothing.status, await nothing.json()]).toMatchObject([
    409,
    { error: { code: 'selection/empty', message: 'Cannot export: there are no spans to export' } }
  ]);
  await fixture.close();
});
