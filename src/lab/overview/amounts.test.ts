import { expect, test } from 'vitest';
import { createAmounts } from './amounts.ts';

test('amounts are written as the language writes them', () => {
  const en = createAmounts('en');
  expect(en.whole(2112)).toBe('2,112');
  expect([en.latency(850), en.latency(84_000), en.latency(2_400_000)]).toEqual([
    '850 µs',
    '84 ms',
    '2.4 s'
  ]);
  expect([en.cost(0.0042), en.cost(0.1998), en.cost(12.5), en.cost(0)]).toEqual([
    '$0.0042',
    '$0.20',
    '$12.50',
    '$0.00'
  ]);
  expect([en.metric('psi', 0.08123), en.metric('percent_empty', 12.34)]).toEqual([
    '0.081',
    '12.3%'
  ]);
  expect([0.00000133, -0.0001, 0.23, 2.3, 120_000].map(value => en.metric('psi', value))).toEqual([
    '<\u202f0.001',
    '−<\u202f0.001',
    '0.230',
    '2.30',
    '120K'
  ]);
  const de = createAmounts('de');
  expect([de.whole(2112), de.metric('psi', 0.08123)]).toEqual(['2.112', '0,081']);
});
