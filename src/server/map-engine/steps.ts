import type { SharedMemory } from '../../analysis/arena.ts';
import type { HdbscanParameters } from '../../analysis/hdbscan/hdbscan.ts';
import type { ScanPlan, Storage } from '../../analysis/neighbors/plan-scan.ts';
import type { PrincipalAxes } from '../../analysis/neighbors/principal-axes.ts';
import type { Neighbors } from '../../analysis/neighbors/rank-rows.ts';
import type { RowSurvey } from '../../analysis/neighbors/survey.ts';
import type { Metric, Vectors } from '../../analysis/neighbors/vectors.ts';
import type { Curve } from '../../analysis/umap/find-curve.ts';
import type { Layout } from '../../analysis/umap/layout.ts';

type Floats = Float32Array<SharedArrayBuffer>;

/** What every step of a map may read; the same in all threads. */
export interface MapInput {
  vectors: Vectors;
  metric: Metric;
  /** Per row: its length (cosine), its factor, and its principal coordinates. */
  lengths: Float64Array<SharedArrayBuffer>;
  scales: Floats;
  coordinates: Floats;
  neighbors: Neighbors;
  memberships: Floats;
  /** [0] pairs compared, in thousands. */
  progress: Int32Array<SharedArrayBuffer>;
}

/** Rows a thread works on, right-open. */
interface Rows {
  first: number;
  last: number;
}

/** A scan's plan and the memory it lies in. */
interface Scanned {
  plan: ScanPlan;
  memory: SharedMemory;
}

/** The work that threads are given, and what each step answers. */
export interface Steps {
  survey: { ask: Rows; answer: RowSurvey };
  axes: { ask: { wanted: number }; answer: PrincipalAxes };
  curve: { ask: { minDist: number }; answer: Curve };
  storage: { ask: object; answer: Storage };
  prepare: {
    ask: Rows & { plan: ScanPlan; memory: SharedMemory; axes: PrincipalAxes };
    answer: null;
  };
  scan: {
    ask: { plan: ScanPlan; memory: SharedMemory; taken: Int32Array<SharedArrayBuffer> };
    answer: null;
  };
  rank: { ask: Rows & { plan: ScanPlan; memory: SharedMemory }; answer: null };
  /** Grows every so many-th tree; `orders` are one after the other. */
  trees: {
    ask: Scanned & { orders: Int32Array<SharedArrayBuffer>; threads: number };
    answer: null;
  };
  leaves: {
    ask: Scanned & { order: Int32Array<SharedArrayBuffer>; taken: Int32Array<SharedArrayBuffer> };
    answer: null;
  };
  nearest: { ask: Rows & Scanned & { nearest: Int32Array<SharedArrayBuffer> }; answer: null };
  refine: { ask: Rows & Scanned & { nearest: Int32Array<SharedArrayBuffer> }; answer: null };
  recall: { ask: object; answer: number };
  smooth: { ask: Rows & { mean: number }; answer: null };
  graph: {
    ask: { components: 2 | 3; epochs: number; threads: number; curve: Curve; seed: number };
    answer: Layout;
  };
  layout: { ask: { layout: Layout }; answer: null };
  clusters: {
    ask: {
      positions: Float32Array;
      count: number;
      components: number;
      parameters: HdbscanParameters;
    };
    answer: Int32Array;
  };
}

export type StepName = keyof Steps;

/** A message to a worker; `input` comes along each time, so that a thread keeps nothing of a map that is over. */
export type StepMessage = {
  [Name in StepName]: { name: Name; thread: number; input?: MapInput; ask: Steps[Name]['ask'] };
}[StepName];

export type StepReply = { answer: unknown } | { error: unknown };
