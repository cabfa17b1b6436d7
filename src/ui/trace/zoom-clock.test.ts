import { describe, expect, test } from 'vitest';
import {
  follow,
  pan,
  readZoom,
  viewOf,
  writeZoom,
  zoomBy,
  zoomTo,
  zoomToSpan
} from './zoom-clock.ts';

const WHOLE = { startUs: 1000, endUs: 11_000, openEndUs: 11_400 };

describe('the part of a trace that is looked at', () => {
  test('is the whole without a zoom, and has the open end of the trace with one', () => {
    expect(viewOf(WHOLE, undefined)).toBe(WHOLE);
    expect(viewOf(WHOLE, { fromUs: 2000, toUs: 3000 })).toEqual({
      startUs: 2000,
      endUs: 3000,
      openEndUs: 11_400
    });
  });

  test('never leaves the trace, and all of it is no zoom', () => {
    expect(zoomTo(WHOLE, 0, 1000)).toEqual({ fromUs: 1000, toUs: 2000 });
    expect(zoomTo(WHOLE, 10_900, 12_000)).toEqual({ fromUs: 9900, toUs: 11_000 });
    expect(zoomTo(WHOLE, 0, 20_000)).toBeUndefined();
    expect(zoomTo(WHOLE, 5000, 5000)).toEqual({ fromUs: 5000, toUs: 5020 });
  });

  test('stands in an address as microseconds since the start; one that is out of bounds is brought back', () => {
    const zoom = { fromUs: 2000, toUs: 3000 };
    expect(writeZoom(WHOLE, zoom)).toEqual([1000, 2000]);
    expect(readZoom(WHOLE, [1000, 2000])).toEqual(zoom);
    expect([writeZoom(WHOLE, undefined), readZoom(WHOLE, undefined)]).toEqual([
      undefined,
      undefined
    ]);
    expect(readZoom(WHOLE, [9900, 10_900])).toEqual({ fromUs: 10_000, toUs: 11_000 });
    expect(readZoom(WHOLE, [3000, -5])).toEqual({ fromUs: 4000, toUs: 4020 });
  });

  test('gets closer around the moment at the pointer, and further away again', () => {
    const close = zoomBy(WHOLE, undefined, 2, 0.25);
    expect(close).toEqual({ fromUs: 2250, toUs: 7250 });
    expect(zoomBy(WHOLE, close, 0.5, 0.25)).toBeUndefined();
    expect(zoomBy(WHOLE, { fromUs: 5000, toUs: 5020 }, 2, 0.5)).toEqual({
      fromUs: 5000,
      toUs: 5020
    });
  });

  test('moves by a share of its width, up to the ends', () => {
    expect(pan(WHOLE, { fromUs: 2000, toUs: 4000 }, 0.5)).toEqual({ fromUs: 3000, toUs: 5000 });
    expect(pan(WHOLE, { fromUs: 2000, toUs: 4000 }, -5)).toEqual({ fromUs: 1000, toUs: 3000 });
    expect(pan(WHOLE, undefined, 1)).toBeUndefined();
  });

  test('holds a span with room at both sides', () => {
    expect(zoomToSpan(WHOLE, 4000, 5000)).toEqual({ fromUs: 3940, toUs: 5060 });
  });

  test('goes along with the chosen span when that is out of sight', () => {
    const zoom = { fromUs: 2000, toUs: 3000 };
    expect(follow(WHOLE, zoom, 2900, 9000)).toBe(zoom);
    expect(follow(WHOLE, zoom, 6000, 6200)).toEqual({ fromUs: 5600, toUs: 6600 });
    expect(follow(WHOLE, zoom, 6000, 9000)).toEqual({ fromUs: 5940, toUs: 6940 });
    expect(follow(WHOLE, undefined, 6000, 9000)).toBeUndefined();
  });
});
