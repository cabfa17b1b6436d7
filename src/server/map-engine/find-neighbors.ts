import { countNearest, ROUNDS, TREES } from '../../analysis/neighbors/forest.ts';
import { refuseBroken } from '../../analysis/neighbors/find-neighbors.ts';
import { planScan, type ScanPlan, type Storage } from '../../analysis/neighbors/plan-scan.ts';
import { scaleRows } from '../../analysis/neighbors/survey.ts';
import type { SharedMemory } from '../../analysis/arena.ts';
import type { Crew } from './crew.ts';
import type { MapInput } from './steps.ts';

const PROGRESS_MS = 250;
/** Demanded of a sample of 32 rows. */
const MIN_RECALL = 0.95;
/** What to try next when one way to compare rows found too few neighbors. */
const FINER = { forest: 'int8', int8: 'int16', int16: 'float' } as const;

type ReportShare = (share: number) => void;
interface Scanned {
  plan: ScanPlan;
  memory: SharedMemory;
}

/**
 * Fills `scales`, `coordinates` and `neighbors` of the input: the coarsest way to compare rows that passes a trial, checked on a sample of the result, and a
 * finer one when it did not find enough. `report` hears of the share done, within 0 … 1.
 */
export async function findNeighbors(
  crew: Crew,
  input: MapInput,
  components: number,
  report: ReportShare
): Promise<void> {
  const { vectors, metric, lengths, scales, neighbors } = input;
  const { count, dimension } = vectors;
  const surveys = await crew.runRows('survey', count, rows => rows);
  refuseBroken(surveys.find(({ broken }) => broken >= 0)?.broken ?? -1);
  scaleRows(scales, metric, Math.max(...surveys.map(({ most }) => most)), lengths);
  const [axes, chosen] = await Promise.all([
    crew.runOne('axes', { wanted: components }),
    crew.runOne('storage', {}, crew.size - 1)
  ]);
  for (let storage: Storage = chosen; ; storage = FINER[storage]) {
    const size = { count, dimension, k: neighbors.k, threads: crew.size };
    const scanned = planScan(size, storage);
    await crew.runRows('prepare', count, rows => ({ ...rows, ...scanned, axes }));
    if (storage === 'forest') await searchForest(crew, scanned, report);
    else await scanAll(crew, scanned, input, report);
    await crew.runRows('rank', count, rows => ({ ...rows, ...scanned }));
    report(1);
    if (storage === 'float' || (await crew.runOne('recall', {})) >= MIN_RECALL) return;
  }
}

async function scanAll(
  crew: Crew,
  scanned: Scanned,
  { progress }: MapInput,
  report: ReportShare
): Promise<void> {
  const { count } = scanned.plan;
  const total = (count * (count - 1)) / 2000;
  const taken = createInts(1);
  Atomics.store(progress, 0, 0);
  const timer = setInterval(
    () => report(Math.min(1, Atomics.load(progress, 0) / total)),
    PROGRESS_MS
  );
  try {
    await crew.runAll('scan', () => ({ ...scanned, taken }));
  } finally {
    clearInterval(timer);
  }
}

async function searchForest(crew: Crew, scanned: Scanned, report: ReportShare): Promise<void> {
  const { count } = scanned.plan;
  const orders = createInts(count * TREES);
  await crew.runAll('trees', () => ({ ...scanned, orders, threads: crew.size }));
  // A round of refinement takes about as long as three trees.
  const total = TREES + 3 * ROUNDS;
  for (let tree = 0; tree < TREES; tree++) {
    report(tree / total);
    const order = orders.subarray(tree * count, (tree + 1) * count);
    const taken = createInts(1);
    await crew.runAll('leaves', () => ({ ...scanned, order, taken }));
  }
  const nearest = createInts(countNearest(count));
  for (let round = 0; round < ROUNDS; round++) {
    report((TREES + 3 * round) / total);
    await crew.runRows('nearest', count, rows => ({ ...rows, ...scanned, nearest }));
    await crew.runRows('refine', count, rows => ({ ...rows, ...scanned, nearest }));
  }
}

function createInts(length: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}
