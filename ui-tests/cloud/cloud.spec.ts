import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { Harness } from './harness/harness.ts';

declare global {
  interface Window {
    harness: Harness;
    contexts: number;
  }
}

const refused: string[] = [];

test.beforeEach(async ({ page }) => {
  refused.length = 0;
  page.on('console', message => {
    if (/content security policy|violates/i.test(message.text())) {
      refused.push(message.text());
    }
  });
  page.on('pageerror', error => {
    throw error;
  });
  await page.goto('./');
  await page.waitForFunction(() => 'harness' in window);
});

test.afterEach(() => {
  expect(refused, 'what the content security policy refused').toEqual([]);
});

function say(title: string, milliseconds: number): void {
  console.log(`${title}: ${milliseconds.toFixed(1)} ms`);
}

test('draws the first frame of 100,000 points', async ({ page }) => {
  const { first, ink, drawn } = await page.evaluate(async () => {
    const { harness } = window;
    const columns = harness.makeColumns(100_000, 2);
    const warmUp = harness.openCloud();
    warmUp.setColumns(harness.makeColumns(10, 2));
    await harness.settled(warmUp);
    warmUp.element.remove();
    const startedAt = performance.now();
    const cloud = harness.openCloud();
    cloud.setColumns(columns);
    cloud.setCamera(cloud.fit('2d'));
    const first = await new Promise<number>(resolve => {
      cloud.on('status', () => {
        harness.pixelsOf(cloud);
        resolve(performance.now() - startedAt);
      });
    });
    await harness.settled(cloud);
    return { first, ink: harness.inkOf(cloud), drawn: cloud.status.drawn };
  });
  say('first frame of 100k', first);
  expect(drawn).toBe(100_000);
  expect(ink).toBeGreaterThan(40_000);
});

test('pick() returns the point that covers a pixel, for 200 random pixels', async ({ page }) => {
  const { wrong, hits, asked } = await page.evaluate(async () => {
    const { harness } = window;
    const cloud = harness.openCloud();
    const columns = harness.makeColumns(20_000, 2);
    cloud.setColumns(columns);
    cloud.setShapes(false);
    cloud.setCamera(cloud.fit('2d'));
    await harness.settled(cloud);
    const radius = harness.pointRadius(columns.count, cloud);
    const next = harness.random(99);
    const wrong: string[] = [];
    let hits = 0;
    for (let n = 0; n < 200; n++) {
      // The middle of a pixel near a random point, so that most pixels have something to hit.
      const near = cloud.locate(Math.floor(next() * columns.count)) ?? { x: 0, y: 0 };
      const x = Math.floor(near.x + next() * 12 - 6) + 0.5;
      const y = Math.floor(near.y + next() * 12 - 6) + 0.5;
      const covering: { point: number; height: number; slack: number }[] = [];
      let nearest = Infinity;
      for (let point = 0; point < columns.count; point++) {
        const at = cloud.locate(point) ?? { x: -1e9, y: -1e9 };
        const slack = radius - Math.hypot(at.x - x, at.y - y);
        nearest = Math.min(nearest, -slack);
        if (slack > -0.6) {
          covering.push({
            point,
            slack,
            // The data sets are of similar size, hence one layer in the order of the points.
            height: point
          });
        }
      }
      covering.sort((a, b) => b.height - a.height);
      const sure = covering.findIndex(({ slack }) => slack > 0.6);
      // Discs whose edge runs through the pixel may or may not win over the first that surely covers it.
      const allowed = covering
        .slice(0, sure < 0 ? covering.length : sure + 1)
        .map(({ point }) => point);
      const found = await cloud.pick(x, y);
      hits += Number(found !== null);
      if (sure >= 0 ? !allowed.includes(found ?? -1) : nearest > 5.5 && found !== null) {
        wrong.push(`${x}, ${y}: ${String(found)} instead of ${allowed.join(' or ')}`);
      }
    }
    return { wrong, hits, asked: 200 };
  });
  expect(wrong).toEqual([]);
  expect(hits).toBeGreaterThan(asked / 3);
});

