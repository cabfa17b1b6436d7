import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { aq, Dataset, launchApp, loadTraces, phoenix, register, type Session } from './index.ts';
import { createFolders, createRows, SCHEMA } from './kernel-fixture.ts';
import { SESSION_MIME } from '../contract/session-output.ts';

// A server starts here from source, and reads its threads when they are first needed.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let folders: Awaited<ReturnType<typeof createFolders>>;
let session: Session;
const primary = new Dataset(createRows(240), SCHEMA, 'production');
const reference = new Dataset(createRows(150, 3), SCHEMA, 'training');

beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  folders = await createFolders();
  session = await launchApp({ primary, reference, defaultUmapParameters: { nSamples: 200 } });
});

afterAll(async () => {
  await session.end();
  await folders[Symbol.asyncDispose]();
});

function fail(message: string): never {
  throw new ReferenceError(message);
}

const column = (table: aq.ColumnTable | null, name: string) =>
  Array.from(table?.array(name) as ArrayLike<unknown>);

describe('a session of plain Node', () => {
  test('url opens the app once, and address never does', async () => {
    const url = await session.url;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?ticket=[\w-]{20,}$/);
    expect((await fetch(url, { redirect: 'manual' })).headers.get('set-cookie')).toContain(
      'HttpOnly'
    );
    expect((await fetch(`${session.address}api/session`)).status).toBe(401);
    expect(await session.active).toBe(true);
  });

  test('view() is an output without secrets', () => {
    const bundle = session.view({ height: 300 }).toBundle();
    expect(bundle[SESSION_MIME]).toEqual({
      version: 1,
      id: session.id,
      name: session.name,
      height: 300
    });
    expect(JSON.stringify(bundle)).not.toMatch(/ticket=|token/);
    expect(() => session.view({ height: 5 })).toThrow(
      'Cannot show a view of height 5: it is a number of pixels from 120 to 4000'
    );
  });

  test('dimensions() lists columns and embeddings', async () => {
    const table = await session.dimensions();
    expect(table.objects()).toContainEqual({
      name: 'amount',
      role: 'feature',
      type: 'numeric',
      shape: 'continuous',
      datasets: ['primary', 'reference']
    });
    expect(table.objects()).toContainEqual({
      name: 'thing',
      role: 'feature',
      type: 'embedding',
      shape: 6,
      datasets: ['primary', 'reference']
    });
  });

  test('signals() has one row per dimension, and the reference beside what compares nothing', async () => {
    const table = await session.signals(['psi', 'mean']);
    expect(table.columnNames()).toEqual(['name', 'type', 'role', 'psi', 'mean', 'mean_reference']);
    const amount = table.filter(aq.escape((row: { name: string }) => row.name === 'amount'));
    const mean = Number(amount.get('mean', 0));
    expect(Number(amount.get('mean_reference', 0)) - mean).toBeGreaterThan(2);
    expect(await session.metric('mean', 'amount')).toBe(mean);
  });

  test('metric() gives a number, null for an empty range, and a p-value when asked', async () => {
    expect(await session.metric('count')).toBe(240);
    expect(await session.metric('mean', 'amount', { start: new Date('2030-01-01') })).toBeNull();
    const tested = await session.metric('psi', 'amount', { permutations: 99, seed: 1 });
    expect(tested.pValue).toBe(0.01);
  });

  test('timeseries() keeps a dimension called time, and counts rows once', async () => {
    const rows = Array.from({ length: 6 }, (_, i) => ({ time: i, at: new Date(i * 3_600_000) }));
    await launchApp({ primary: new Dataset(rows, { timestampColumnName: 'at' }) });
    const options = { window: '6h', every: '6h' };
    const table = await session.timeseries('mean', 'time', options);
    expect(table.columnNames()).toEqual(['window_end', 'time']);
    expect(table.get('time', 0)).toBe(2.5);
    expect((await session.timeseries('count', null, options)).objects()).toEqual([
      { time: expect.any(Date) as Date, count: 6 }
    ]);
    await launchApp({ primary, reference });
  });

  test('timeseries() has the right edges of the windows, limits and alerts', async () => {
    const table = await session.timeseries('mean', 'amount', { window: '2d', every: '24h' });
    expect(table.columnNames()).toEqual(['time', 'amount']);
    expect(table.get('time', 0)).toBeInstanceOf(Date);
    expect(table.attrs).toMatchObject({
      metric: 'mean',
      windowMs: 172_800_000,
      everyMs: 86_400_000
    });
    expect(table.attrs.series.get('amount')?.limits).not.toBeNull();
    expect(table.attrs.rows).toHaveLength(table.numRows());
  });

  test('segments() sum up to all rows', async () => {
    const table = await session.segments('amount', 'accuracy');
    expect(column(table, 'primary').reduce((sum: number, each) => sum + Number(each), 0)).toBe(240);
    expect(table.columnNames()).toContain('accuracy_reference');
    expect(table.attrs.rows).toEqual({ primary: 240, reference: 150 });
  });

  test('performance() counts right and wrong', async () => {
    const { metrics, confusion, classes, residuals } = await session.performance();
    const accuracy = metrics
      .objects()
      .find(row => (row as { metric: string }).metric === 'accuracy');
    expect(accuracy).toMatchObject({ primary: 224 / 240 });
    expect(column(confusion, 'rows').reduce((sum: number, each) => sum + Number(each), 0)).toBe(
      240
    );
    expect(classes?.numRows()).toBe(3);
    expect(residuals).toBeNull();
  });

  test('worstSegments() compares with the overall value', async () => {
    const table = await session.worstSegments('accuracy', { minRows: 5 });
    expect(table.attrs).toMatchObject({ metric: 'accuracy', overall: 224 / 240 });
    expect(table.columnNames().slice(0, 3)).toEqual(['segment', 'rows', 'share']);
  });

  test('umap() and clusters() find the three blobs, and their rows can be selected', async () => {
    const job = session.umap('thing', { nComponents: 2, seed: 7, nSamples: 150 });
    expect(inspect(job)).toMatch(/^<UMAP.*await .result\(\) gives its points>$/);
    const points = await job.result();
    expect(points.columnNames()).toEqual(['dataset', 'row', 'id', 'x', 'y', 'cluster']);
    expect(points.numRows()).toBe(300);
    expect(await job.parameters()).toMatchObject({ nComponents: 2, seed: 7, nNeighbors: 30 });
    const clusters = await session.clusters('thing', { metric: 'mean', dimension: 'amount' });
    expect(clusters.numRows()).toBe(3);
    expect(column(clusters, 'mean').every(value => typeof value === 'number')).toBe(true);
    expect(clusters.attrs).toMatchObject({
      embedding: 'thing',
      noise: expect.any(Number) as number
    });
    const one = points.filter((d: { cluster: number }) => d.cluster === 1);
    await session.select(one);
    expect((await session.selection).numRows()).toBe(one.numRows());
  });

  test.each<[string, unknown, string[]]>([
    ['row numbers', [2, 0, 1], ['row-0', 'row-1', 'row-2']],
    ['a mask', Array.from({ length: 240 }, (_, i) => i === 5), ['row-5']],
    ['ids of a data set', { primary: ['row-7'] }, ['row-7']],
    ['objects', [{ id: 'row-9', amount: 1 }], ['row-9']],
    ['points', [{ dataset: 'primary', row: 4 }], ['row-4']],
    ['nothing', null, []]
  ])('select() takes %s', async (_, value, ids) => {
    await session.select(value as object);
    expect(column(await session.selection, 'id')).toEqual(ids);
  });

  test('assigning to selection is seen by the next reader', async () => {
    session.selection = { reference: [1, 2] };
    const table = await session.selection;
    expect(column(table, '__phoenix_dataset_name__')).toEqual(['training', 'training']);
  });

  test('exports are newest last and keep their tables', async () => {
    await session.select([3]);
    const first = await session.export('first');
    await session.select([4, 5]);
    await session.export('second');
    expect(session.exports.names).toEqual(['first', 'second']);
    expect(session.exports.at(-1)?.numRows()).toBe(2);
    expect(session.exports.at(0)).toBe(first);
    expect([...session.exports]).toHaveLength(2);
    expect(session.exports.at(7)).toBeUndefined();
    expect(() => session.exports.get('frist')).toThrow('Did you mean "first"?');
    const counted = session.exports.at(-1)?.groupby('label').count().objects();
    expect(counted).toEqual([
      { label: 'sea', count: 1 },
      { label: 'sky', count: 1 }
    ]);
  });

  test('thresholds and the baseline are kept in the server', async () => {
    await session.setThreshold('psi', 'amount', { upper: 0.4 });
    expect((await session.thresholds()).objects()).toEqual([
      { metric: 'psi', dimension: 'amount', lower: null, upper: 0.4, deviations: null, off: false }
    ]);
    await session.removeThreshold('psi', 'amount');
    await expect(session.removeThreshold('psi', 'amount')).rejects.toThrow('none is set');
    await session.setBaseline({ start: '2025-01-01T00:00Z', stop: '2025-01-03T00:00Z' });
    expect((await session.baseline())?.stop).toEqual(new Date('2025-01-03'));
    await session.setBaseline(null);
    expect(await session.baseline()).toBeNull();
  });

  test('spans that were loaded come back, nested and to the nanosecond', async () => {
    const trace = await loadTraces([
      {
        name: 'ask',
        span_kind: 'LLM',
        parent_id: null,
        start_time: '2025-03-01T12:00:00.123456Z',
        end_time: new Date('2025-03-01T12:00:01Z'),
        status_code: 'OK',
        status_message: '',
        context: { span_id: '1234567890abcdef', trace_id: '1234567890abcdef1234567890abcdef' },
        events: [
          { name: 'token', timestamp: new Date('2025-03-01T12:00:00.5Z'), attributes: { n: 1 } }
        ],
        attributes: {
          'llm.model_name': 'm',
          'llm.invocation_parameters': { seed: 2n ** 60n, top_p: 0.5 }
        }
      }
    ]);
    await launchApp({ trace });
    const spans = await session.getSpansTable("span_kind == 'LLM' and latency_ms > 100");
    expect(spans.objects()[0]).toMatchObject({
      name: 'ask',
      status_code: 'OK',
      'context.span_id': '1234567890abcdef',
      'attributes.llm.model_name': 'm',
      end_time: new Date('2025-03-01T12:00:01Z')
    });
    expect(spans.get('events', 0)).toEqual([
      { name: 'token', timestamp: new Date('2025-03-01T12:00:00.5Z'), attributes: { n: 1 } }
    ]);
    expect(
      (await session.getSpansTable(null, { startTime: '2025-03-01T12:00:00.123456Z' })).numRows()
    ).toBe(1);
    expect(
      (await session.getSpansTable(null, { startTime: '2025-03-01T12:00:00.123457Z' })).numRows()
    ).toBe(0);
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    expect((await session.getSpansTable('latncy_ms > 3')).numRows()).toBe(0);
    expect(warn.mock.calls).toEqual([
      ['PhoenixWarning: No span has the attribute latncy_ms yet: did you mean latency_ms?']
    ]);
    warn.mockRestore();
    const again = await session.getTraceDataset();
    expect(again?.length).toBe(1);
    expect(await session.deleteTraces()).toBe(1);
    await launchApp({ trace: again });
    expect((await session.getSpansTable(null, { rootSpansOnly: true, limit: 5 })).numRows()).toBe(
      1
    );
    await expect(session.getSpansTable('span_kind === 1')).rejects.toThrow(
      /\n {2}span_kind === 1\n {2} {11,13}\^/
    );
    expect((await session.getSpansTable("name == 'x'")).columnNames()).toContain(
      'context.trace_id'
    );
    await session.deleteTraces();
  });

  test('spans are selected by their table or its rows, and read as the selection and its export', async () => {
    const span = (id: string, start: string) => ({
      name: id,
      span_kind: 'LLM',
      parent_id: null,
      start_time: start,
      end_time: null,
      status_code: 'OK',
      status_message: '',
      context: { span_id: id.repeat(16), trace_id: id.repeat(32) },
      attributes: { 'llm.invocation_parameters': { seed: 1 } }
    });
    const times = ['2025-03-01T12:00:00Z', '2025-03-01T12:00:01Z', '2025-03-01T12:00:02Z'];
    await launchApp({ trace: await loadTraces(times.map((time, i) => span(`${i + 1}`, time))) });
    const spans = await session.getSpansTable();
    session.selection = spans.filter((row: { name: string }) => row.name !== '2');
    const selected = await session.selection;
    expect(column(selected, 'name')).toEqual(['3', '1']);
    expect(selected.get('attributes.llm.invocation_parameters', 0)).toEqual({ seed: 1 });
    const exported = await session.export('spans');
    expect(exported.objects()).toEqual(selected.objects());
    await session.select(spans.objects().slice(0, 1));
    expect(column(await session.selection, 'name')).toEqual(['3']);
    await session.select([3]);
    expect(column(await session.selection, 'id')).toEqual(['row-3']);
    await session.select(spans);
    await session.select(spans.filter(() => false));
    expect((await session.selection).numRows()).toBe(0);
    await expect(session.export()).rejects.toThrow('there are no rows to export');
    await session.deleteTraces();
  });

  test('a time beyond the year 2262 is null, and is said', async () => {
    const start = 10_413_792_000_000_000_000n;
    const span = {
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      name: 'far',
      startTimeUnixNano: `${start}`,
      endTimeUnixNano: `${start + 1n}`
    };
    await session.transport.send(
      'POST',
      '/v1/traces',
      JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
      { 'Content-Type': 'application/json' }
    );
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const far = await session.getSpansTable();
    expect(warn.mock.calls).toEqual([
      [
        'PhoenixWarning: Some times of start_time and end_time are null: they lie after the year 2262'
      ]
    ]);
    warn.mockRestore();
    expect(far.objects()).toMatchObject([{ name: 'far', start_time: null, end_time: null }]);
    await session.deleteTraces();
  });

  test('spans that are launched again keep their order, their kinds and the keys of their metadata', async () => {
    const span = (id: string, attributes: object) => ({
      name: id,
      span_kind: 'UNKNOWN',
      parent_id: null,
      start_time: '2025-03-01T12:00:00Z',
      end_time: null,
      status_code: 'UNSET',
      status_message: '',
      context: { span_id: id.repeat(16), trace_id: 'f'.repeat(32) },
      attributes
    });
    const metadata = { 'a.b': 1, '0': { x: null }, e: {} };
    const mine = { metadata, 'openinference.span.kind': 'mine', '__computed__.latency_ms': 1 };
    await launchApp({ trace: await loadTraces([span('1', mine), span('2', {})]) });
    const before = await session.getSpansTable();
    expect(column(before, 'name')).toEqual(['1', '2']);
    expect(column(before, 'events')).toEqual([[], []]);
    expect(before.columnNames().slice(10)).toEqual([
      'attributes.openinference.span.kind',
      'attributes.metadata'
    ]);
    expect(before.get('attributes.metadata', 0)).toEqual(metadata);
    const trace = await session.getTraceDataset();
    await session.deleteTraces();
    await launchApp({ trace });
    expect((await session.getSpansTable()).objects()).toEqual(before.objects());
    await session.deleteTraces();
    for (const [options, sentence] of [
      [{ startTime: 'noon' }, 'Cannot use "noon" as startTime'],
      [{ project: 5 }, 'Cannot use 5 as project'],
      [{ rootSpansOnly: 'no' }, 'Cannot use "no" as rootSpansOnly']
    ] as const) {
      await expect(session.getSpansTable(null, options as object)).rejects.toThrow(sentence);
    }
  });

  test('register() sends the spans of this process, by the packages of the notebook', async () => {
    const provider = await register({ project: 'shop', session, setGlobal: false });
    const tracer = provider.getTracer('test') as {
      startSpan(name: string, options: object): { end(): void };
    };
    tracer.startSpan('hello', { attributes: { 'openinference.span.kind': 'TOOL' } }).end();
    await provider.forceFlush();
    const spans = await session.getSpansTable("span_kind == 'TOOL'", { project: 'shop' });
    expect(column(spans, 'name')).toEqual(['hello']);
    await provider.shutdown();
    vi.spyOn(process, 'cwd').mockReturnValueOnce(folders.root);
    await expect(register({ session })).rejects.toThrow(
      'Cannot send spans: the package @opentelemetry/sdk-trace-base is not installed. npm install'
    );
    await session.deleteTraces();
  });

  test('launchApp() without data keeps the data, with data replaces them', async () => {
    expect(await launchApp()).toBe(session);
    expect((await session.state()).datasets.primary).toMatchObject({
      name: 'production',
      rowCount: 240
    });
    await launchApp({ primary: new Dataset(createRows(10), SCHEMA) });
    expect((await session.state()).datasets).toMatchObject({
      primary: { name: 'primary', rowCount: 10 },
      reference: null
    });
    await launchApp({ primary, reference });
  });

  test.each<[string, () => unknown, string]>([
    [
      'an unknown metric',
      () => session.metric('acuracy'),
      'Cannot find metric "acuracy". Use "accuracy"'
    ],
    ['an unknown dimension', () => session.metric('mean', 'amont'), '"amount"'],
    [
      'a misspelled option',
      () => session.signals('psi', { strat: '2025' } as object),
      'There is no option of signals called "strat". Did you mean "start"?'
    ],
    [
      'a time that is none',
      () => session.metric('mean', 'amount', { start: new Date(NaN) }),
      'as start: a Date or ISO 8601 text is needed'
    ],
    [
      'a window without a unit',
      () => session.timeseries('mean', 'amount', { window: '3' }),
      'Cannot use "3" as window: a length of time is needed'
    ],
    [
      'an unknown order',
      () => session.clusters(null, { sort: 'sise' as 'size' }),
      'Did you mean "size"?'
    ],
    [
      'a parameter that is text',
      () => session.umap('thing', { nNeighbors: '5' as unknown as number }),
      'Cannot use "5" as nNeighbors: it is a whole number from 2 to 1000'
    ],
    [
      'a parameter out of range',
      () => session.umap('thing', { nComponents: 4 as 3 }),
      'Cannot use 4 as nComponents: it is a whole number from 2 to 3'
    ],
    [
      'a distance that is not there',
      () => session.umap('thing', { metric: 'taxi' as 'cosine' }),
      'Cannot use "taxi" as metric: it is "euclidean" or "cosine"'
    ],
    ['an unknown embedding', () => session.umap('thong').result(), 'thong'],
    [
      'a row that is not there',
      () => session.select([240]),
      'Cannot select row 240 of "production": it has 240 rows, counted from 0'
    ],
    [
      'a mask of another length',
      () => session.select([true]),
      'Cannot select by a mask of 1 values: "production" has 240 rows'
    ],
    ['rows without a name', () => session.select([{ amount: 1 }]), 'Cannot find these rows'],
    [
      'another data set',
      () => session.select({ corpus: [1] }),
      'Cannot select rows of "corpus": the data sets are "primary", "reference", "production", "training"'
    ],
    [
      'two kinds of a threshold',
      () => session.setThreshold('psi', null, { off: true, upper: 1 } as object),
      'Cannot set a threshold'
    ],
    [
      'a name that is a path',
      async () => session.select([1]).then(() => session.export('../x')),
      '../x'
    ],
    [
      'a table as primary',
      () => launchApp({ primary: aq.table({ a: [1] }) as unknown as Dataset }),
      'a Dataset is needed'
    ],
    ['another port', () => launchApp({ port: 1 }), 'Cannot move the running session from port'],
    [
      'vectors of two lengths',
      () =>
        launchApp({
          primary,
          reference: new Dataset(
            createRows(20).map(row => ({ ...row, vector: [1, 2] })),
            SCHEMA
          )
        }),
      'Cannot compare the vectors of "thing": they have 6 numbers in primary and 2 in reference'
    ],
    [
      'a samples default out of range',
      () => launchApp({ defaultUmapParameters: { nSamples: 0 } }),
      'Cannot use 0 as nSamples of defaultUmapParameters: it is a whole number from 1 to 1000'
    ]
  ])('%s is refused in one sentence', async (_, call, sentence) => {
    await expect(Promise.resolve().then(call)).rejects.toThrow(sentence);
  });

  test('%phoenix carries out lines', async () => {
    const said = vi.spyOn(console, 'log').mockClear();
    await phoenix('');
    expect(said.mock.lastCall?.[0]).toMatch(
      /^Phoenix session ".*\n {2}primary {3}"production", 240 rows, 7 columns\n {2}reference "training"/
    );
    await phoenix('help');
    expect(said.mock.lastCall?.[0]).toContain('%phoenix close');
    const drift = (await phoenix('drift')) as aq.ColumnTable;
    expect(drift.columnNames()).toEqual([
      'name',
      'type',
      'role',
      'psi',
      'js_distance',
      'euclidean_distance'
    ]);
    const psi = column(drift, 'psi').filter(value => value !== null) as number[];
    expect(psi).toEqual(psi.toSorted((a, b) => b - a));
    expect(await phoenix('view 300')).toMatchObject({ height: 300 });
    expect(await phoenix('traces latency_ms > 5')).toMatchObject({
      place: '#/traces?filter=latency_ms+%3E+5'
    });
    await phoenix('select rows', { rows: () => [1, 2] });
    expect(column((await phoenix('select')) as aq.ColumnTable, 'id')).toEqual(['row-1', 'row-2']);
    await phoenix('select none');
    expect(((await phoenix('select')) as aq.ColumnTable).numRows()).toBe(0);
    expect(((await phoenix('signals psi, mean')) as aq.ColumnTable).columnNames()).toContain(
      'mean'
    );
    expect(String(await phoenix('exports'))).toMatch(/^\[<ColumnTable first>/);
    expect(await phoenix('url')).toContain('?ticket=');
    expect(await phoenix('launch here', { here: () => primary })).toBe(session);
    await launchApp({ primary, reference });
  });

  test.each<[string, Record<string, () => unknown>, string]>([
    ['lunch', {}, "There is no command 'lunch': did you mean 'launch'?"],
    ['xyz', {}, "There is no command 'xyz'; see %phoenix help"],
    ['launch a b c d', {}, 'launch takes at most 3 data sets, not 4'],
    [
      'launch a',
      { a: () => [1] },
      "'a' is a Array, not a Dataset; wrap it in new Dataset(a, schema)"
    ],
    ['launch a', { a: () => fail('a is not defined') }, "There is no data set called 'a'"],
    ['select a', { a: () => fail('a is not defined') }, 'Cannot find the rows: a is not defined'],
    ['view 5', {}, 'Cannot show a view of height 5'],
    ['spans name ==', {}, '\n  name ==']
  ])('%%phoenix %s is refused in one sentence', async (line, values, sentence) => {
    await expect(phoenix(line, values)).rejects.toThrow(sentence);
  });

  test('tables show themselves', () => {
    const rows = aq.table({ n: [1, 0.123456789, null], text: ['a', 'b'.repeat(60), ''] });
    expect(inspect(rows)).toBe(
      `n         text\n1         a\n0.123457  ${'b'.repeat(39)}…\n\n3 rows × 2 columns`
    );
    const display = (rows as unknown as Record<symbol, () => Record<string, string>>)[
      Symbol.for('Jupyter.display')
    ];
    expect(display?.call(rows)['text/html']).toContain('<table>');
  });

  test('files of data are read by their ending', async () => {
    const path = join(folders.root, 'a.csv');
    writeFileSync(
      path,
      'zip,n,at,on\n00501,1,2025-01-01T00:00:00Z,true\n10001,,2025-01-02T00:00:00Z,\n'
    );
    await launchApp({ primary: await Dataset.fromFile(path) });
    await session.select([0, 1]);
    expect((await session.export()).select('zip', 'n', 'on').objects()).toEqual([
      { zip: '00501', n: 1, on: true },
      { zip: '10001', n: null, on: null }
    ]);
    await expect(Dataset.fromFile(join(folders.root, 'b.csv'))).rejects.toThrow(
      'there is no such file'
    );
    await expect(Dataset.fromFile('a.xlsx')).rejects.toThrow(
      'There is no kind of file called ".xlsx"'
    );
  });
});
