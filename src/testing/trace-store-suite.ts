import { tableFromIPC } from '@uwdata/flechette';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAttributeJson } from '../contract/attribute-json.ts';
import { Double } from '../contract/attribute-value.ts';
import type { Span } from '../contract/span.ts';
import {
  SPAN_SORTS,
  type Page,
  type SpanRow,
  type SpanSort,
  type SpansQuery,
  type TracesQuery
} from '../contract/traces.ts';
import type { TraceStore } from '../traces/trace-store.ts';
import { makeSpan, NEW_YEAR_NS, spanIdOf, traceIdOf } from './make-span.ts';

interface Options {
  /** A new, empty store. */
  open: () => Promise<TraceStore>;
}

const SPANS: SpansQuery = {
  filter: '',
  rootsOnly: false,
  sort: { by: 'start', descending: true },
  limit: 100
};
const TRACES: TracesQuery = { ...SPANS, sort: { by: 'start', descending: true } };

/** A (chain) → B (model call, 10 + 5 tokens) and C (tool, error) → D (model call, 2 + 3 tokens): §12.4. */
const FAMILY: Span[] = [
  makeSpan({ id: 0xa }),
  makeSpan({ id: 0xb, parent: 0xa, prompt: 10, completion: 5 }, { kind: 'LLM', statusCode: 'OK' }),
  makeSpan({ id: 0xc, parent: 0xa }, { kind: 'TOOL', statusCode: 'ERROR' }),
  makeSpan({ id: 0xd, parent: 0xc, prompt: 2, completion: 3 }, { kind: 'LLM' })
];

function permute<Item>(items: readonly Item[]): Item[][] {
  return items.length < 2
    ? [[...items]]
    : items.flatMap((item, i) =>
        permute([...items.slice(0, i), ...items.slice(i + 1)]).map(rest => [item, ...rest])
      );
}

/** What each sort looks at. */
const VALUES: Record<SpanSort, (row: SpanRow) => number | string | null> = {
  start: row => row.startUs,
  end: row => row.endUs,
  name: row => row.name,
  kind: row => row.kind,
  status: row => row.statusCode,
  latency: row => row.latencyUs,
  promptTokens: row => row.promptTokens,
  completionTokens: row => row.completionTokens,
  totalTokens: row => row.totalTokens,
  cumulativeTokens: row => row.cumulative.total,
  errors: row => row.errors,
  cost: row => row.cost
};

function compareKeys(a: number | string, b: number | string, descending: boolean): number {
  const order =
    typeof a === 'number' && typeof b === 'number'
      ? a - b
      : Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
  return descending ? -order : order;
}

const sumsOf = ({ cumulative: { prompt, completion, total }, errors }: SpanRow) => [
  prompt,
  completion,
  total,
  errors
];

