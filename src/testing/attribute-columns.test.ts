import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseFilter } from '../filter/parse-filter.ts';
import { toSql } from '../filter/to-sql.ts';
import { openSqliteStore } from '../traces/sqlite/open-sqlite-store.ts';
import { prepareReader } from '../traces/sqlite/schema.ts';
import { SqliteReader, SqliteWriter } from '../traces/sqlite/sqlite-store.ts';
import { makeSpan, traceIdOf } from './make-span.ts';

let folder = '';
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phoenix-columns-'));
});
afterAll(() => rm(folder, { recursive: true }));
const newPath = () => join(folder, `${files++}.db`);

const withTier = (id: number, tier: string, lasts: number | null = 10) =>
  makeSpan({ id, trace: id, lasts, attributes: { metadata: { tier } } });

interface Parts {
  writer: SqliteWriter;
  count: (filter: string) => number;
  make: () => boolean[];
  /** Takes the attributes away, so that nothing but columns can answer. */
  empty: () => void;
  close: () => void;
}

function open(path: string): Parts {
  const writer = new SqliteWriter({ path });
  const reader = new SqliteReader({ path }, writer.table);
  return {
    writer,
    count: filter => reader.countSpans({ filter, rootsOnly: false }).spans,
    make: () => {
      const kept: boolean[] = [];
      for (let order = writer.orderColumns({ isFirst: true, isAll: true }); order;) {
        kept.push(writer.keepColumns(order, reader.gatherColumns(order)));
        order = writer.orderColumns({ isFirst: false, isAll: true });
      }
      return kept;
    },
    empty: () => {
      const db = new DatabaseSync(path);
      db.exec("UPDATE bodies SET attributes = '{}'");
      db.close();
    },
    close: () => {
      reader.close();
      writer.close();
    }
  };
}

const GOLD = "metadata['tier'] == 'gold'";

test('filters are answered by the columns alone', () => {
  const { writer, count, make, empty, close } = open(newPath());
  writer.write([withTier(1, 'gold'), withTier(2, 'free'), withTier(3, 'gold')]);
  expect(make()).toEqual([true]);
  empty();
  expect(count(GOLD)).toBe(2);
  expect(count(`not (${GOLD})`)).toBe(1);
  expect(count("metadata.tier in ['free', 'team'] and nothing is None")).toBe(1);
  expect(count("'OL' in metadata.tier or metadata.tier < 'g'")).toBe(3);
  expect(count('metadata.tier is not None and float(metadata.tier) is None')).toBe(3);
  const many = Array.from({ length: 20 }, (_, i) => `metadata.t${i} == 'x'`).join(' or ');
  expect(count(`${many} or metadata.tier == 'free'`)).toBe(1);
  // An object is no value of a column.
  expect(count("'gold' in metadata")).toBe(0);
  close();
});

test('long texts are searched by their words, and asked for where these do not suffice', () => {
  const path = newPath();
  const { writer, count, make, empty, close } = open(path);
  const texts = ['The Refund, please', 'no refunds. The end', 'ÉTÉ à Paris', 'refund the owl'];
  writer.write(
    texts.map((text, i) =>
      makeSpan({
        id: i + 1,
        trace: i + 1,
        attributes: { input: { value: `${text} ${'and so on '.repeat(60)}` } }
      })
    )
  );
  const counts: [filter: string, spans: number][] = [
    ["'refund' in input.value", 3],
    ["'REFUNDS' in input.value", 1],
    ["'été' in input.value", 1],
    ["'refund' not in input.value", 1],
    ["'refund the' in input.value", 1],
    ["'the refund' in input.value or 'the owl' in input.value", 2],
    [`input.value == '${texts[3] ?? ''} ${'and so on '.repeat(60)}'`, 1],
    ['input.value is None', 0],
    ["', ' in input.value", 1],
    ["input.value < 'p'", 2]
  ];
  const before = counts.map(([filter]) => [filter, count(filter)]);
  make();
  const again = open(path);
  expect(counts.map(([filter]) => [filter, again.count(filter)])).toEqual(counts);
  expect(before).toEqual(counts);
  again.close();
  empty();
  const last = open(path);
  expect(counts.slice(0, 4).map(([filter]) => [filter, last.count(filter)])).toEqual(
    counts.slice(0, 4)
  );
  last.close();
  close();
});

test('a file keeps its columns, and what they are made of', () => {
  const path = newPath();
  const first = open(path);
  first.writer.write([withTier(1, 'gold'), withTier(2, 'free')]);
  first.make();
  first.close();
  const { count, make, empty, close } = open(path);
  expect(make()).toEqual([]);
  empty();
  expect(count(GOLD)).toBe(1);
  close();
});