test('pick() finds points in the grid above 200,000, and in 3D', async ({ page }) => {
  const found = await page.evaluate(async () => {
    const { harness } = window;
    const result: { asked: number; got: number | null; ms: number }[] = [];
    for (const [count, components] of [
      [250_000, 2],
      [5_000, 3]
    ] as const) {
      const cloud = harness.openCloud();
      cloud.setColumns(harness.makeColumns(count, components));
      const alone = new Uint8Array(count);
      for (let i = 0; i < count; i += Math.floor(count / 25)) {
        alone[i] = 2;
      }
      cloud.setMask(alone);
      cloud.setCamera(cloud.fit(components === 2 ? '2d' : '3d'));
      await harness.settled(cloud);
      for (const [point, level] of alone.entries()) {
        const at = level === 2 ? cloud.locate(point) : null;
        if (at) {
          const startedAt = performance.now();
          const got = await cloud.pick(at.x + 0.3, at.y - 0.3);
          result.push({ asked: point, got, ms: performance.now() - startedAt });
        }
      }
      cloud.dispose();
    }
    return result;
  });
  expect(found.length).toBeGreaterThan(45);
  const right = found.filter(({ asked, got }) => asked === got);
  // Two of the shown points may lie on each other.
  expect(right.length).toBeGreaterThan(found.length - 4);
});

for (const mode of ['2d', '3d'] as const) {
  test(`lasso() equals a brute-force polygon test in ${mode}`, async ({ page }) => {
    const { missing, extra, count, ms } = await page.evaluate(async mode => {
      const { harness } = window;
      const cloud = harness.openCloud();
      const columns = harness.makeColumns(100_000, mode === '2d' ? 2 : 3);
      cloud.setColumns(columns);
      cloud.setCamera(cloud.fit(mode));
      await harness.settled(cloud);
      const mask = new Uint8Array(columns.count).fill(2);
      for (let i = 0; i < columns.count; i += 3) {
        mask[i] = i % 2;
      }
      cloud.setMask(mask);
      const next = harness.random(5);
      const polygon: number[] = [];
      for (let i = 0; i < 64; i++) {
        const angle = (i / 64) * 2 * Math.PI;
        const reach = 120 + 160 * next();
        polygon.push(500 + reach * 1.5 * Math.cos(angle), 300 + reach * Math.sin(angle));
      }
      const startedAt = performance.now();
      const bits = await cloud.lasso(Float64Array.from(polygon));
      const ms = performance.now() - startedAt;
      // Even-odd ray casting, point by point: for a line that does not cross itself both rules agree.
      const isInside = (x: number, y: number) => {
        let inside = false;
        for (let i = 0, j = 126; i < 128; j = i, i += 2) {
          const [xi = 0, yi = 0, xj = 0, yj = 0] = [
            polygon[i],
            polygon[i + 1],
            polygon[j],
            polygon[j + 1]
          ];
          if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) {
            inside = !inside;
          }
        }
        return inside;
      };
      let [missing, extra, count] = [0, 0, 0];
      for (let point = 0; point < columns.count; point++) {
        const at = cloud.locate(point);
        const expected = mask[point] === 2 && at !== null && isInside(at.x, at.y);
        const got = (((bits[point >> 3] ?? 0) >> (point & 7)) & 1) === 1;
        count += Number(got);
        missing += Number(expected && !got);
        extra += Number(got && !expected);
      }
      return { missing, extra, count, ms };
    }, mode);
    say(`lasso of 100k in ${mode}, first one with the copy to the worker`, ms);
    expect(count).toBeGreaterThan(1_000);
    expect({ missing, extra }).toEqual({ missing: 0, extra: 0 });
  });
}

test('setPalette() recolors a million points without sending their positions again', async ({
  page
}) => {
  const { before, after, bytes, ms } = await page.evaluate(async () => {
    const { harness } = window;
    const uploads: number[] = [];
    for (const name of ['bufferData', 'bufferSubData'] as const) {
      const send = WebGL2RenderingContext.prototype[name] as (...rest: unknown[]) => void;
      WebGL2RenderingContext.prototype[name] = function (...rest: unknown[]) {
        const source = rest.find(value => ArrayBuffer.isView(value));
        uploads.push(source ? (source as Uint8Array).byteLength : 0);
        send.apply(this, rest);
      };
    }
    const cloud = harness.openCloud();
    cloud.setColumns(harness.makeColumns(1_000_000, 2));
    cloud.setCamera(cloud.fit('2d'));
    await harness.settled(cloud);
    const before = await harness.hashOf(cloud);
    uploads.length = 0;
    const startedAt = performance.now();
    cloud.setPalette(harness.paletteOf(['#d55e00', '#009e73', '#cc79a7']));
    await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
    harness.pixelsOf(cloud);
    const ms = performance.now() - startedAt;
    await harness.settled(cloud);
    const after = await harness.hashOf(cloud);
    return { before, after, bytes: uploads.reduce((sum, size) => sum + size, 0), ms };
  });
  say('recolor of 1M to the first picture', ms);
  expect(after).not.toBe(before);
  expect(bytes).toBeLessThan(1_000_000);
});

