/** Where a latency stands in the picture, from 0 at the left to 1 at the right; the scale is logarithmic, as the bars are. */
export function latencyShare(us: number, edges: readonly number[]): number {
  const [first = 1, last = 2] = [edges[0], edges.at(-1)];
  const share = Math.log2(Math.max(us, 1) / first) / Math.log2(last / first);
  return Math.max(0, Math.min(1, share));
}

export interface PlacedMark {
  name: string;
  /** Of the line, in pixels. */
  x: number;
  /** Of the middle of its label, in pixels. */
  label: number;
}

/** Puts marks on a picture of some width; labels that would touch move apart, in order, within the picture. */
export function placeMarks(
  marks: readonly { name: string; share: number }[],
  widthPx: number,
  labelPx: number
): PlacedMark[] {
  const placed = marks.map(({ name, share }) => ({
    name,
    x: share * widthPx,
    label: Math.max(labelPx / 2, share * widthPx)
  }));
  placed.forEach((mark, i) => {
    const before = placed[i - 1];
    mark.label = before ? Math.max(mark.label, before.label + labelPx) : mark.label;
  });
  let limit = widthPx - labelPx / 2;
  for (const mark of placed.toReversed()) {
    mark.label = Math.min(mark.label, limit);
    limit = mark.label - labelPx;
  }
  return placed;
}