/** What every span store must do. */
export function testTraceStore(name: string, { open }: Options): void {
  const check = (title: string, body: (store: TraceStore) => Promise<void>) =>
    test(title, async () => {
      const store = await open();
      try {
        await body(store);
      } finally {
        await store[Symbol.asyncDispose]();
      }
    });
  const rowsById = async (store: TraceStore) => {
    const { rows } = await store.listSpans({ ...SPANS, limit: 1000 });
    return new Map(rows.map(row => [parseInt(row.spanId, 16), row]));
  };

  describe(name, () => {
    check('an empty store has nothing', async store => {
      expect(await store.listSpans(SPANS)).toEqual({ rows: [], next: null });
      expect(await store.listTraces(TRACES)).toEqual({ rows: [], next: null });
      expect((await store.summarise(SPANS)).latency).toBeNull();
      expect(await store.listProjects()).toEqual([]);
    });

    check('sums are the same in all 24 orders of arrival, one by one', async store => {
      for (const [trace, order] of permute(FAMILY).entries()) {
        for (const span of order) {
          await store.write([{ ...span, traceId: traceIdOf(trace + 1) }]);
        }
        const { spans } = await store.readTrace(traceIdOf(trace + 1));
        const byId = new Map(spans.map(row => [parseInt(row.spanId, 16), row]));
        expect([0xa, 0xb, 0xc, 0xd].map(id => sumsOf(byId.get(id) as SpanRow))).toEqual([
          [12, 8, 20, 1],
          [10, 5, 15, 0],
          [2, 3, 5, 1],
          [2, 3, 5, 0]
        ]);
        expect([...byId.values()].filter(row => row.isRoot).map(row => row.spanId)).toEqual([
          spanIdOf(0xa)
        ]);
      }
      const { rows } = await store.listTraces({ ...TRACES, limit: 100 });
      expect(rows).toHaveLength(24);
      for (const { root, spans, errors, tokens } of rows) {
        expect([root.spanId, spans, errors, tokens.total]).toEqual([spanIdOf(0xa), 4, 1, 20]);
      }
    });

    check('sums do not depend on how spans are cut into batches', async store => {
      let trace = 100;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ parent: fc.nat(12), tokens: fc.nat(50), fails: fc.boolean() }), {
            minLength: 1,
            maxLength: 12
          }),
          fc.nat(),
          fc.integer({ min: 1, max: 5 }),
          async (sketches, seed, size) => {
            trace++;
            // A tree: each span's parent is one before it, or none.
            const spans = sketches.map(({ parent, tokens, fails }, i) =>
              makeSpan(
                { id: i + 1, trace, parent: i === 0 ? null : (parent % i) + 1, prompt: tokens },
                { kind: 'LLM', statusCode: fails ? 'ERROR' : 'OK' }
              )
            );
            const expected = spans.map((_, i) => {
              const below = (at: number): number[] => [
                at,
                ...spans.flatMap((span, j) => (span.parentId === spanIdOf(at + 1) ? below(j) : []))
              ];
              const all = below(i);
              return [
                all.reduce((sum, j) => sum + (sketches[j]?.tokens ?? 0), 0),
                all.filter(j => sketches[j]?.fails).length
              ];
            });
            const shuffled = spans
              .map((span, i) => ({ span, key: Math.sin(seed + i * 7.3) }))
              .sort((a, b) => a.key - b.key)
              .map(({ span }) => span);
            for (let i = 0; i < shuffled.length; i += size) {
              await store.write(shuffled.slice(i, i + size));
            }
            const detail = await store.readTrace(traceIdOf(trace));
            const byId = new Map(detail.spans.map(row => [row.spanId, row]));
            expect(
              spans.map(({ spanId }) => {
                const row = byId.get(spanId);
                return [row?.cumulative.prompt, row?.errors];
              })
            ).toEqual(expected);
            expect(detail.spans.filter(row => row.isRoot)).toHaveLength(1);
          }
        ),
        { numRuns: 40 }
      );
    });

    check('a span whose parent has not come is a root until it comes', async store => {
      await store.write([makeSpan({ id: 2, parent: 1 }), makeSpan({ id: 3, parent: 2 })]);
      expect((await rowsById(store)).get(2)?.isRoot).toBe(true);
      expect((await store.listTraces(TRACES)).rows[0]?.root.spanId).toBe(spanIdOf(2));
      await store.write([makeSpan({ id: 1 })]);
      const rows = await rowsById(store);
      expect([1, 2, 3].map(id => rows.get(id)?.isRoot)).toEqual([true, false, false]);
      expect((await store.listTraces(TRACES)).rows[0]?.root.spanId).toBe(spanIdOf(1));
    });

    check('of two versions the one that has ended stays, otherwise the later', async store => {
      const running = makeSpan({ id: 1, lasts: null });
      expect(await store.write([running])).toEqual({ added: 1, replaced: 0, known: 0 });
      await store.write([makeSpan({ id: 2, parent: 1, prompt: 3 }, { kind: 'LLM' })]);
      expect((await store.listTraces(TRACES)).rows[0]?.endUs).toBeNull();
      await store.write([{ ...running, name: 'later' }]);
      expect((await rowsById(store)).get(1)?.name).toBe('later');
      const ended = makeSpan({ id: 1, lasts: 50 }, { name: 'ended', statusCode: 'ERROR' });
      expect(await store.write([ended])).toEqual({ added: 0, replaced: 1, known: 0 });
      expect(await store.write([{ ...ended, name: 'again', statusCode: 'OK' }])).toEqual({
        added: 0,
        replaced: 0,
        known: 1
      });
      const row = (await rowsById(store)).get(1);
      expect([row?.name, row?.latencyUs, row?.cumulative.prompt, row?.errors]).toEqual([
        'ended',
        50_000,
        3,
        1
      ]);
      const [trace] = (await store.listTraces(TRACES)).rows;
      expect([trace?.spans, trace?.errors, trace?.endUs]).toEqual([
        2,
        1,
        Number(NEW_YEAR_NS / 1000n) + 51_000
      ]);
    });

    check('versions of one batch count once', async store => {
      const result = await store.write([
        makeSpan({ id: 1, lasts: null, prompt: 5 }, { kind: 'LLM' }),
        makeSpan({ id: 1, lasts: 9, prompt: 7 }, { kind: 'LLM' }),
        makeSpan({ id: 1, lasts: 20, prompt: 9 }, { kind: 'LLM' })
      ]);
      expect(result).toEqual({ added: 1, replaced: 1, known: 1 });
      const [trace] = (await store.listTraces(TRACES)).rows;
      expect([trace?.spans, trace?.tokens.prompt, trace?.root.latencyUs]).toEqual([1, 7, 9000]);
    });

    check('a running span that gets another parent takes its sums along', async store => {
      await store.write([
        makeSpan({ id: 1 }),
        makeSpan({ id: 2 }),
        makeSpan({ id: 3, parent: 1, lasts: null, prompt: 4 }, { kind: 'LLM' }),
        makeSpan({ id: 4, parent: 3, prompt: 1 }, { kind: 'LLM' })
      ]);
      await store.write([makeSpan({ id: 3, parent: 2, prompt: 6 }, { kind: 'LLM' })]);
      const rows = await rowsById(store);
      expect([1, 2, 3, 4].map(id => rows.get(id)?.cumulative.prompt)).toEqual([0, 7, 7, 1]);
    });

    check('spans that are their own ancestors are roots, and hold nothing up', async store => {
      await store.write([
        makeSpan({ id: 1, parent: 1, prompt: 1 }, { kind: 'LLM', marks: ['own-parent'] }),
        makeSpan({ id: 2, parent: 3, prompt: 2 }, { kind: 'LLM' })
      ]);
      await store.write([makeSpan({ id: 3, parent: 2, prompt: 4 }, { kind: 'LLM' })]);
      await store.write([
        makeSpan({ id: 4, parent: 1, prompt: 8 }, { kind: 'LLM' }),
        makeSpan({ id: 5, parent: 2, prompt: 16 }, { kind: 'LLM' })
      ]);
      const rows = await rowsById(store);
      expect([1, 2, 3, 4, 5].map(id => rows.get(id)?.cumulative.prompt)).toEqual([9, 18, 4, 8, 16]);
      expect([1, 2, 3, 4, 5].map(id => rows.get(id)?.marks)).toEqual([
        ['own-parent'],
        ['endless-parents'],
        ['endless-parents'],
        [],
        []
      ]);
      const roots = await store.listSpans({ ...SPANS, rootsOnly: true });
      expect(roots.rows.map(row => parseInt(row.spanId, 16)).sort()).toEqual([1, 2, 3]);
    });

    check('a circle is the same whichever of its spans came last', async store => {
      const circle = [
        makeSpan({ id: 1, parent: 3, prompt: 1 }, { kind: 'LLM' }),
        makeSpan({ id: 2, parent: 1, prompt: 2 }, { kind: 'LLM' }),
        makeSpan({ id: 3, parent: 2, prompt: 4 }, { kind: 'LLM', statusCode: 'ERROR' }),
        makeSpan({ id: 4, parent: 2, prompt: 8 }, { kind: 'LLM' })
      ];
      for (const [trace, order] of permute(circle).entries()) {
        const traceId = traceIdOf(trace + 1);
        const spans = order.map(span => ({ ...span, traceId }));
        // Every other one at once.
        for (const batch of trace % 2 === 0 ? [spans] : spans.map(span => [span])) {
          await store.write(batch);
        }
        const rows = (await store.readTrace(traceId)).spans;
        const byId = new Map(rows.map(row => [parseInt(row.spanId, 16), row]));
        expect([1, 2, 3, 4].map(id => byId.get(id)?.cumulative.prompt)).toEqual([1, 10, 4, 8]);
        expect([1, 2, 3, 4].map(id => byId.get(id)?.errors)).toEqual([0, 0, 1, 0]);
        expect([1, 2, 3, 4].map(id => byId.get(id)?.isRoot)).toEqual([true, true, true, false]);
      }
      const roots = await store.countSpans({ filter: 'parent_span is None', rootsOnly: false });
      expect(roots.spans).toBe(3 * 24);
    });

    check('a chain deeper than any program is stored in either order', async store => {
      const chain = (trace: number) =>
        Array.from({ length: 3000 }, (_, i) =>
          makeSpan({ id: i + 1, trace, parent: i === 0 ? null : i, prompt: 1 }, { kind: 'LLM' })
        );
      await store.write(chain(1));
      await store.write(chain(2).reverse());
      expect((await store.readTrace(traceIdOf(1))).spans).toHaveLength(3000);
      expect((await store.readTrace(traceIdOf(2))).spans[0]?.cumulative.prompt).toBe(3000);
    });

    check('the same span id in two traces is two spans', async store => {
      await store.write([makeSpan({ id: 7, trace: 1 }), makeSpan({ id: 7, trace: 2 })]);
      expect((await store.listSpans(SPANS)).rows.map(row => row.traceId)).toEqual([
        traceIdOf(2),
        traceIdOf(1)
      ]);
    });

    check('values come back as they were', async store => {
      const attributes = {
        big: 2n ** 63n - 1n,
        whole: new Double(3),
        not: NaN,
        far: Infinity,
        bytes: Uint8Array.of(1, 2, 255),
        list: [1, 'a', null, { b: true }],
        __proto__x: 'y',
        'dotted.key': { deep: [[]] }
      };
      await store.write([
        makeSpan(
          { id: 1, attributes },
          {
            startNs: NEW_YEAR_NS + 123n,
            endNs: NEW_YEAR_NS + 4_567n,
            events: [{ name: 'exception', timeNs: 5n, attributes: { 'exception.type': 'E' } }],
            links: [{ traceId: traceIdOf(9), spanId: spanIdOf(9), attributes: {} }],
            resource: { service: { name: 's' } }
          }
        )
      ]);
      const detail = await store.readSpan(traceIdOf(1), spanIdOf(1));
      expect(readAttributeJson(detail.attributes)).toStrictEqual(attributes);
      expect([detail.startNs, detail.endNs]).toEqual([
        String(NEW_YEAR_NS + 123n),
        String(NEW_YEAR_NS + 4_567n)
      ]);
      expect(detail.events).toEqual([
        { name: 'exception', timeNs: '5', attributes: '{"exception.type":"E"}' }
      ]);
      expect(detail.links[0]?.spanId).toBe(spanIdOf(9));
      expect(readAttributeJson(detail.resource)).toEqual({ service: { name: 's' } });
    });

    check('times of any century are kept exactly', async store => {
      const far = 2n ** 64n - 1n;
      await store.write([
        makeSpan({ id: 1 }, { startNs: far, endNs: far }),
        makeSpan({ id: 2 }, { startNs: 0n, endNs: far })
      ]);
      const detail = await store.readSpan(traceIdOf(1), spanIdOf(1));
      expect([detail.startNs, detail.endNs]).toEqual([String(far), String(far)]);
      expect((await rowsById(store)).get(2)?.latencyUs).toBe(Number.MAX_SAFE_INTEGER);
    });

    check('texts that are too long for a page are cut, and say so', async store => {
      const long = 'x'.repeat(50_000);
      await store.write([
        makeSpan({ id: 1, attributes: { llm: { input_messages: [{ content: long }] } } })
      ]);
      const { attributes, cut } = await store.readSpan(traceIdOf(1), spanIdOf(1));
      expect(cut).toEqual([
        { path: 'attributes["llm"]["input_messages"][0]["content"]', length: 50_000 }
      ]);
      expect(attributes.length).toBeLessThan(21_000);
    });

    check('a text is found in any word of a span of the trace, whatever its case', async store => {
      await store.write([
        makeSpan({ id: 1, attributes: { input: { value: 'Say "Größe"\nplease' }, n: 4711 } }),
        makeSpan(
          { id: 2, parent: 1 },
          { statusCode: 'ERROR', statusMessage: 'Rate limit', name: 'Owl tool' }
        ),
        makeSpan(
          { id: 3, parent: 1 },
          {
            events: [
              { name: 'exception', timeNs: 5n, attributes: { 'exception.type': 'TideError' } }
            ]
          }
        ),
        makeSpan({ id: 4, trace: 2, attributes: { input: { value: 'größe' } } })
      ]);
      const find = async (text: string) =>
        (await store.findInTrace(traceIdOf(1), text)).map(
          ({ spanId, path }) => `${parseInt(spanId, 16)} ${path}`
        );
      expect(await find('GRÖSSE')).toEqual([]);
      expect(await find('"größe"\nPLEASE')).toEqual(['1 input.value']);
      expect(await find('471')).toEqual(['1 n']);
      expect(await find('span')).toEqual(['1 name', '3 name']);
      expect(await find('owl')).toEqual(['2 name']);
      expect(await find('rate LIMIT')).toEqual(['2 status_message']);
      expect(await find('tideerror')).toEqual(['3 events[0].attributes["exception.type"]']);
      expect(await store.findInTrace(traceIdOf(9), 'größe')).toEqual([]);
    });

    check('pages follow each other although spans keep coming', async store => {
      await store.write(
        Array.from({ length: 25 }, (_, i) => makeSpan({ id: i + 1, trace: i + 1 }))
      );
      const seen: number[] = [];
      let after: string | undefined;
      for (let page = 0; page < 10; page++) {
        const { rows, next } = await store.listSpans({
          ...SPANS,
          limit: 10,
          ...(after === undefined ? {} : { after })
        });
        seen.push(...rows.map(row => parseInt(row.spanId, 16)));
        await store.write([makeSpan({ id: 100 + page, trace: 100 + page })]);
        if (next === null) {
          break;
        }
        after = next;
      }
      expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => 25 - i));
    });

    check('missing values are last in both directions', async store => {
      await store.write([
        makeSpan({ id: 1, lasts: 5 }),
        makeSpan({ id: 2, lasts: null }),
        makeSpan({ id: 3, lasts: 1 })
      ]);
      const order = async (descending: boolean) =>
        (await store.listSpans({ ...SPANS, sort: { by: 'latency', descending } })).rows.map(row =>
          parseInt(row.spanId, 16)
        );
      expect(await order(true)).toEqual([1, 3, 2]);
      expect(await order(false)).toEqual([3, 1, 2]);
    });

    check('every sort pages through all rows once, in its order', async store => {
      for (let i = 0; i < 60; i++) {
        const some = (i * 7919) % 11;
        const sketch = {
          id: i + 1,
          trace: 1 + (i % 9),
          parent: i % 4 === 0 ? null : 1 + (i % 9),
          at: 1000 * some,
          lasts: some === 3 ? null : 5 * some,
          ...(some === 5 ? {} : { prompt: some * 1e7, completion: some })
        };
        await store.write([
          makeSpan(sketch, {
            name: ['b', 'a', 'é', '\u{1f600}', '\uffff', ''][i % 6] ?? '',
            kind: i % 3 === 0 ? 'LLM' : 'TOOL',
            statusCode: i % 5 === 0 ? 'ERROR' : 'OK'
          })
        ]);
      }
      const { rows: all } = await store.listSpans({ ...SPANS, limit: 1000 });
      const arrival = (row: SpanRow) => parseInt(row.spanId, 16);
      for (const by of SPAN_SORTS) {
        for (const descending of [true, false]) {
          const value = (row: SpanRow) => VALUES[by](row);
          const expected = all
            .map(row => ({ row, id: arrival(row) }))
            .sort((a, b) => {
              const [x, y] = [value(a.row), value(b.row)];
              const order =
                x === y ? 0 : x === null ? 1 : y === null ? -1 : compareKeys(x, y, descending);
              return order || b.id - a.id;
            });
          const found: number[] = [];
          for (let after: string | undefined | null; after !== null;) {
            const page: Page<SpanRow> = await store.listSpans({
              ...SPANS,
              sort: { by, descending },
              limit: 7,
              ...(after === undefined ? {} : { after })
            });
            found.push(...page.rows.map(arrival));
            after = page.next;
          }
          expect([by, descending, found]).toEqual([by, descending, expected.map(({ id }) => id)]);
        }
      }
    });

    check('numbers are those of the rows, whatever came late, again, or went', async store => {
      let trace = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.record({
              id: fc.integer({ min: 1, max: 9 }),
              trace: fc.integer({ min: 1, max: 3 }),
              parent: fc.option(fc.integer({ min: 1, max: 9 })),
              lasts: fc.option(fc.integer({ min: 0, max: 5000 })),
              prompt: fc.constantFrom(1, 20_000_001, 0.25, 2 ** 40),
              fails: fc.boolean(),
              isDeleted: fc.boolean()
            }),
            { minLength: 1, maxLength: 12 }
          ),
          async sketches => {
            trace += 3;
            const project = `p${trace}`;
            for (const { fails, isDeleted, ...sketch } of sketches) {
              const at = { ...sketch, trace: trace + sketch.trace };
              await store.write([
                makeSpan(at, { project, kind: 'LLM', statusCode: fails ? 'ERROR' : 'OK' })
              ]);
              if (isDeleted && sketch.id === 1) {
                await store.deleteTraces({ kind: 'traces', traceIds: [traceIdOf(at.trace)] });
              }
            }
            const { rows } = await store.listSpans({ ...SPANS, project, limit: 1000 });
            const details = await Promise.all(
              [...new Set(rows.map(row => row.traceId))].map(id => store.readTrace(id))
            );
            const stored = details.flatMap(detail => detail.spans);
            const byKey = (a: SpanRow, b: SpanRow) =>
              `${a.traceId}${a.spanId}` < `${b.traceId}${b.spanId}` ? -1 : 1;
            expect([...rows].sort(byKey)).toEqual(stored.sort(byKey));
            const roots = await store.listSpans({ ...SPANS, project, rootsOnly: true });
            expect(roots.rows).toHaveLength(stored.filter(row => row.isRoot).length);
            const failed = await store.listSpans({
              ...SPANS,
              project,
              filter: 'cumulative_error_count > 0 and cumulative_token_count.prompt >= 1'
            });
            const hasFailed = ({ errors, cumulative }: SpanRow) =>
              errors > 0 && cumulative.prompt >= 1;
            expect(failed.rows).toHaveLength(stored.filter(hasFailed).length);
            const summary = await store.summarise({ ...SPANS, project });
            const ended = stored.flatMap(row => row.latencyUs ?? []).sort((a, b) => a - b);
            const rank = (share: number) => ended[Math.ceil(share * ended.length) - 1];
            expect(summary).toMatchObject({
              spans: stored.length,
              traces: details.length,
              errors: stored.filter(row => row.statusCode === 'ERROR').length,
              running: stored.length - ended.length,
              total: stored.length
            });
            expect(summary.latency).toEqual(
              ended.length === 0
                ? null
                : { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), max: ended.at(-1) }
            );
            expect(summary.tokens.prompt).toBe(
              stored.reduce((sum, row) => sum + (row.promptTokens ?? 0), 0)
            );
          }
        ),
        { numRuns: 20 }
      );
    });

    check('numbers above the table are exact', async store => {
      const latencies = Array.from({ length: 200 }, (_, i) => ((i * 37) % 200) + 1);
      await store.write(
        latencies.map((lasts, i) =>
          makeSpan({ id: i + 1, trace: i + 1, lasts }, { statusCode: i < 20 ? 'ERROR' : 'OK' })
        )
      );
      const summary = await store.summarise(SPANS);
      expect(summary).toMatchObject({
        spans: 200,
        traces: 200,
        errors: 20,
        running: 0,
        total: 200
      });
      expect(summary.latency).toEqual({ p50: 100_000, p95: 190_000, p99: 198_000, max: 200_000 });
      const { edges, counts, errors } = summary.histogram;
      expect(edges).toHaveLength(counts.length + 1);
      expect(counts.reduce((a, b) => a + b)).toBe(200);
      expect(errors.reduce((a, b) => a + b)).toBe(20);
    });

    check('a scope is right-open and looks at the start', async store => {
      await store.write([1, 2, 3].map(id => makeSpan({ id, at: id * 1000, lasts: 5000 })));
      const { rows } = await store.listSpans({
        ...SPANS,
        start: '2026-01-01T00:00:01Z',
        end: '2026-01-01T01:00:03+01:00'
      });
      expect(rows.map(row => parseInt(row.spanId, 16))).toEqual([2, 1]);
      await expect(store.listSpans({ ...SPANS, start: 'yesterday' })).rejects.toThrow(
        'Cannot read the time "yesterday"'
      );
    });

    check('a scope is exact to the nanosecond', async store => {
      const spans = [0n, 1n, 999n, 1000n].map((ns, i) =>
        makeSpan({ id: i + 1, at: 0 }, { startNs: NEW_YEAR_NS + ns })
      );
      await store.write(spans);
      const find = async (start: string, end: string) => {
        const { rows } = await store.listSpans({
          ...SPANS,
          start: `2026-01-01T00:00:00.00000${start}Z`,
          end: `2026-01-01T00:00:00.00000${end}Z`
        });
        return rows.map(row => parseInt(row.spanId, 16)).sort();
      };
      expect(await find('0000', '0001')).toEqual([1]);
      expect(await find('0001', '1000')).toEqual([2, 3]);
      expect(await find('0', '1001')).toEqual([1, 2, 3, 4]);
      expect(await find('1', '2')).toEqual([4]);
      expect(await find('0002', '0999')).toEqual([]);
    });

    check(
      'the total of a span is the sum of both counts, else what was given, else the one there is',
      async store => {
        const counts = [
          { prompt: 2, completion: 3, total: 99 },
          { prompt: 2, total: 99 },
          { total: 99 },
          { completion: 3 },
          { prompt: 'many', total: NaN }
        ];
        await store.write(
          counts.map((token_count, i) =>
            makeSpan({ id: i + 1, attributes: { llm: { token_count } } }, { kind: 'LLM' })
          )
        );
        const rows = await rowsById(store);
        expect([1, 2, 3, 4, 5].map(id => rows.get(id)?.totalTokens)).toEqual([5, 99, 99, 3, null]);
      }
    );

    check('sessions may be named by anything but lists', async store => {
      const ids = [' s ', 7, new Double(2), true, 2n ** 62n, '', NaN, ['x'], null];
      await store.write(
        ids.map((id, i) => makeSpan({ id: i + 1, trace: i + 1, attributes: { session: { id } } }))
      );
      const { rows } = await store.listTraces({
        ...TRACES,
        sort: { by: 'start', descending: false }
      });
      expect(rows.map(({ sessionId }) => sessionId)).toEqual([
        ...['s', '7', '2.0', 'true', String(2n ** 62n)],
        ...[null, null, null, null]
      ]);
    });

    check('the filter language finds spans, in tables, numbers, traces and frames', async store => {
      await store.write([
        makeSpan({ id: 1, at: 1000, lasts: 50, attributes: { input: { value: 'Hello' } } }),
        makeSpan(
          {
            id: 2,
            parent: 1,
            at: 2000,
            lasts: 20,
            prompt: 3,
            completion: 4,
            attributes: { llm: { model_name: 'm' }, 'a b': { c: [1, 'x'] } }
          },
          { kind: 'LLM' }
        ),
        makeSpan({ id: 3, parent: 1, at: 3000, lasts: null }, { statusCode: 'ERROR' }),
        makeSpan({ id: 4, trace: 2, parent: 99, at: 4000, lasts: 0.5 })
      ]);
      const find = async (filter: string) =>
        (await store.listSpans({ ...SPANS, filter })).rows
          .map(row => parseInt(row.spanId, 16))
          .sort();
      for (const [filter, ids] of [
        ["span_kind == 'llm'", [2]],
        ["'hello' in input.value", [1]],
        ['latency_ms >= 20 and latency_ms < 50', [2]],
        ['latency_ms == 0.5', [4]],
        ['end_time is None', [3]],
        ['parent_span is None', [1, 4]],
        ['parent_id is None', [1]],
        [`trace_id == '${traceIdOf(2)}'`, [4]],
        ["start_time > '2026-01-01T00:00:02Z'", [3, 4]],
        ["start_time == '2026-01-01T00:00:02Z'", [2]],
        ['cumulative_token_count.total == 7', [1, 2]],
        ['llm.token_count.completion == 4', [2]],
        ['cumulative_error_count > 0', [1, 3]],
        ["llm.model_name != 'm'", []],
        ["attributes['a b']['c'][-1] == 'x'", [2]],
        ["annotations['q'].score is None and name == 'span 2'", [2]],
        ["name in ['span 1', 'span 3'] # two of them", [1, 3]]
      ] as const) {
        expect([filter, await find(filter)]).toEqual([filter, ids]);
      }
      expect(await store.summarise({ ...SPANS, filter: "span_kind == 'LLM'" })).toMatchObject({
        spans: 1,
        total: 4,
        tokens: { prompt: 3, completion: 4, total: 7 },
        latency: { p50: 20_000 }
      });
      const traces = await store.listTraces({ ...TRACES, filter: 'latency_ms < 1' });
      expect(traces.rows.map(row => row.traceId)).toEqual([traceIdOf(2)]);
      const frame = await store.readFrame({ filter: "status_code == 'ERROR'", rootsOnly: false });
      expect(tableFromIPC(frame).numRows).toBe(1);
      await expect(find("name = 'x'")).rejects.toMatchObject({ code: 'filter/syntax' });
      await expect(find('latency_ms')).rejects.toMatchObject({ code: 'filter/not-a-condition' });
      expect(
        await store.deleteTraces({ kind: 'scope', filter: 'latency_ms < 1', rootsOnly: false })
      ).toBe(1);
    });

    check('projects, sessions and names are those of the spans', async store => {
      const attributes = { session: { id: 's1' }, user: { id: 'u' }, input: { value: 'hello' } };
      await store.write([
        makeSpan({ id: 1, trace: 1, attributes }, { project: 'a' }),
        makeSpan({ id: 2, trace: 1, parent: 1 }, { project: 'b' }),
        makeSpan(
          { id: 3, trace: 2, at: 9000, attributes: { ...attributes, output: { value: 'bye' } } },
          { project: 'a' }
        ),
        makeSpan({ id: 4, trace: 3 }, { project: 'b' })
      ]);
      expect(
        (await store.listProjects()).map(({ name: project, spans }) => [project, spans])
      ).toEqual([
        ['a', 3],
        ['b', 1]
      ]);
      const { rows } = await store.listSessions({
        ...TRACES,
        sort: { by: 'start', descending: true }
      });
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({
        sessionId: 's1',
        userId: 'u',
        traces: 2,
        firstInput: 'hello',
        lastOutput: 'bye'
      });
      expect((await store.listSpans({ ...SPANS, session: 's1' })).rows).toHaveLength(3);
      expect((await store.listSpans({ ...SPANS, project: 'b' })).rows).toHaveLength(1);
      expect((await store.listAttributes()).map(({ path }) => path)).toContain('input.value');
      expect(await store.listValues('user.id')).toEqual(['u']);
      expect(await store.listValues('input.value')).toEqual(['hello']);
    });

    check('what is deleted is gone, and what is left is whole', async store => {
      await store.write([
        ...FAMILY,
        ...FAMILY.map(span => ({ ...span, traceId: traceIdOf(2), project: 'other' }))
      ]);
      expect(await store.deleteTraces({ kind: 'traces', traceIds: [traceIdOf(1)] })).toBe(1);
      expect((await store.listSpans(SPANS)).rows).toHaveLength(4);
      await expect(store.readTrace(traceIdOf(1))).rejects.toThrow('Cannot find the trace');
      expect(await store.deleteProject('other')).toBe(1);
      expect((await store.summarise(SPANS)).spans).toBe(0);
      await store.write(FAMILY);
      expect((await store.listTraces(TRACES)).rows[0]?.tokens.total).toBe(20);
    });

    check('retention takes the oldest traces', async store => {
      await store.write(
        Array.from({ length: 10 }, (_, i) =>
          makeSpan({ id: i + 1, trace: i + 1, at: i * 86_400_000 })
        )
      );
      const now = new Date('2026-01-11T00:00:00Z');
      expect(await store.prune({ maxDays: 5, maxBytes: null }, now)).toBe(5);
      expect((await store.listSpans(SPANS)).rows.map(row => parseInt(row.spanId, 16))).toEqual([
        10, 9, 8, 7, 6
      ]);
      expect(await store.prune({ maxDays: null, maxBytes: 1_000_000 }, now)).toBe(0);
    });

    check('retention takes the oldest traces until the rest is small enough', async store => {
      const attributes = { text: 'x'.repeat(4000) };
      await store.write(
        Array.from({ length: 1000 }, (_, i) =>
          makeSpan({ id: i + 1, trace: i + 1, at: i, attributes })
        )
      );
      const now = new Date('2026-01-02T00:00:00Z');
      const limits = { maxDays: 100, maxBytes: 2_000_000 };
      const gone = await store.prune({ ...limits, isShrunk: false }, now);
      expect(gone).toBeGreaterThan(400);
      expect(gone).toBeLessThan(800);
      const { rows } = await store.listTraces({
        ...TRACES,
        limit: 1000,
        sort: { by: 'start', descending: false }
      });
      expect(rows.map(({ traceId }) => traceId)).toEqual(
        Array.from({ length: 1000 - gone }, (_, i) => traceIdOf(gone + i + 1))
      );
      expect(await store.prune(limits, now)).toBe(0);
    });

    check('a frame has fixed columns, exact types, and one column per attribute', async store => {
      await store.write([
        makeSpan(
          {
            id: 1,
            prompt: 7,
            attributes: {
              llm: { model_name: 'm', custom: 1, input_messages: [{ message: { role: 'user' } }] },
              mine: { a: 1 },
              score: 0.5
            }
          },
          { kind: 'LLM', startNs: NEW_YEAR_NS + 1n }
        ),
        makeSpan({ id: 2, attributes: { score: NaN } }, { startNs: NEW_YEAR_NS + 2n })
      ]);
      const table = tableFromIPC(await store.readFrame({ filter: '', rootsOnly: false }), {
        useBigInt: true,
        useBigIntTimestamp: true
      });
      expect(table.names.slice(0, 10)).toEqual([
        'name',
        'span_kind',
        'parent_id',
        'start_time',
        'end_time',
        'status_code',
        'status_message',
        'events',
        'context.span_id',
        'context.trace_id'
      ]);
      expect(table.names.slice(10).sort()).toEqual([
        'attributes.llm',
        'attributes.llm.input_messages',
        'attributes.llm.model_name',
        'attributes.llm.token_count.prompt',
        'attributes.mine',
        'attributes.score'
      ]);
      const column = (name: string): unknown[] => Array.from<unknown>(table.getChild(name));
      expect(column('context.span_id')).toEqual([spanIdOf(2), spanIdOf(1)]);
      expect(column('start_time')).toEqual([NEW_YEAR_NS + 2n, NEW_YEAR_NS + 1n]);
      expect(column('attributes.score')).toEqual([NaN, 0.5]);
      expect(column('attributes.llm.token_count.prompt')).toEqual([null, 7n]);
      expect(column('attributes.mine')).toEqual([null, '{"a":1}']);
      expect(table.schema.metadata?.get('phoenix:json')).toBe(
        '["events","attributes.llm.input_messages","attributes.llm","attributes.mine"]'
      );
    });

    check('a frame has long and short spans whole, in the order of their times', async store => {
      const ids = Array.from({ length: 1300 }, (_, i) => i + 1);
      const at = (id: number) => (id * 7919) % 1300;
      const textOf = (id: number) =>
        `${id % 400 === 1 ? 'löng '.repeat(500_000) : 'short'} "${id}"\n`;
      const event = { name: 'exception', timeNs: NEW_YEAR_NS, attributes: { text: 'a\nb' } };
      await store.write(
        ids.map(id =>
          makeSpan(
            { id, trace: id, at: at(id), attributes: { input: { value: textOf(id) } } },
            id % 3 === 0 ? { events: [event], statusMessage: `no ${id}` } : {}
          )
        )
      );
      await store.deleteTraces({ kind: 'traces', traceIds: [traceIdOf(5)] });
      const table = tableFromIPC(
        await store.readFrame({ filter: '', rootsOnly: false, limit: 1200 })
      );
      const ordered = ids.filter(id => id !== 5).sort((a, b) => at(b) - at(a));
      const expected = ordered.slice(0, 1200);
      const column = (name: string): unknown[] => Array.from<unknown>(table.getChild(name));
      expect(column('context.span_id')).toEqual(expected.map(spanIdOf));
      expect(column('context.trace_id')).toEqual(expected.map(traceIdOf));
      expect(column('name')).toEqual(expected.map(id => `span ${id}`));
      expect(column('attributes.input.value')).toEqual(expected.map(textOf));
      expect(column('status_message')).toEqual(
        expected.map(id => (id % 3 === 0 ? `no ${id}` : ''))
      );
      expect(column('events').map(cell => cell !== null)).toEqual(expected.map(id => id % 3 === 0));
    });

    check('an empty frame has all its columns, typed', async store => {
      const table = tableFromIPC(await store.readFrame({ filter: '', rootsOnly: false }));
      expect([table.numRows, table.numCols]).toEqual([0, 10]);
    });

    check('readCard() tells of a few traces one by one', async store => {
      await store.write([
        ...FAMILY,
        makeSpan({ id: 0x10, trace: 2, at: 500, lasts: null }),
        makeSpan({ id: 0x20, trace: 3 })
      ]);
      const card = await store.readCard({
        by: 'traces',
        traceIds: [2, 1, 99].map(traceIdOf)
      });
      expect(card).toMatchObject({ traces: 2, spans: 5, running: 1, errors: 1, tokens: 20 });
      expect(card.summary).toBeNull();
      expect([card.firstUs, card.lastUs]).toEqual(
        [10, 500].map(ms => Number(NEW_YEAR_NS / 1000n) + ms * 1000)
      );
      const [family, running] = card.shown;
      expect(family).toMatchObject({
        traceId: traceIdOf(1),
        name: 'span 10',
        spans: 4,
        tokens: 20
      });
      expect(family?.rows.map(({ name, depth, hasError }) => [name, depth, hasError])).toEqual([
        ['span 10', 0, true],
        ['span 11', 1, false],
        ['span 12', 1, true],
        ['span 13', 2, false]
      ]);
      expect(running).toMatchObject({ latencyUs: null, running: 1 });
      expect(await store.readCard({ by: 'traces', traceIds: [] })).toMatchObject({
        traces: 0,
        cost: null
      });
    });

    check('readCard() sums up many traces, with the slowest and those that failed', async store => {
      await store.write(
        Array.from({ length: 500 }, (_, i) =>
          makeSpan(
            {
              id: i + 1,
              trace: i + 1,
              lasts: i + 1,
              attributes: { input: { value: `question ${i}` } }
            },
            i % 100 === 7 ? { statusCode: 'ERROR', statusMessage: `no ${i}` } : {}
          )
        )
      );
      const traceIds = Array.from({ length: 500 }, (_, i) => traceIdOf(i + 1));
      const { traces, shown, summary } = await store.readCard({ by: 'traces', traceIds });
      expect([traces, shown]).toEqual([500, []]);
      expect(summary?.slowest.map(({ latencyUs }) => latencyUs)).toEqual([
        500_000, 499_000, 498_000
      ]);
      expect(summary?.failed.map(({ message }) => message)).toEqual(['no 7', 'no 107', 'no 207']);
      expect(summary?.failed[0]?.input).toBe('question 7');
      expect(summary?.failures).toBe(5);
      const { edges = [], counts = [], errors = [] } = summary?.histogram ?? {};
      expect(edges).toHaveLength(counts.length + 1);
      expect(counts.reduce((a, b) => a + b)).toBe(500);
      expect(errors.reduce((a, b) => a + b)).toBe(5);
      expect(edges[0]).toBeLessThanOrEqual(1000);
      expect(edges.at(-1)).toBeGreaterThan(500_000);
    });

    check('readCard() by time leaves out spans that say they are another program', async store => {
      const resourceOf = (pid: number | null, language: string) => ({
        telemetry: { sdk: { language } },
        ...(pid === null ? {} : { process: { pid } })
      });
      const sketches: [trace: number, at: number, resource: Span['resource']][] = [
        [1, 10, resourceOf(null, 'python')],
        [2, 20, resourceOf(77, 'python')],
        [3, 30, resourceOf(78, 'python')],
        [4, 40, resourceOf(null, 'nodejs')],
        [5, 50, {}],
        [6, 9, resourceOf(77, 'python')],
        [7, 60, resourceOf(77, 'python')]
      ];
      await store.write(
        sketches.map(([trace, at, resource]) => makeSpan({ id: 1, trace, at }, { resource }))
      );
      const { shown } = await store.readCard({
        by: 'time',
        start: '2026-01-01T00:00:00.010Z',
        end: '2026-01-01T00:00:00.060Z',
        pid: 77,
        language: 'python'
      });
      expect(shown.map(({ traceId }) => traceId)).toEqual([1, 2, 5].map(traceIdOf));
    });

    check('a card quotes what was said last', async store => {
      const said = (content: string) => [{ message: { role: 'assistant', content } }];
      await store.write([
        makeSpan({ id: 1, attributes: { input: { value: 'Why?\n  Now' } } }),
        makeSpan(
          { id: 2, parent: 1, attributes: { llm: { output_messages: said('First') } } },
          { kind: 'LLM' }
        ),
        makeSpan(
          { id: 3, parent: 1, attributes: { llm: { output_messages: said('Last') } } },
          { kind: 'LLM' }
        )
      ]);
      const { shown } = await store.readCard({ by: 'traces', traceIds: [traceIdOf(1)] });
      expect(shown[0]).toMatchObject({ input: 'Why? Now', output: 'Last' });
    });
  });
}