test('a lost and restored context gives the same picture', async ({ page }) => {
  const { before, during, dimmed, after, renderer } = await page.evaluate(async () => {
    const { harness } = window;
    const cloud = harness.openCloud();
    cloud.setColumns(harness.makeColumns(20_000, 2));
    cloud.setCamera(cloud.fit('2d'));
    await harness.settled(cloud);
    const before = await harness.hashOf(cloud);
    harness.loseContext();
    await new Promise(resolve => setTimeout(resolve, 200));
    const during = await harness.hashOf(cloud);
    // What changes while it is gone must neither throw nor get lost.
    cloud.setMask(new Uint8Array(20_000).fill(1));
    harness.restoreContext();
    await new Promise(resolve => setTimeout(resolve, 600));
    await harness.settled(cloud);
    const dimmed = await harness.hashOf(cloud);
    cloud.setMask(new Uint8Array(20_000).fill(2));
    await harness.settled(cloud);
    const after = await harness.hashOf(cloud);
    return { before, during, dimmed, after, renderer: cloud.status.renderer };
  });
  expect(renderer).toBe('software');
  expect(during).toBe(before);
  expect(dimmed, 'it is drawn again').not.toBe(before);
  expect(after).toBe(before);
});

test('the third loss ends on a plain canvas with a sentence', async ({ page }) => {
  const { status, ink } = await page.evaluate(async () => {
    const { harness } = window;
    const cloud = harness.openCloud();
    cloud.setColumns(harness.makeColumns(20_000, 2));
    cloud.setCamera(cloud.fit('2d'));
    await harness.settled(cloud);
    for (let n = 0; n < 3; n++) {
      harness.loseContext();
      await new Promise(resolve => setTimeout(resolve, 150));
      harness.restoreContext();
      await new Promise(resolve => setTimeout(resolve, 250));
    }
    await harness.settled(cloud);
    return { status: cloud.status, ink: harness.inkOf(cloud) };
  });
  expect(status.renderer).toBe('canvas');
  expect(status.drawn).toBe(5_000);
  expect(status.reason).toContain('lost three times');
  expect(ink).toBeGreaterThan(5_000);
});

test('two clouds share one context and show different pictures', async ({ page }) => {
  const { contexts, hashes, inks } = await page.evaluate(async () => {
    const { harness } = window;
    const clouds = [harness.openCloud(), harness.openCloud()];
    for (const [n, cloud] of clouds.entries()) {
      cloud.setColumns(harness.makeColumns(5_000, 2, n + 1));
      cloud.setCamera(cloud.fit('2d'));
    }
    await Promise.all(clouds.map(cloud => harness.settled(cloud)));
    const hashes = await Promise.all(clouds.map(cloud => harness.hashOf(cloud)));
    return { contexts: window.contexts, hashes, inks: clouds.map(cloud => harness.inkOf(cloud)) };
  });
  expect(contexts).toBe(1);
  expect(hashes[0]).not.toBe(hashes[1]);
  expect(Math.min(...inks)).toBeGreaterThan(4_000);
});

test('draws without WebGL and says so', async ({ page }) => {
  const { status, ink, picked } = await page.evaluate(async () => {
    const { harness } = window;
    const cloud = harness.openCloud({ withoutWebGl: true });
    const columns = harness.makeColumns(50_000, 2);
    cloud.setColumns(columns);
    cloud.setCamera(cloud.fit('2d'));
    await harness.settled(cloud);
    const mask = new Uint8Array(columns.count).fill(1);
    mask[123] = 3;
    cloud.setMask(mask);
    const at = cloud.locate(123) ?? { x: 0, y: 0 };
    return {
      status: cloud.status,
      ink: harness.inkOf(cloud),
      picked: await cloud.pick(at.x, at.y)
    };
  });
  expect(status).toEqual({
    renderer: 'canvas',
    drawn: 5_000,
    count: 50_000,
    reason: 'This browser has no WebGL 2: a sample of 5,000 points is drawn'
  });
  expect(ink).toBeGreaterThan(5_000);
  expect(picked).toBe(123);
});