test('spans that come, change or go take the columns of their block with them', () => {
  const path = newPath();
  const { writer, count, make, close } = open(path);
  const isKept = () => {
    const db = new DatabaseSync(path, { readOnly: true });
    const row = db.prepare('SELECT count(*) AS n FROM attribute_columns').get();
    db.close();
    return row?.['n'] !== 0;
  };
  writer.write([withTier(1, 'free', null), withTier(2, 'free')]);
  make();
  expect([isKept(), count(GOLD)]).toEqual([true, 0]);
  writer.write([withTier(1, 'gold')]);
  expect([isKept(), count(GOLD)]).toEqual([false, 1]);
  make();
  writer.write([withTier(3, 'gold')]);
  expect([isKept(), count(GOLD)]).toEqual([false, 2]);
  make();
  const deletion = writer.deleteTraces({ kind: 'traces', traceIds: [traceIdOf(1)] });
  while (deletion.next().done !== true);
  expect([isKept(), count(GOLD)]).toEqual([false, 1]);
  make();
  expect([isKept(), count(GOLD)]).toEqual([true, 1]);
  // A version that is known changes nothing, and a child changes only sums.
  writer.write([withTier(3, 'late')]);
  expect([isKept(), count(GOLD)]).toEqual([true, 1]);
  close();
});

test('columns of what has changed since are not kept', () => {
  const path = newPath();
  const { writer, count, make, close } = open(path);
  const reader = new SqliteReader({ path }, writer.table);
  writer.write([withTier(1, 'free', null)]);
  const order = writer.orderColumns({ isFirst: true, isAll: true });
  const columns = order ? reader.gatherColumns(order) : [];
  writer.write([withTier(1, 'gold')]);
  expect(order && writer.keepColumns(order, columns)).toBe(false);
  expect(count(GOLD)).toBe(1);
  expect(make()).toEqual([true]);
  expect(order && writer.keepColumns(order, columns)).toBe(false);
  expect(count(GOLD)).toBe(1);
  reader.close();
  close();
});

test('paths for which there is no id any more are asked for', () => {
  const path = newPath();
  const { writer, count, make, close } = open(path);
  const db = new DatabaseSync(path);
  db.exec(`INSERT INTO attribute_paths (id, path) VALUES (${2 ** 20 - 1}, '["last"]')`);
  writer.write([makeSpan({ id: 1, attributes: { last: 1, tier: 'gold' } })]);
  expect(make()).toEqual([true]);
  expect(db.prepare('SELECT count(*) AS n FROM attribute_paths').get()?.['n']).toBe(2);
  db.close();
  expect([count("tier == 'gold'"), count('last == 1')]).toEqual([1, 1]);
  close();
});

test('only blocks that are full and old enough are ordered, each once, and the last two never', () => {
  const { writer, make, close } = open(newPath());
  const spans = Array.from({ length: 3 * 8192 }, (_, i) => withTier(i + 1, 'free'));
  writer.write(spans.slice(0, 2 * 8192 - 1));
  expect(writer.orderColumns({ isFirst: true })).toBeNull();
  writer.write(spans.slice(2 * 8192 - 1));
  expect(writer.orderColumns({ isFirst: true })).toMatchObject({ index: 0 });
  expect(writer.orderColumns({ isFirst: false })).toMatchObject({ index: 1 });
  expect(writer.orderColumns({ isFirst: false })).toBeNull();
  expect(writer.orderColumns({ isFirst: true })).toMatchObject({ index: 0 });
  expect(make()).toEqual([true, true, true, true]);
  expect(writer.orderColumns({ isFirst: true, isAll: true })).toBeNull();
  close();
}, 60_000);

test('a file of the second version opens, and gets columns', async () => {
  const path = newPath();
  {
    await using store = openSqliteStore({ path });
    await store.write([withTier(1, 'gold'), withTier(2, 'free')]);
  }
  const db = new DatabaseSync(path);
  db.exec('DROP TABLE attribute_paths; DROP TABLE attribute_columns; PRAGMA user_version = 2');
  db.close();
  const { count, make, empty, close } = open(path);
  expect(make()).toEqual([true]);
  empty();
  expect(count(GOLD)).toBe(1);
  close();
});

const SCRIPT = fileURLToPath(new URL('./write-until-killed.ts', import.meta.url));
/** 50 in the long run. */
const ROUNDS = Number(process.env['PHOENIX_CRASH_ROUNDS'] ?? 4);
const FILTERS = [
  "tier == 'gold'",
  'version == 2',
  "version == 1 and tier != 'free'",
  'tier is None'
];

test(
  `columns are right or absent after each of ${ROUNDS} crashes`,
  async () => {
    const path = newPath();
    let next = '1';
    let columned = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const child = spawn(process.execPath, [SCRIPT, path, next], {
        stdio: ['ignore', 'pipe', 'inherit']
      });
      let said = '';
      child.stdout.on('data', (text: Buffer) => (said += text.toString()));
      await once(child.stdout, 'data');
      await setTimeout(Math.random() * 300);
      child.kill('SIGKILL');
      await once(child, 'exit');
      next = said.trim().split('\n').at(-1) ?? next;
      const { count, close } = open(path);
      const db = new DatabaseSync(path, { readOnly: true });
      prepareReader(db);
      columned += Number(db.prepare('SELECT count(*) AS n FROM attribute_columns').get()?.['n']);
      for (const filter of FILTERS) {
        const { sql, params } = toSql(parseFilter(filter));
        const row = db
          .prepare(`SELECT count(*) AS n FROM spans s JOIN bodies b ON b.span = s.id WHERE ${sql}`)
          .get(params);
        expect([filter, count(filter)]).toEqual([filter, row?.['n']]);
      }
      db.close();
      close();
      // What was lost is at most the step under way.
      next = String(Number(next) + 20);
    }
    expect(columned).toBeGreaterThan(0);
  },
  20_000 * ROUNDS
);
