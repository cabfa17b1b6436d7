import { describe, expect, test } from 'vitest';
import { buildSpanTree } from './span-tree.ts';
import { barOf, listGaps, placeOf, readClock, shareOf } from './trace-clock.ts';
import { makeRow, type SpanSketch, START_US } from './span-row-fixture.ts';

const LATER = START_US + 3_600_000_000;
const ms = (us: number) => (us - START_US) / 1000;
const set = (sketches: SpanSketch[], nowUs = LATER) => {
  const tree = buildSpanTree(sketches.map(makeRow));
  const clock = readClock(tree, nowUs);
  const nodeOf = (id: string) => {
    const node = tree.byId.get(id);
    if (!node) {
      throw new RangeError(`no span ${id}`);
    }
    return node;
  };
  return { clock, nodeOf, bar: (id: string) => barOf(nodeOf(id), clock) };
};

describe('the clock of a trace', () => {
  test('reaches from the first start to the last end', () => {
    const { clock, bar } = set([
      { id: 'a', to: 100 },
      { id: 'b', parent: 'a', at: 25, to: 200 }
    ]);
    expect([ms(clock.startUs), ms(clock.endUs)]).toEqual([0, 200]);
    expect(bar('b')).toEqual({ from: 0.125, to: 1, isOpen: false, fault: undefined });
    expect(shareOf(START_US + 50_000, clock)).toBe(0.25);
  });

  test('a span of another clock, and what is below it, stretch nothing and are told', () => {
    const { clock, bar } = set([
      { id: 'a', to: 100 },
      { id: 'early', parent: 'a', at: -7_200_000, to: -7_199_000 },
      { id: 'below', parent: 'early', at: -7_199_900, to: 7_000_000 }
    ]);
    expect([ms(clock.startUs), ms(clock.endUs)]).toEqual([0, 100]);
    expect(bar('early')).toEqual({ from: 0, to: 0, isOpen: false, fault: 'starts-before-parent' });
    expect(bar('below')).toEqual({ from: 0, to: 1, isOpen: false, fault: 'outside' });
  });

  test('an exporter that rounds to milliseconds is no other clock', () => {
    const { bar } = set([
      { id: 'a', at: 0.4, to: 10 },
      { id: 'b', parent: 'a', at: 0, to: 5 }
    ]);
    expect(bar('b').fault).toBeUndefined();
  });

  test('a span that ends before it starts has no length and is told', () => {
    const { bar } = set([
      { id: 'a', to: 100 },
      { id: 'b', parent: 'a', at: 50, to: 20 }
    ]);
    expect(bar('b')).toEqual({ from: 0.5, to: 0.5, isOpen: false, fault: 'ends-before-start' });
  });

  test('a span that runs ends now; one that was left long ago ends behind the last that happened', () => {
    const running: SpanSketch[] = [
      { id: 'a', to: null },
      { id: 'b', parent: 'a', at: 10, to: 100 }
    ];
    const now = set(running, START_US + 400_000);
    expect(now.bar('a')).toEqual({ from: 0, to: 1, isOpen: true, fault: undefined });
    expect(now.bar('b').to).toBe(0.25);
    const left = set(running);
    expect(ms(left.clock.endUs)).toBeCloseTo(104);
    expect(left.bar('a').isOpen).toBe(true);
    expect([left.clock.isLeft, now.clock.isLeft]).toEqual([true, undefined]);
  });

  test('what is looked at closer changes where bars are, not what is wrong with them', () => {
    const { clock, nodeOf } = set([
      { id: 'a', to: 100 },
      { id: 'b', parent: 'a', at: 50, to: 60 }
    ]);
    const view = { ...clock, startUs: START_US + 40_000, endUs: START_US + 60_000 };
    expect(barOf(nodeOf('b'), clock, view)).toMatchObject({ from: 0.5, to: 1, fault: undefined });
    expect(barOf(nodeOf('a'), clock, view)).toMatchObject({ from: 0, to: 1, fault: undefined });
    expect(placeOf(START_US + 50_000, START_US + 55_000, view)).toEqual({
      left: '50%',
      width: '25%'
    });
    expect(placeOf(START_US, START_US + 39_000, view)).toBeUndefined();
  });

  test('one instant, and no spans, have a clock as well', () => {
    expect(set([{ id: 'a', to: 0 }]).bar('a')).toMatchObject({ from: 0, to: 0 });
    expect(set([]).clock).toEqual({ startUs: 0, endUs: 1, openEndUs: 1 });
  });
});

describe('listGaps()', () => {
  const gapsOf = (sketches: SpanSketch[]) => {
    const { nodeOf, clock } = set([{ id: 'a', to: 100 }, ...sketches]);
    return listGaps(nodeOf('a'), clock.openEndUs).map(([from, to]) => [ms(from), ms(to)]);
  };

  test('gives the stretches in which no child ran', () => {
    expect(
      gapsOf([
        { id: 'b', parent: 'a', at: 10, to: 40 },
        { id: 'c', parent: 'a', at: 20, to: 30 },
        { id: 'd', parent: 'a', at: 60, to: 80 }
      ])
    ).toEqual([
      [0, 10],
      [40, 60],
      [80, 100]
    ]);
  });

  test('is empty without children, and where they fill the span or outlive it', () => {
    expect(gapsOf([])).toEqual([]);
    expect(gapsOf([{ id: 'b', parent: 'a', at: 0, to: 400 }])).toEqual([]);
    expect(gapsOf([{ id: 'b', parent: 'a', at: 150, to: 170 }])).toEqual([[0, 100]]);
  });
});
