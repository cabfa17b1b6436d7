import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { createSandbox, type ServerProcess } from '../server/process-fixture.ts';
import { describeMachine } from './describe-machine.ts';
import { Peer } from './peer.ts';

/**
 * What a reader waits for: `paint` is from the address of Signals to its first line with a value, in a page that opens for the first time,
 * after `rest` seconds since the data was loaded; `brush` is from the request for a range to the answer with new values of every column; `rss`
 * is the server's memory over the empty server's.
 *
 * `PYTHON=.venv/bin/python node src/bench/page.ts --sizes 100000x20,1000000x20 --rounds 5 [--text] [--rest 3]`
 */
const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100000x20,1000000x20' },
    rounds: { type: 'string', default: '5' },
    rest: { type: 'string', default: '3' },
    text: { type: 'boolean', default: false },
    server: {
      type: 'string',
      default: fileURLToPath(new URL('../server/main.ts', import.meta.url))
    }
  }
});
const MIB = 2 ** 20;
const SCHEMA = { timestampColumnName: 'time' };

async function load(server: ServerProcess, folder: string): Promise<number> {
  let bytes = 0;
  for (const role of ['primary', 'reference']) {
    const body = await readFile(join(folder, `${role}.arrow`));
    bytes += body.length;
    const url = new URL(`api/uploads/${role}.arrow`, server.record.url);
    await fetch(url, { method: 'PUT', headers: server.headers, body });
  }
  const answer = await server.client.api.datasets.$put({
    json: {
      primary: { file: 'primary.arrow', schema: SCHEMA },
      reference: { file: 'reference.arrow', schema: SCHEMA }
    }
  });
  if (!answer.ok) throw new Error(`Cannot load the data: ${await answer.text()}`);
  return bytes / MIB;
}

async function timePaint(server: ServerProcess, page: Page): Promise<number> {
  const ticket = await server.client.api.tickets.$post();
  const { url } = (await ticket.json()) as { url: string };
  const started = performance.now();
  await page.goto(`${url}#/signals`);
  await page.locator('.signal-line .signal-value', { hasText: /\d/ }).first().waitFor();
  return performance.now() - started;
}

/** A range that nobody has asked for yet, as a brush over `share` of the time makes one. */
async function timeBrush(server: ServerProcess, share: number): Promise<number> {
  const session = await (await server.client.api.session.$get()).json();
  if (!('datasets' in session)) throw new Error(session.error.message);
  const { primary } = session.datasets;
  const [start, end] = [primary?.startTime, primary?.endTime].map(time => Date.parse(time ?? ''));
  const stop = new Date((start ?? 0) + share * ((end ?? 0) - (start ?? 0))).toISOString();
  const started = performance.now();
  await (await server.client.api.signals.$post({ json: { metrics: ['psi'], end: stop } })).json();
  return performance.now() - started;
}

async function readRss(server: ServerProcess): Promise<number> {
  const status = await readFile(`/proc/${server.child.pid ?? 0}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024;
}

const takeMiddle = (times: number[]) =>
  Math.round(times.toSorted((a, b) => a - b)[times.length >> 1] ?? NaN);

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking']
});
try {
  const rows: object[] = [];
  for (const size of options.sizes.split(',')) {
    const [count = 0, columns = 0] = size.split('x').map(Number);
    await using sandbox = await createSandbox();
    await using writer = new Peer('report_peer.py');
    for (const [i, role] of ['primary', 'reference'].entries()) {
      const file = join(sandbox.root, `${role}.arrow`);
      const write = { file, rows: count, floats: columns / 2, categories: columns / 2 };
      await writer.ask({ write: { ...write, text: options.text, seed: i, shift: i * 0.1 } });
    }
    const [paints, brushes]: [number[], number[]] = [[], []];
    let [rss, arrowMiB] = [0, 0];
    for (let round = 0; round < Number(options.rounds); round++) {
      await using server = await sandbox.start(resolve(options.server));
      const empty = await readRss(server);
      arrowMiB = await load(server, sandbox.root);
      await setTimeout(1000 * Number(options.rest));
      const context = await browser.newContext({ viewport: { width: 1100, height: 1000 } });
      paints.push(await timePaint(server, await context.newPage()));
      for (const share of [0.3, 0.5, 0.7]) brushes.push(await timeBrush(server, share));
      rss = Math.max(rss, (await readRss(server)) - empty);
      await context.close();
    }
    rows.push({
      rows: count,
      columns,
      'paint ms': takeMiddle(paints),
      'brush ms': takeMiddle(brushes),
      'Arrow MiB': Math.round(arrowMiB),
      'rss / Arrow': Number((rss / arrowMiB).toFixed(2))
    });
  }
  console.log(JSON.stringify({ machine: describeMachine({}), rest: options.rest }));
  console.table(rows);
} finally {
  await browser.close();
}
