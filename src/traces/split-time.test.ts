import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinTime, splitTime, writeTime } from './split-time.ts';

test('writeTime() writes what joinTime() gives', () => {
  const longest = BigInt(Number.MAX_SAFE_INTEGER) * 1000n + 999n;
  fc.assert(
    fc.property(fc.oneof(fc.bigInt(0n, longest), fc.constant(longest)), ns => {
      const { us, rest } = splitTime(ns);
      const times = new BigInt64Array(2);
      writeTime(new Int32Array(times.buffer), 1, us, rest);
      expect(joinTime(us, rest)).toBe(ns);
      expect([...times]).toEqual([0n, ns]);
    })
  );
});