test('dims the points outside the filter, hides none of them, draws selected ones last', async ({
  page
}) => {
  const inks = await page.evaluate(async () => {
    const { harness } = window;
    const cloud = harness.openCloud();
    const columns = harness.makeColumns(2_000, 2);
    columns.dataset.fill(0);
    cloud.setColumns(columns);
    cloud.setCamera(cloud.fit('2d'));
    const darkness = () => {
      const pixels = harness.pixelsOf(cloud);
      let sum = 0;
      for (let i = 0; i < pixels.length; i += 4) {
        sum += 255 - (pixels[i] ?? 255);
      }
      return sum;
    };
    const result: Record<string, number> = {};
    for (const [name, level] of Object.entries({ hidden: 0, context: 1, shown: 2, selected: 3 })) {
      cloud.setMask(new Uint8Array(columns.count).fill(level));
      await new Promise(resolve => setTimeout(resolve, 150));
      result[name] = darkness();
    }
    return result;
  });
  expect(inks['hidden']).toBe(0);
  expect(inks['context']).toBeGreaterThan(0);
  expect(inks['shown']).toBeGreaterThan(4 * (inks['context'] ?? 0));
  expect(inks['selected']).toBeGreaterThan(inks['shown'] ?? 0);
});

for (const withoutWebGl of [false, true]) {
  test(`rims of two sets have their own colors ${withoutWebGl ? 'without' : 'with'} WebGL, and go`, async ({
    page
  }) => {
    const counts = await page.evaluate(async withoutWebGl => {
      const { harness } = window;
      const cloud = harness.openCloud({ withoutWebGl });
      const columns = harness.makeColumns(600, 2);
      cloud.setColumns(columns);
      cloud.setColors(new Uint8Array(600), harness.paletteOf(['#7a7a7a']));
      cloud.setCamera(cloud.fit('2d'));
      const near = (color: string) => {
        const wanted = [1, 3, 5].map(at => Number.parseInt(color.slice(at, at + 2), 16));
        const pixels = harness.pixelsOf(cloud);
        let count = 0;
        for (let i = 0; i < pixels.length; i += 4) {
          const distance = wanted.map((value, c) => Math.abs(value - (pixels[i + c] ?? 0)));
          count += Number(Math.max(...distance) < 40);
        }
        return count;
      };
      const look = async (rims: Uint8Array | null) => {
        cloud.setRims(rims);
        await harness.settled(cloud);
        return { a: near(harness.RIM_COLORS.a), b: near(harness.RIM_COLORS.b) };
      };
      const half = (bits: number) =>
        Uint8Array.from({ length: 600 }, (_, i) => (i < 100 ? bits : 0));
      return {
        none: await look(null),
        a: await look(half(1)),
        b: await look(half(2)),
        both: await look(half(3)),
        gone: await look(null)
      };
    }, withoutWebGl);
    expect(counts.none).toEqual({ a: 0, b: 0 });
    expect(counts.a.a).toBeGreaterThan(500);
    expect(counts.a.b).toBe(0);
    expect(counts.b.a).toBe(0);
    expect(counts.b.b, 'dashes have less ink than a ring').toBeLessThan(0.9 * counts.a.a);
    expect(counts.b.b).toBeGreaterThan(200);
    expect(Math.min(counts.both.a, counts.both.b)).toBeGreaterThan(50);
    expect(counts.gone).toEqual({ a: 0, b: 0 });
  });
}

test('glides to new positions and ends exactly there', async ({ page }) => {
  const { middle, end, still } = await page.evaluate(async () => {
    const { harness } = window;
    const cloud = harness.openCloud();
    const columns = harness.makeColumns(3_000, 2);
    const later = harness.makeColumns(3_000, 2, 11);
    cloud.setColumns({ ...columns });
    cloud.setCamera(cloud.fit('2d'));
    await harness.settled(cloud);
    cloud.setPositions(later.positions, later.box, 300);
    await new Promise(resolve => setTimeout(resolve, 150));
    const middle = cloud.locate(5);
    await new Promise(resolve => setTimeout(resolve, 500));
    await harness.settled(cloud);
    const end = await harness.hashOf(cloud);
    const other = harness.openCloud();
    other.setColumns({ ...columns, positions: later.positions });
    other.setCamera(cloud.camera);
    await harness.settled(other);
    const start = { x: columns.positions[10], y: later.positions[10] };
    return { middle, end, still: await harness.hashOf(other), start };
  });
  expect(middle).not.toBeNull();
  expect(end).toBe(still);
});

