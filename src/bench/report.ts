import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { SignalsAnswer } from '../contract/metrics.ts';
import { createModel, type Model } from '../inferences/model.ts';
import { measure } from '../inferences/measures/measure.ts';
import { openDataset } from '../inferences/open-dataset.ts';
import { Failure } from '../contract/failures.ts';
import { freeMemory } from '../server/free-memory.ts';
import { ReportCrew } from '../server/reports/report-crew.ts';
import { startReportWorker } from '../server/reports/start-report-worker.ts';
import type { SharedData } from '../server/shared-data.ts';
import { describeMachine } from './describe-machine.ts';
import { Peer } from './peer.ts';
import { rerunAsServer } from './rerun-as-server.ts';
import { takeMedian, timeWork, type Timing } from './time-work.ts';

/**
 * A full report: every default metric of every column, of both data sets and between them; ours in one thread, pandas in one and polars in
 * all it likes, on the same Arrow files, taking turns. A report is made of freshly opened data each time; `brush` is the report of
 * half of the primary rows after that, which finds the reference measured; `server` is the first report of two fresh report threads that
 * have opened the data.
 *
 * `PYTHON=.venv/bin/python node src/bench/report.ts --sizes 10000x20,100000x20,1000000x20,10000x2000 --rounds 5 [--text]`
 */
rerunAsServer();
const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000x20,100000x20,1000000x20,10000x2000' },
    rounds: { type: 'string', default: '5' },
    text: { type: 'boolean', default: false },
    peers: { type: 'string', default: 'pandas,polars' }
  }
});
const RULES = { thresholds: [], baseline: null };
const SCHEMA = { timestampColumnName: 'time' };
const MIB = 2 ** 20;

interface PeerRun extends Timing {
  rss: number;
  peak: number;
  versions: Record<string, string>;
  report: Record<string, [Summary, Summary, [number, number, number]]>;
}
interface Summary {
  quantiles?: number[];
  [metric: string]: number | number[] | undefined;
}

async function readShared(path: string): Promise<SharedArrayBuffer> {
  const bytes = await readFile(path);
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  return shared;
}

function open(primary: SharedArrayBuffer, reference: SharedArrayBuffer): Model {
  return createModel({
    primary: openDataset(primary, { file: 'primary.arrow', schema: SCHEMA }, 'primary'),
    reference: openDataset(reference, { file: 'reference.arrow', schema: SCHEMA }, 'reference')
  });
}

/** The first report of the server's threads, once they run. */
async function timeCrew(
  model: Model,
  primary: SharedArrayBuffer,
  reference: SharedArrayBuffer
): Promise<Timing> {
  const source = (file: string) => ({ file, schema: SCHEMA });
  const { primary: first, reference: second } = model.datasets;
  if (!first || !second) throw new TypeError('Cannot measure without data');
  const shared: SharedData = {
    given: { primary: source('primary.arrow'), reference: source('reference.arrow') },
    loadedAt: new Date().toISOString(),
    parts: {
      primary: { bytes: primary, prepared: first.preparation },
      reference: { bytes: reference, prepared: second.preparation }
    }
  };
  const crew = new ReportCrew(model, {
    threads: 2,
    start: () => startReportWorker(shared),
    onLost: error => {
      throw error;
    }
  });
  const how = { signal: new AbortController().signal, isWanted: () => true };
  try {
    // Asks a little of every column, so that every thread has opened the data.
    await crew.run(RULES, { name: 'signals', metrics: ['count'] }, how);
    return await timeWork(() => crew.run(RULES, { name: 'signals' }, how));
  } finally {
    await crew.close(new Failure('session/closing', 'Cannot measure any more'));
  }
}

const QUANTILES = ['p01', 'p25', 'p50', 'p75', 'p99'];

