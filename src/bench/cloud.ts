/**
 * First frame, panning, recoloring, picking and lasso of the point cloud in headless Chromium, at 10k, 100k and 1M
 * points, without a graphics card. Run: `node src/bench/cloud.ts`. Prints a table and one line of JSON.
 */
import { fileURLToPath } from 'node:url';
import { cpus } from 'node:os';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';

const SIZES = [10_000, 100_000, 1_000_000];
const ARGUMENTS = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist'
];

interface Figures {
  count: number;
  firstMs: number;
  wholeMs: number;
  panMs: number;
  panDrawn: number;
  recolorMs: number;
  pickMs: number;
  lassoMs: number;
}

/** The part of the harness' page (`ui-tests/cloud/harness`) that is used here. */
interface Cloud {
  camera: { mode: '2d'; x: number; y: number; scale: number };
  status: { drawn: number };
  setColumns(columns: object): void;
  setCamera(camera: object): void;
  setPalette(palette: Uint8Array): void;
  fit(mode: '2d'): object;
  pick(x: number, y: number): Promise<number | null>;
  lasso(polygon: Float64Array): Promise<Uint8Array>;
  on(name: 'status', listener: () => void): () => void;
  readonly element: { remove(): void };
  dispose(): void;
}
interface Harness {
  openCloud(): Cloud;
  makeColumns(count: number, components: 2 | 3): object;
  settled(cloud: Cloud): Promise<void>;
  paletteOf(colors: readonly string[]): Uint8Array;
}

/** Runs in the page. */
async function measure(count: number): Promise<Figures> {
  const { harness } = globalThis as unknown as { harness: Harness };
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? NaN;
  const frame = () => new Promise<number>(resolve => requestAnimationFrame(resolve));
  const columns = harness.makeColumns(count, 2);
  const first: number[] = [];
  const whole: number[] = [];
  for (let n = 0; n < 3; n++) {
    const startedAt = performance.now();
    const cloud = harness.openCloud();
    cloud.setColumns(columns);
    cloud.setCamera(cloud.fit('2d'));
    const seen: number[] = [];
    await new Promise<void>(resolve => {
      cloud.on('status', () => {
        seen.push(performance.now() - startedAt);
        if (cloud.status.drawn === count) {
          resolve();
        }
      });
    });
    first.push(seen[0] ?? NaN);
    whole.push(seen.at(-1) ?? NaN);
    await harness.settled(cloud);
    cloud.dispose();
    cloud.element.remove();
  }
  const cloud = harness.openCloud();
  cloud.setColumns(columns);
  cloud.setCamera(cloud.fit('2d'));
  await harness.settled(cloud);
  const pans: number[] = [];
  let last = await frame();
  for (let n = 0; n < 80; n++) {
    cloud.setCamera({ ...cloud.camera, x: 0.3 * Math.sin(n / 10) });
    const now = await frame();
    if (n >= 20) {
      pans.push(now - last);
    }
    last = now;
  }
  const panDrawn = cloud.status.drawn;
  await harness.settled(cloud);
  const recolors: number[] = [];
  for (const color of ['#d55e00', '#009e73', '#cc79a7']) {
    const startedAt = performance.now();
    cloud.setPalette(harness.paletteOf([color]));
    await frame();
    await frame();
    recolors.push(performance.now() - startedAt);
    await harness.settled(cloud);
  }
  const picks: number[] = [];
  await cloud.pick(500, 300);
  for (let n = 0; n < 15; n++) {
    const startedAt = performance.now();
    await cloud.pick(300 + 30 * n, 300);
    picks.push(performance.now() - startedAt);
  }
  const polygon = Float64Array.from({ length: 128 }, (_, i) =>
    i % 2 === 0
      ? 500 + 350 * Math.cos((i / 128) * 6.283)
      : 300 + 220 * Math.sin(((i - 1) / 128) * 6.283)
  );
  await cloud.lasso(polygon);
  const lassos: number[] = [];
  for (let n = 0; n < 5; n++) {
    const startedAt = performance.now();
    await cloud.lasso(polygon);
    lassos.push(performance.now() - startedAt);
  }
  cloud.dispose();
  cloud.element.remove();
  return {
    count,
    firstMs: median(first),
    wholeMs: median(whole),
    panMs: median(pans),
    panDrawn,
    recolorMs: median(recolors),
    pickMs: median(picks),
    lassoMs: median(lassos)
  };
}

const configFile = fileURLToPath(
  new URL('../../ui-tests/cloud/harness/vite.config.ts', import.meta.url)
);
await build({ configFile, logLevel: 'warn' });
const server = await preview({ configFile, preview: { host: '127.0.0.1', port: 0 } });
const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
try {
  const page = await browser.newPage({ viewport: { width: 1040, height: 700 } });
  await page.goto(server.resolvedUrls?.local[0] ?? '');
  await page.waitForFunction(() => 'harness' in globalThis);
  await page.evaluate(measure, 1_000);
  const rows: Figures[] = [];
  for (const count of SIZES) {
    rows.push(await page.evaluate(measure, count));
  }
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} threads, 1000 × 600 px`;
  console.log(`${machine}; Chromium ${browser.version()}, SwiftShader; median of 3 to 60`);
  console.table(
    Object.fromEntries(
      rows.map(({ count, panMs, panDrawn, ...rest }) => [
        count,
        {
          ...Object.fromEntries(
            Object.entries(rest).map(([name, ms]) => [name, Math.round(ms * 10) / 10])
          ),
          panMs: Math.round(panMs * 10) / 10,
          panFps: Math.round(1000 / panMs),
          panDrawn
        }
      ])
    )
  );
  console.log(JSON.stringify({ bench: 'cloud', machine, chromium: browser.version(), rows }));
} finally {
  await browser.close();
  await server.close();
}
