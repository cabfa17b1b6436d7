import type { SpanBlock } from './span-block.ts';

/** When the first and the last span of a block began, in microseconds; infinite for none. */
export interface BlockTimes {
  earliest: number;
  latest: number;
}

const known = new WeakMap<SpanBlock, BlockTimes & { version: number }>();

/** Looks at every row once, until the block changes. */
export function findTimes(block: SpanBlock): BlockTimes {
  const { version } = block;
  let times = known.get(block);
  if (times?.version !== version) {
    times = { version, ...readTimes(block) };
    known.set(block, times);
  }
  return times;
}

function readTimes({ used, kind, startUs }: SpanBlock): BlockTimes {
  let earliest = Infinity;
  let latest = -Infinity;
  for (let i = 0; i < used; i++) {
    if (kind[i] !== 0) {
      const start = startUs[i] ?? 0;
      earliest = Math.min(earliest, start);
      latest = Math.max(latest, start);
    }
  }
  return { earliest, latest };
}
