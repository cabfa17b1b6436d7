export type Metric = 'euclidean' | 'cosine';

/** `count × dimension` float32 values, row-major, in memory that threads share. */
export interface Vectors {
  values: Float32Array<SharedArrayBuffer>;
  count: number;
  dimension: number;
}
