import * as v from 'valibot';

/** Grows when the same request would give another picture, or the files of a layout another form. */
export const LAYOUT_VERSION = 1;

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What is kept of a finished layout besides its arrays: `header.json` in its folder, and the head of `points.bin`. */
export const LayoutHeader = v.object({
  version: v.literal(LAYOUT_VERSION),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  /** Digest of the vectors it was drawn from: which data it belongs to. */
  vectors: v.string(),
  embedding: v.string(),
  /** Those of the projection and of the clustering it was made with. */
  parameters: v.object({
    nComponents: v.picklist([2, 3]),
    minDist: v.number(),
    nNeighbors: v.number(),
    nSamples: v.number(),
    metric: v.picklist(['euclidean', 'cosine']),
    seed: v.nullable(v.number()),
    minClusterSize: v.number(),
    minSamples: v.number(),
    epsilon: v.number()
  }),
  timeRange: v.nullable(v.object({ start: v.string(), end: v.string() })),
  /** Rows with a usable vector, per data set. */
  available: v.object({ primary: Count, reference: Count, corpus: Count }),
  /** Wall seconds of projection and clustering. */
  seconds: v.number(),
  createdAt: v.string()
});
export type LayoutHeader = v.InferOutput<typeof LayoutHeader>;

/** Reads the JSON of a layout's header; undefined when it is none, or of another version. */
export function readLayoutHeader(json: unknown): LayoutHeader | undefined {
  const result = v.safeParse(LayoutHeader, json);
  return result.success ? result.output : undefined;
}
