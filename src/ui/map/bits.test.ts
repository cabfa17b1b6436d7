import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bitsOf, combineBits, countBits, firstBit, hasBit, toPoints } from './bits.ts';

const sets = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 40 });

test('bitsOf() and toPoints() are each other’s inverse', () => {
  fc.assert(
    fc.property(sets, points => {
      const bits = bitsOf(points, 100);
      expect([...toPoints(bits)]).toEqual([...points].sort((a, b) => a - b));
      expect(countBits(bits)).toBe(points.length);
      expect(firstBit(bits)).toBe(points.length === 0 ? null : Math.min(...points));
    })
  );
});

test('combineBits() does what the mode says', () => {
  fc.assert(
    fc.property(sets, sets, (old, now) => {
      const [before, change] = [bitsOf(old, 100), bitsOf(now, 100)];
      for (let i = 0; i < 100; i++) {
        const [had, has] = [old.includes(i), now.includes(i)];
        expect(hasBit(combineBits(before, change, 'replace'), i)).toBe(has);
        expect(hasBit(combineBits(before, change, 'add'), i)).toBe(had || has);
        expect(hasBit(combineBits(before, change, 'remove'), i)).toBe(had && !has);
        expect(hasBit(combineBits(before, change, 'toggle'), i)).toBe(had !== has);
      }
    })
  );
});

test('combineBits() starts from nothing when nothing was selected', () => {
  expect([...toPoints(combineBits(new Uint8Array(), bitsOf([3, 9], 12), 'add'))]).toEqual([3, 9]);
});
