import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Job } from '../contract/map.ts';
import { createAppFixture, writeDatasets, type AppFixture } from './app-fixture.ts';

interface Example {
  method: string;
  path: string;
  body: unknown;
  answer: unknown;
}

/** Requests and answers as `src/README.md` shows them. */
function readExamples(): Example[] {
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const examples = /^(GET|PUT|POST) (\/api\/\S+) ([^→]+)\n→ (.+?)\n(?:\n|```)/gms;
  return [...text.matchAll(examples)].map(([, method = '', path = '', body = '', answer = '']) => ({
    method,
    path,
    body: JSON.parse(body) as unknown,
    answer: JSON.parse(answer) as unknown
  }));
}

/** Demands the fields that are documented, each of a documented type; lists may be longer, numbers others. */
function expectShape(actual: unknown, documented: unknown, path: string): void {
  if (Array.isArray(documented)) {
    expect(Array.isArray(actual), path).toBe(true);
    (actual as unknown[])
      .slice(0, documented.length)
      .forEach((item, i) => expectShape(item, documented[i], `${path}[${i}]`));
  } else if (typeof documented === 'object' && documented !== null && actual !== null) {
    for (const [name, value] of Object.entries(documented)) {
      expect(Object.keys(actual as object), path).toContain(name);
      expectShape((actual as Record<string, unknown>)[name], value, `${path}.${name}`);
    }
  } else if (documented !== null && actual !== null) {
    expect(typeof actual, path).toBe(typeof documented);
  }
}

async function drawMap({ client }: AppFixture): Promise<string> {
  const started = await client.api.maps.$post({
    json: { embedding: 'thing', parameters: { seed: 7, nNeighbors: 10, nComponents: 2 } }
  });
  const { id } = (await started.json()) as Job;
  for (;;) {
    const job = (await (await client.api.jobs[':id'].$get({ param: { id } })).json()) as Job;
    if (job.state === 'done') {
      return job.layout ?? '';
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

test('the requests that are documented are answered as documented', async () => {
  await using fixture = await createAppFixture();
  await fixture.client.api.datasets.$put({ json: await writeDatasets(fixture) });
  const hash = await drawMap(fixture);
  const examples = readExamples();
  const tested = new Set<string>();
  for (const { method, path, body, answer } of examples) {
    const response = await fixture.ask(path.replace(':hash', hash), {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body)
    });
    expect([path, response.status]).toEqual([path, 200]);
    expectShape(await response.json(), answer, path);
    tested.add(path);
  }
  const text = readFileSync(new URL('./routes/measures.ts', import.meta.url), 'utf8');
  const routes = [...text.matchAll(/\.post\('([^']+)'/g)].map(([, path = '']) => `/api${path}`);
  expect(routes.length).toBeGreaterThan(7);
  expect([...tested]).toEqual(expect.arrayContaining(routes));
  expect(fixture.bugs).toEqual([]);
});

test('every route is documented', async () => {
  await using fixture = await createAppFixture();
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const tables = text.slice(text.indexOf('## What can be asked in JSON'));
  const routes = fixture.parts.app.routes.filter(
    ({ method, path }) => method !== 'ALL' && path.startsWith('/api/')
  );
  expect(routes.length).toBeGreaterThan(60);
  expect(routes.map(({ path }) => path).filter(path => !isNamed(path, tables))).toEqual([]);
});

/** By its whole path, or by its end behind "…", which stands for what another path begins with. */
function isNamed(path: string, text: string): boolean {
  const parts = path.split('/');
  const ends = parts.map((_, i) => `…/${parts.slice(i + 1).join('/')}`);
  return [path, ...ends.slice(2, -1)].some(each => new RegExp(`${each}(?![\\w/:])`).test(text));
}