/** The greatest relative difference between our numbers and a peer's. */
function findDifference(ours: SignalsAnswer, theirs: PeerRun['report']): number {
  let greatest = 0;
  const compare = (a: number | null | undefined, b: number | undefined) => {
    const difference = Math.abs((a ?? NaN) - (b ?? NaN)) / Math.max(1, Math.abs(b ?? NaN));
    greatest = Math.max(greatest, Number.isNaN(difference) ? Infinity : difference);
  };
  for (const { name, values } of ours.signals) {
    const [primary, reference, [psi, kl, js]] = theirs[name] ?? [{}, {}, []];
    ours.metrics.forEach((metric, i) => {
      const pair = values[i] ?? [null, null];
      const drift = { psi, kl_divergence: kl, js_distance: js }[metric as string];
      const quantile = QUANTILES.indexOf(metric);
      if (drift !== undefined) {
        compare(pair[0], drift);
        return;
      }
      [primary, reference].forEach((side, at) => {
        const value = quantile < 0 ? side[metric] : side.quantiles?.[quantile];
        if (typeof value === 'number') {
          compare(pair[at], value);
        }
      });
    });
  }
  return greatest;
}

const folder = await mkdtemp(join(tmpdir(), 'bench-report-'));
try {
  const names = options.peers.split(',').filter(name => name !== '');
  const rows: object[] = [];
  for (const size of options.sizes.split(',')) {
    const [count = 0, columns = 0] = size.split('x').map(Number);
    const files = ['primary', 'reference'].map(name => join(folder, `${name}.arrow`));
    await using writer = new Peer('report_peer.py');
    for (const [i, file] of files.entries()) {
      const write = { file, rows: count, floats: columns / 2, categories: columns / 2 };
      await writer.ask({ write: { ...write, text: options.text, seed: i, shift: i * 0.1 } });
    }
    await using peers = new AsyncDisposableStack();
    const versions: Record<string, string> = {};
    const peerByName = new Map<string, Peer>();
    for (const name of names) {
      const peer = peers.use(new Peer('report_peer.py'));
      Object.assign(versions, (await peer.ask<PeerRun>({ engine: name })).versions);
      await peer.ask({ load: files });
      peerByName.set(name, peer);
    }
    const before = process.memoryUsage.rss();
    const [primary, reference] = await Promise.all(files.map(readShared));
    if (!primary || !reference) throw new TypeError('Cannot read the files');
    const runs = new Map<string, (Timing & { peak?: number })[]>();
    // Not with what they gave: a model that is kept counts as memory of the next round.
    const add = (name: string, { wallSeconds, cpuSeconds, peak }: Timing & { peak?: number }) =>
      runs.set(name, [
        ...(runs.get(name) ?? []),
        { wallSeconds, cpuSeconds, ...(peak !== undefined && { peak }) }
      ]);
    let difference = 0;
    let rss = 0;
    for (let round = 0; round < Number(options.rounds); round++) {
      // What the round before has opened is none either, and V8 does not know how large shared memory is.
      freeMemory();
      const opened = await timeWork(() => open(primary, reference));
      add('ours: open', opened);
      const ours = await timeWork(() => measure(opened.result, RULES, { name: 'signals' }));
      add('ours', ours);
      const { times } = opened.result.datasets.primary ?? { times: new Float64Array(1) };
      const middle = new Date(times[times.length >> 1] ?? 0).toISOString();
      add(
        'ours: brush',
        await timeWork(() => measure(opened.result, RULES, { name: 'signals', end: middle }))
      );
      rss = Math.max(rss, process.memoryUsage.rss() - before);
      add('ours: server', await timeCrew(opened.result, primary, reference));
      for (const [name, peer] of peerByName) {
        const run = await peer.ask<PeerRun>({ whole: round === 0 });
        add(name, run);
        if (round === 0) difference = Math.max(difference, findDifference(ours.result, run.report));
      }
    }
    const ours = takeMedian(runs.get('ours') ?? []);
    for (const [name, list] of runs) {
      const { wallSeconds, cpuSeconds, peak } = takeMedian(list);
      const row = {
        rows: count,
        columns,
        name,
        'wall ms': Number((1000 * wallSeconds).toFixed(1)),
        'cpu ms': Number((1000 * cpuSeconds).toFixed(1)),
        'wall / ours': Number((wallSeconds / ours.wallSeconds).toFixed(2)),
        MiB: Math.round(peak ?? rss / MIB)
      };
      rows.push(row);
    }
    console.log(
      JSON.stringify({
        size,
        machine: describeMachine(versions),
        difference,
        arrowMiB: Math.round((primary.byteLength + reference.byteLength) / MIB)
      })
    );
    console.table(rows.splice(0));
  }
} finally {
  await rm(folder, { recursive: true });
}
