import type { Bin, Segment } from '../../contract/metrics.ts';
import type { Format } from '../app/format.ts';
import type { BarPair } from '../charts/bar-pairs.tsx';

/** A key of a bin: the same for the same bin, whoever wrote it. */
export function keyOfBin(bin: Bin): string {
  switch (bin.kind) {
    case 'interval':
      return `[${bin.start ?? ''},${bin.end ?? ''})`;
    case 'category':
      return `=${bin.key}`;
    case 'missing':
      return '-';
  }
}

/** How the edges of a column are written: of times the day, where there is little room. */
interface Edges {
  format: Format;
  isTime: boolean | undefined;
}

function edgeOf(value: number | null, { format, isTime }: Edges): string {
  return value === null ? '…' : isTime ? format.day(value) : format.number(value, 3);
}

/** A bin as people read it. */
export function labelOf({ bin, label, start, end }: Segment, edges: Edges, empty: string): string {
  if (bin.kind === 'interval') {
    return `${edgeOf(start, edges)} – ${edgeOf(end, edges)}`;
  }
  return bin.kind === 'missing' ? empty : label === '' ? '""' : label;
}

/** Segments with the greatest part of the PSI first, or with the most rows where nothing is compared. */
export function rankSegments(segments: readonly Segment[]): Segment[] {
  return [...segments].sort(
    (a, b) =>
      (b.psi ?? -Infinity) - (a.psi ?? -Infinity) || (b.primary ?? 0) - (a.primary ?? 0) || 0
  );
}

/** Bars for a chart; of many categories those with the greatest share in either data set, in the order of the segments. */
export function toBars(
  segments: readonly Segment[],
  edges: Edges,
  { empty, most }: { empty: string; most: number }
): { bars: BarPair[]; lastEdge: string | undefined } {
  const size = ({ primaryShare, referenceShare }: Segment) =>
    Math.max(primaryShare ?? 0, referenceShare ?? 0);
  const kept =
    segments.length <= most
      ? segments
      : segments
          .map((segment, i) => ({ segment, i }))
          .sort((a, b) => size(b.segment) - size(a.segment))
          .slice(0, most)
          .sort((a, b) => a.i - b.i)
          .map(({ segment }) => segment);
  const intervals = kept.filter(({ bin }) => bin.kind === 'interval');
  return {
    bars: kept.map(segment => ({
      key: keyOfBin(segment.bin),
      label: labelOf(segment, edges, empty),
      ...(segment.bin.kind === 'interval' && { edge: edgeOf(segment.start, edges) }),
      primary: segment.primaryShare,
      reference: segment.referenceShare
    })),
    lastEdge: intervals.length > 0 ? edgeOf(intervals.at(-1)?.end ?? null, edges) : undefined
  };
}
