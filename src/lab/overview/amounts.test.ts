import { expect, test } from 'vitest';
import { createAmounts } from './amounts.ts';

test('amounts are written as the language writes them', () => {
  const en = createAmounts('en');
  expect(en.whole(2112)).toBe('2,112');
  expect([en.latency(850), en.latency(84_000), en.latency(2_400_000)]).toEqual([
    '850 µs',
    '84 ms',
    '2.4 sec'
  ]);
  expect([en.cost(0.0042), en.cost(12.5), en.cost(0)]).toEqual(['$0.0042', '$12.50', '$0.00']);
  expect([en.metric('psi', 0.08123), en.metric('percent_empty', 12.34)]).toEqual([
    '0.0812',
    '12.3%'
  ]);
  const de = createAmounts('de');
  expect([de.whole(2112), de.metric('psi', 0.08123)]).toEqual(['2.112', '0,0812']);
});
