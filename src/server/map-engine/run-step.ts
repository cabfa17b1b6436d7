import type { SharedMemory } from '../../analysis/arena.ts';
import { hdbscan } from '../../analysis/hdbscan/hdbscan.ts';
import { openKernels } from '../../analysis/kernels.ts';
import { chooseStorage } from '../../analysis/neighbors/choose-storage.ts';
import {
  growTree,
  listNearest,
  refineRows,
  scanLeaves,
  TREES
} from '../../analysis/neighbors/forest.ts';
import { measureRecall } from '../../analysis/neighbors/measure-recall.ts';
import type { ScanPlan } from '../../analysis/neighbors/plan-scan.ts';
import { prepareRows } from '../../analysis/neighbors/prepare-rows.ts';
import { findPrincipalAxes } from '../../analysis/neighbors/principal-axes.ts';
import { rankRows } from '../../analysis/neighbors/rank-rows.ts';
import { emptyHeap, scanPairs } from '../../analysis/neighbors/scan-pairs.ts';
import { surveyRows } from '../../analysis/neighbors/survey.ts';
import { createRandom } from '../../analysis/random.ts';
import { findCurve } from '../../analysis/umap/find-curve.ts';
import { joinNeighborhoods } from '../../analysis/umap/fuzzy-graph.ts';
import { placePoints } from '../../analysis/umap/initial-positions.ts';
import { createLayout, runLayout } from '../../analysis/umap/layout.ts';
import { smoothDistances } from '../../analysis/umap/smooth-distances.ts';
import type { StepMessage } from './steps.ts';

/** The axes are sought from the same start in every run, so that a seed alone decides the layout. */
const AXES_SEED = 1;

/** Does one thread's part of one step. */
export function runStep(message: StepMessage): unknown {
  const { thread, input } = message;
  if (message.name === 'clusters') {
    const { positions, count, components, parameters } = message.ask;
    return hdbscan(positions, count, components, parameters).labels;
  }
  if (message.name === 'curve') {
    return findCurve(message.ask.minDist);
  }
  if (!input) {
    throw new TypeError(`Cannot run the step "${message.name}" before there is an input`);
  }
  const { vectors, metric, scales } = input;
  const open = (plan: ScanPlan, memory: SharedMemory) => ({
    plan,
    memory,
    kernels: openKernels(memory),
    thread
  });
  switch (message.name) {
    case 'survey':
      return surveyRows(vectors, metric, input.lengths, message.ask.first, message.ask.last);
    case 'axes':
      return findPrincipalAxes(vectors, scales, message.ask.wanted, AXES_SEED);
    case 'storage':
      return chooseStorage(vectors, scales, input.neighbors.k, metric);
    case 'prepare': {
      const { plan, memory, axes, first, last } = message.ask;
      prepareRows(open(plan, memory), vectors, scales, axes, input.coordinates, first, last);
      return null;
    }
    case 'scan': {
      const { plan, memory, taken } = message.ask;
      scanPairs(open(plan, memory), taken, pairs => {
        Atomics.add(input.progress, 0, Math.round(pairs / 1000));
      });
      return null;
    }
    case 'rank': {
      const { plan, memory, first, last } = message.ask;
      rankRows(open(plan, memory), vectors, metric, scales, input.neighbors, first, last);
      return null;
    }
    case 'trees': {
      const { plan, memory, orders, threads: step } = message.ask;
      const { count } = plan;
      if (thread === 0) emptyHeap(plan, memory, 0);
      for (let tree = thread; tree < TREES; tree += step) {
        growTree(open(plan, memory), tree, orders.subarray(tree * count, (tree + 1) * count));
      }
      return null;
    }
    case 'leaves': {
      const { plan, memory, order, taken } = message.ask;
      scanLeaves(open(plan, memory), order, taken);
      return null;
    }
    case 'nearest': {
      const { plan, memory, nearest, first, last } = message.ask;
      listNearest(open(plan, memory), nearest, first, last);
      return null;
    }
    case 'refine': {
      const { plan, memory, nearest, first, last } = message.ask;
      refineRows(open(plan, memory), nearest, first, last);
      return null;
    }
    case 'recall':
      return measureRecall(vectors, scales, metric, input.neighbors);
    case 'smooth': {
      const { mean, first, last } = message.ask;
      smoothDistances(input.neighbors, mean, input.memberships, first, last);
      return null;
    }
    case 'graph': {
      const graph = joinNeighborhoods(input.neighbors, input.memberships);
      placePoints(input.coordinates, message.ask.components, createRandom(message.ask.seed));
      return createLayout(graph, input.coordinates, message.ask);
    }
    case 'layout':
      runLayout(message.ask.layout, thread);
      return null;
  }
}