test('contours lie under a large cloud', async ({ page }) => {
  const { without, withDensity } = await page.evaluate(async () => {
    const { harness } = window;
    const cloud = harness.openCloud();
    cloud.setColumns(harness.makeColumns(60_000, 2));
    cloud.setCamera(cloud.fit('2d'));
    cloud.setMask(new Uint8Array(60_000));
    await harness.settled(cloud);
    const without = harness.inkOf(cloud);
    cloud.setDensity(true);
    // They come from a worker, when it gets to them.
    const until = performance.now() + 20_000;
    while (harness.inkOf(cloud) <= 2_000 && performance.now() < until) {
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    return { without, withDensity: harness.inkOf(cloud) };
  });
  expect(without).toBe(0);
  expect(withDensity).toBeGreaterThan(2_000);
});

test('snapshot() is a PNG of the whole picture', async ({ page }) => {
  const { type, bytes } = await page.evaluate(async () => {
    const { harness } = window;
    const cloud = harness.openCloud();
    cloud.setColumns(harness.makeColumns(1_000, 2));
    cloud.setLabels([{ id: '0', text: 'refund complaints', center: [0, 0], count: 10 }]);
    cloud.setCamera(cloud.fit('2d'));
    const blob = await cloud.snapshot();
    return { type: blob.type, bytes: blob.size };
  });
  expect(type).toBe('image/png');
  expect(bytes).toBeGreaterThan(3_000);
});

test('a cloud out of sight, or in a room that narrows for a while, shows the same as before', async ({
  page
}) => {
  const { before, hidden, after } = await page.evaluate(async () => {
    const { harness } = window;
    const cloud = harness.openCloud();
    cloud.setColumns(harness.makeColumns(1_000, 2));
    cloud.setCamera(cloud.fit('2d'));
    await harness.settled(cloud);
    const look = () => JSON.stringify([cloud.camera, cloud.viewport]);
    const before = look();
    const { style } = cloud.element;
    style.display = 'none';
    await harness.settled(cloud);
    const hidden = look();
    style.display = '';
    style.width = '200px';
    await harness.settled(cloud);
    style.width = '';
    await harness.settled(cloud);
    return { before, hidden, after: look() };
  });
  expect(hidden).toBe(before);
  expect(after).toBe(before);
});

test('a cloud that begins out of sight is whole when it is seen', async ({ page }) => {
  const scales = await page.evaluate(async () => {
    const { harness } = window;
    const open = async (display: string) => {
      const cloud = harness.openCloud();
      cloud.element.style.display = display;
      // Two frames, so that the cloud has measured the room that it does not have.
      await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      cloud.setColumns(harness.makeColumns(1_000, 2));
      cloud.setCamera(cloud.fit('2d'));
      cloud.element.style.display = '';
      await harness.settled(cloud);
      const { scale } = cloud.camera as { scale: number };
      cloud.element.remove();
      return scale;
    };
    return [await open(''), await open('none')];
  });
  const [seen = NaN, unseen = NaN] = scales;
  expect(unseen / seen).toBeGreaterThan(0.7);
  expect(unseen / seen).toBeLessThan(1.1);
});

test('0 and 1 points are drawn, and the last cloud gives the context back', async ({ page }) => {
  const { inks, lost } = await page.evaluate(async () => {
    const { harness } = window;
    const inks: number[] = [];
    const cloud = harness.openCloud();
    for (const count of [0, 1]) {
      cloud.setColumns(harness.makeColumns(count, 2));
      cloud.setCamera(cloud.fit('2d'));
      await new Promise(resolve => setTimeout(resolve, 200));
      inks.push(harness.inkOf(cloud));
    }
    cloud.dispose();
    await new Promise(resolve => setTimeout(resolve, 100));
    return { inks, lost: harness.isContextLost() };
  });
  expect(inks[0]).toBe(0);
  expect(inks[1]).toBeGreaterThan(3);
  expect(lost).toBe(true);
});

async function countRequests(page: Page): Promise<string[]> {
  const hosts: string[] = [];
  page.on('request', request => hosts.push(new URL(request.url()).host));
  await page.reload();
  await page.waitForFunction(() => 'harness' in window);
  return hosts;
}

test('asks no other host for anything', async ({ page, baseURL }) => {
  const hosts = await countRequests(page);
  expect(new Set(hosts)).toEqual(new Set([new URL(baseURL ?? '').host]));
});
