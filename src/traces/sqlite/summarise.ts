import type { DatabaseSync } from 'node:sqlite';
import type { SpanScope, TraceSummary } from '../../contract/traces.ts';
import { bindingsOf, conditionOf, FROM, scopeSql, type Sql } from './scope-sql.ts';
import { toNumber } from './span-rows.ts';

/** Bars of the histogram per doubling of the latency. */
const BARS_PER_DOUBLING = 2;
/** Bar of a latency; everything below a microsecond is in the first. */
const BAR = `CAST(log2(max(s.latency_us, 1)) * ${BARS_PER_DOUBLING} AS INTEGER)`;

/** Counts, totals and exact percentiles of what a scope leaves. */
export function summarise(db: DatabaseSync, scope: SpanScope): TraceSummary {
  const where = conditionOf(scope);
  const sums = db
    .prepare(
      `SELECT count(*) AS spans, count(DISTINCT s.trace) AS traces,
        sum(s.status_code = 'ERROR') AS errors, sum(s.end_us IS NULL) AS running,
        sum(CASE WHEN s.kind = 'LLM' THEN s.prompt_tokens END) AS prompt,
        sum(CASE WHEN s.kind = 'LLM' THEN s.completion_tokens END) AS completion,
        sum(CASE WHEN s.kind = 'LLM' THEN s.total_tokens END) AS total, sum(s.cost) AS cost
       FROM ${FROM} WHERE ${where.text}`
    )
    .get(...bindingsOf(where));
  const bars = readBars(db, where);
  return {
    spans: Number(sums?.['spans']),
    traces: Number(sums?.['traces']),
    errors: Number(sums?.['errors'] ?? 0),
    running: Number(sums?.['running'] ?? 0),
    tokens: {
      prompt: Number(sums?.['prompt'] ?? 0),
      completion: Number(sums?.['completion'] ?? 0),
      total: Number(sums?.['total'] ?? 0)
    },
    cost: toNumber(sums?.['cost']),
    latency: readPercentiles(db, where, bars),
    histogram: toHistogram(bars),
    total: countWithoutFilter(db, scope, Number(sums?.['spans']))
  };
}

interface Bar {
  bar: number;
  count: number;
  errors: number;
}

function readBars(db: DatabaseSync, where: Sql): Bar[] {
  return db
    .prepare(
      `SELECT ${BAR} AS bar, count(*) AS count, sum(s.status_code = 'ERROR') AS errors
       FROM ${FROM} WHERE (${where.text}) AND s.latency_us IS NOT NULL GROUP BY 1 ORDER BY 1`
    )
    .all(...bindingsOf(where))
    .map(row => ({
      bar: Number(row['bar']),
      count: Number(row['count']),
      errors: Number(row['errors'])
    }));
}

/** Nearest-rank percentiles: the bar tells where to look, and only its latencies are sorted. */
function readPercentiles(
  db: DatabaseSync,
  where: Sql,
  bars: readonly Bar[]
): TraceSummary['latency'] {
  const count = bars.reduce((sum, bar) => sum + bar.count, 0);
  if (count === 0) {
    return null;
  }
  const read = db.prepare(
    `SELECT s.latency_us AS latency FROM ${FROM}
     WHERE (${where.text}) AND s.latency_us IS NOT NULL AND ${BAR} = ?
     ORDER BY s.latency_us LIMIT 1 OFFSET ?`
  );
  const percentile = (share: number) => {
    let rank = Math.min(count - 1, Math.max(0, Math.ceil(share * count) - 1));
    for (const { bar, count: inside } of bars) {
      if (rank < inside) {
        return Number(read.get(...bindingsOf(where), bar, rank)?.['latency']);
      }
      rank -= inside;
    }
    return NaN;
  };
  return {
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
    max: percentile(1)
  };
}

function toHistogram(bars: readonly Bar[]): TraceSummary['histogram'] {
  const first = bars[0]?.bar ?? 0;
  const last = bars.at(-1)?.bar ?? -1;
  const byBar = new Map(bars.map(bar => [bar.bar, bar]));
  const all = Array.from({ length: last - first + 1 }, (_, i) => byBar.get(first + i));
  return {
    edges:
      all.length === 0
        ? []
        : Array.from({ length: all.length + 1 }, (_, i) => 2 ** ((first + i) / BARS_PER_DOUBLING)),
    counts: all.map(bar => bar?.count ?? 0),
    errors: all.map(bar => bar?.errors ?? 0)
  };
}

function countWithoutFilter(db: DatabaseSync, scope: SpanScope, spans: number): number {
  if (scope.filter.trim() === '') {
    return spans;
  }
  const where = scopeSql(scope);
  return Number(
    db
      .prepare(`SELECT count(*) AS spans FROM ${FROM} WHERE ${where.text}`)
      .get(...bindingsOf(where))?.['spans']
  );
}
