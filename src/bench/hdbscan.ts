import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureAgreement } from '../analysis/hdbscan/agreement.ts';
import { hdbscan } from '../analysis/hdbscan/hdbscan.ts';
import { createRandom, drawNormal } from '../analysis/random.ts';
import { describeMachine } from './describe-machine.ts';
import { Peer } from './peer.ts';
import { takeMedian, timeWork, type Timing } from './time-work.ts';

/**
 * HDBSCAN: ours and scikit-learn's on the same points (3 components, clusters of 10, 1 sample), taking turns; the adjusted Rand index of the two beside
 * the time. Both in one thread.
 *
 * `PYTHON=.venv/bin/python node src/bench/hdbscan.ts --sizes 1000,10000,100000 --rounds 5 --peer-max 20000`
 */
const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    components: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    'peer-max': { type: 'string', default: '20000' }
  }
});
const components = Number(options.components);
const parameters = { minClusterSize: 10, minSamples: 1, epsilon: 0 };

function drawPoints(count: number): Float32Array {
  const random = createRandom(3);
  const centers = Array.from({ length: 30 * components }, () => 20 * random());
  return Float32Array.from({ length: count * components }, (_, e) => {
    const cluster = Math.floor(e / components) % 30;
    return (centers[cluster * components + (e % components)] ?? 0) + 0.4 * drawNormal(random);
  });
}

const folder = await mkdtemp(join(tmpdir(), 'bench-hdbscan-'));
await using peer = new Peer('hdbscan_peer.py');
try {
  const { versions } = await peer.ask<{ versions: Record<string, string> }>({ warm: true });
  const machine = describeMachine(versions);
  console.log(machine);
  const rows: object[] = [];
  for (const count of options.sizes.split(',').map(Number)) {
    const points = drawPoints(count);
    const file = join(folder, 'points.f32');
    const out = join(folder, 'labels.i32');
    await writeFile(file, points);
    const ours: (Timing & { result: Int32Array })[] = [];
    const theirs: Timing[] = [];
    hdbscan(points, count, components, parameters);
    for (let round = 0; round < Number(options.rounds); round++) {
      ours.push(await timeWork(() => hdbscan(points, count, components, parameters).labels));
      if (count <= Number(options['peer-max'])) {
        theirs.push(await peer.ask<Timing>({ file, out, count, components, ...parameters }));
      }
    }
    const own = takeMedian(ours);
    const row = { count, components, ours: own.wallSeconds, 'ours cpu': own.cpuSeconds };
    if (theirs.length === 0) {
      rows.push(row);
      continue;
    }
    const other = takeMedian(theirs);
    const labels = new Int32Array((await readFile(out)).buffer.slice(0));
    rows.push({
      ...row,
      'scikit-learn': other.wallSeconds,
      ratio: Number((other.wallSeconds / own.wallSeconds).toFixed(1)),
      agreement: measureAgreement(own.result, labels)
    });
  }
  console.table(rows);
  console.log(JSON.stringify({ bench: 'hdbscan', machine, rows }));
} finally {
  await rm(folder, { recursive: true });
}
