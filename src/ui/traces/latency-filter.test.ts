import { expect, test } from 'vitest';
import { parseFilter } from '../../filter/parse-filter.ts';
import { withLatency } from './latency-filter.ts';

test('a range of latencies stands before the filter and replaces the one chosen before', () => {
  const first = withLatency('', 1000, 10_000);
  expect(first).toBe('latency_ms >= 1 and latency_ms <= 10');
  expect(withLatency(first, 500, 2500)).toBe('latency_ms >= 0.5 and latency_ms <= 2.5');
  const second = withLatency("span_kind == 'LLM'", 1000, 10_000);
  expect(second).toBe("latency_ms >= 1 and latency_ms <= 10 and span_kind == 'LLM'");
  expect(withLatency(second, 0, 1000)).toBe(
    "latency_ms >= 0 and latency_ms <= 1 and span_kind == 'LLM'"
  );
});

test('alternatives keep their meaning', () => {
  const either = "name == 'a' or name == 'b'";
  const narrowed = withLatency(either, 1000, 2000);
  expect(narrowed).toBe(`latency_ms >= 1 and latency_ms <= 2 and (${either})`);
  expect(withLatency(narrowed, 3000, 4000)).toBe(
    `latency_ms >= 3 and latency_ms <= 4 and (${either})`
  );
  const ofTheUser = `latency_ms >= 1 and latency_ms <= 2 and ${either}`;
  const kept = withLatency(ofTheUser, 3000, 4000);
  expect(kept).toBe(`latency_ms >= 3 and latency_ms <= 4 and (${ofTheUser})`);
  expect(parseFilter(kept).condition).toBeDefined();
});
