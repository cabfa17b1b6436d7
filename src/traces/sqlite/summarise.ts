import type { DatabaseSync } from 'node:sqlite';
import type { SpanScope, Tokens, TraceSummary } from '../../contract/traces.ts';
import { bindingsOf, conditionOf, FROM, scopeSql, TRUE, type Sql } from './scope-sql.ts';
import { toNumber } from './span-rows.ts';

/** Bars of the histogram per doubling of the latency. */
const BARS_PER_DOUBLING = 2;
/** Parts of a bar in which percentiles are looked for. */
const PARTS = 16;
/** Part of a latency; everything below a microsecond is in the first. */
const PART = `CAST(log2(max(s.latency_us, 1)) * ${BARS_PER_DOUBLING * PARTS} AS INTEGER)`;

/** Counts, totals and exact percentiles of what a scope leaves: one pass over the spans, and a look at the parts where percentiles lie. */
export function summarise(db: DatabaseSync, scope: SpanScope): TraceSummary {
  const where = conditionOf(scope);
  const { parts, running, ...sums } = addUp(db, where);
  const traces = countTraces(db, where);
  return {
    ...sums,
    running,
    traces,
    latency: readPercentiles(db, where, parts),
    histogram: toHistogram(parts),
    ...countWithoutFilter(db, scope, sums.spans, traces)
  };
}

interface Part {
  part: number;
  count: number;
  errors: number;
}

interface Totals {
  spans: number;
  errors: number;
  running: number;
  tokens: Tokens;
  cost: number | null;
  /** Of spans that have ended, ascending. */
  parts: Part[];
}

function addUp(db: DatabaseSync, where: Sql): Totals {
  const totals: Totals = {
    spans: 0,
    errors: 0,
    running: 0,
    tokens: { prompt: 0, completion: 0, total: 0 },
    cost: null,
    parts: []
  };
  const rows = db
    .prepare(
      `SELECT CASE WHEN s.latency_us IS NOT NULL THEN ${PART} END AS part,
        count(*) AS count, sum(s.status_code = 'ERROR') AS errors,
        sum(CASE WHEN s.kind = 'LLM' THEN s.prompt_tokens END) AS prompt,
        sum(CASE WHEN s.kind = 'LLM' THEN s.completion_tokens END) AS completion,
        sum(CASE WHEN s.kind = 'LLM' THEN s.total_tokens END) AS total, sum(s.cost) AS cost
       FROM ${FROM} WHERE ${where.text} GROUP BY part ORDER BY part`
    )
    .all(...bindingsOf(where));
  for (const row of rows) {
    const count = Number(row['count']);
    const errors = Number(row['errors']);
    const part = toNumber(row['part']);
    const cost = toNumber(row['cost']);
    totals.spans += count;
    totals.errors += errors;
    totals.tokens.prompt += Number(row['prompt'] ?? 0);
    totals.tokens.completion += Number(row['completion'] ?? 0);
    totals.tokens.total += Number(row['total'] ?? 0);
    totals.cost = cost === null ? totals.cost : (totals.cost ?? 0) + cost;
    if (part === null) {
      // A span without a latency has no end yet.
      totals.running += count;
    } else {
      totals.parts.push({ part, count, errors });
    }
  }
  return totals;
}

function countTraces(db: DatabaseSync, where: Sql): number {
  const from =
    where.text === TRUE.text
      ? 'traces'
      : `(SELECT DISTINCT s.trace FROM ${FROM} WHERE ${where.text})`;
  return Number(
    db.prepare(`SELECT count(*) AS traces FROM ${from}`).get(...bindingsOf(where))?.['traces']
  );
}

const SHARES = { p50: 0.5, p95: 0.95, p99: 0.99, max: 1 };

/** Nearest-rank percentiles: the counts tell in which parts they lie, and only the latencies there are read. */
function readPercentiles(
  db: DatabaseSync,
  where: Sql,
  parts: readonly Part[]
): TraceSummary['latency'] {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  if (count === 0) {
    return null;
  }
  const places = Object.entries(SHARES).map(([name, share]) => ({
    name,
    ...findPlace(parts, Math.max(0, Math.ceil(share * count) - 1))
  }));
  const wanted = [...new Set(places.map(({ part }) => part))];
  const rows = db
    .prepare(
      `SELECT ${PART} AS part, s.latency_us AS latency FROM ${FROM}
       WHERE (${where.text}) AND s.latency_us IS NOT NULL AND ${PART} IN (${wanted.join(', ')})`
    )
    .all(...bindingsOf(where));
  const byPart = new Map(wanted.map(part => [part, [] as number[]]));
  rows.forEach(row => byPart.get(Number(row['part']))?.push(Number(row['latency'])));
  byPart.forEach(latencies => latencies.sort((a, b) => a - b));
  const found = places.map(({ name, part, rank }) => [name, byPart.get(part)?.[rank] ?? NaN]);
  return Object.fromEntries(found) as NonNullable<TraceSummary['latency']>;
}

function findPlace(parts: readonly Part[], rank: number): { part: number; rank: number } {
  let left = rank;
  for (const { part, count } of parts) {
    if (left < count) {
      return { part, rank: left };
    }
    left -= count;
  }
  throw new RangeError(`Cannot find rank ${rank} among fewer latencies`);
}

function toHistogram(parts: readonly Part[]): TraceSummary['histogram'] {
  const bars = new Map<number, { count: number; errors: number }>();
  for (const { part, count, errors } of parts) {
    const bar = Math.floor(part / PARTS);
    const known = bars.get(bar) ?? { count: 0, errors: 0 };
    bars.set(bar, { count: known.count + count, errors: known.errors + errors });
  }
  const first = Math.floor((parts[0]?.part ?? 0) / PARTS);
  const last = parts.length === 0 ? first - 1 : Math.floor((parts.at(-1)?.part ?? 0) / PARTS);
  const all = Array.from({ length: last - first + 1 }, (_, i) => bars.get(first + i));
  return {
    edges:
      all.length === 0
        ? []
        : Array.from({ length: all.length + 1 }, (_, i) => 2 ** ((first + i) / BARS_PER_DOUBLING)),
    counts: all.map(bar => bar?.count ?? 0),
    errors: all.map(bar => bar?.errors ?? 0)
  };
}

function countWithoutFilter(
  db: DatabaseSync,
  scope: SpanScope,
  spans: number,
  traces: number
): Pick<TraceSummary, 'total' | 'totalTraces'> {
  if (scope.filter.trim() === '') {
    return { total: spans, totalTraces: traces };
  }
  const where = scopeSql(scope);
  const total = Number(
    db
      .prepare(`SELECT count(*) AS spans FROM ${FROM} WHERE ${where.text}`)
      .get(...bindingsOf(where))?.['spans']
  );
  return { total, totalTraces: countTraces(db, where) };
}
