import { expect, test } from 'vitest';
import { withLatency } from './latency-filter.ts';

test('a range of latencies stands before the filter and replaces the one chosen before', () => {
  const first = withLatency('', 1000, 10_000);
  expect(first).toBe('1 <= latency_ms < 10');
  expect(withLatency(first, 500, 2500)).toBe('0.5 <= latency_ms < 2.5');
  const second = withLatency("span_kind == 'LLM'", 1000, 10_000);
  expect(second).toBe("1 <= latency_ms < 10 and span_kind == 'LLM'");
  expect(withLatency(second, 0, 1000)).toBe("0 <= latency_ms < 1 and span_kind == 'LLM'");
});

test('edges between two microseconds leave out the one below', () => {
  expect(withLatency('', 1448.15, 2048)).toBe('1.449 <= latency_ms < 2.048');
});

test('alternatives and what the reader wrote keep their meaning', () => {
  const either = "name == 'a' or name == 'b'";
  const narrowed = withLatency(either, 1000, 2000);
  expect(narrowed).toBe(`1 <= latency_ms < 2 and (${either})`);
  expect(withLatency(narrowed, 3000, 4000)).toBe(`3 <= latency_ms < 4 and (${either})`);
  expect(withLatency('latency_ms > 5', 3000, 4000)).toBe('3 <= latency_ms < 4 and latency_ms > 5');
});
