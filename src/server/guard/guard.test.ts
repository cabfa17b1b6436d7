import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createAppFixture, SESSION_ID } from '../app-fixture.ts';
import { TICKET_SECONDS, Tickets } from './tickets.ts';

async function cookieFrom(answer: Response): Promise<string> {
  await answer.arrayBuffer();
  return (answer.headers.get('Set-Cookie') ?? '').split(';')[0] ?? '';
}

test.each([
  ['', false, ['GET /api/health 200', 'POST /v1/traces 415']],
  [' when the collector is locked', true, ['GET /api/health 200']]
])(
  'requests without proof are answered by these routes only%s',
  async (_, isIngestLocked, open) => {
    await using fixture = await createAppFixture({ options: { isIngestLocked } });
    const { app } = fixture.parts;
    const routes = app.routes.filter(({ method }) => method !== 'ALL');
    expect(routes.length).toBeGreaterThan(40);
    const answers = await Promise.all(
      routes.map(async ({ method, path }) => {
        const concrete = path.replace(/:\w+/g, 'x').replace('/*', '/anything');
        const { status } = await fixture.request(concrete, { method });
        return `${method} ${path} ${status}`;
      })
    );
    expect([...new Set(answers.filter(answer => !answer.endsWith(' 401')))]).toEqual(open);
  }
);

test('a ticket opens the page once, and the cookie from then on', async () => {
  await using fixture = await createAppFixture();
  const issued = await fixture.client.api.tickets.$post();
  expect(issued.status).toBe(200);
  const { url, ticket } = (await issued.json()) as { url: string; ticket: string };
  expect(url).toBe(`http://127.0.0.1:6006/?ticket=${ticket}`);
  const first = await fixture.request(`/?ticket=${ticket}&theme=dark`);
  expect(first.status).toBe(303);
  expect(first.headers.get('Location')).toBe('./?theme=dark');
  const header = first.headers.get('Set-Cookie') ?? '';
  expect(header).toContain(`phoenix-${SESSION_ID}=`);
  expect(header).toMatch(/HttpOnly/);
  expect(header).toMatch(/SameSite=Lax/);
  expect(header).not.toContain(fixture.parts.credentials.token);
  const Cookie = await cookieFrom(first);
  expect((await fixture.request('/api/session', { headers: { Cookie } })).status).toBe(200);
  const second = await fixture.request(`/?ticket=${ticket}`);
  expect(second.status).toBe(401);
  expect(await second.text()).toContain('session.url');
  expect(second.headers.get('Set-Cookie')).toBeNull();
});

test('a browser at the address alone is told what to type, a program gets its code', async () => {
  await using fixture = await createAppFixture();
  const page = await fixture.request('/', { headers: { Accept: 'text/html,*/*;q=0.8' } });
  expect(page.status).toBe(401);
  expect(page.headers.get('Content-Type')).toMatch(/^text\/html/);
  expect(page.headers.get('Content-Security-Policy')).toContain("script-src 'self'");
  expect(await page.text()).toContain('<code>session.view()</code>');
  const german = await fixture.request('/', {
    headers: { Accept: 'text/html', 'Accept-Language': 'de-DE,de;q=0.9' }
  });
  expect(await german.text()).toContain('sie ist privat');
  const program = await fixture.request('/');
  expect(await program.json()).toMatchObject({ error: { code: 'auth/missing' } });
});

test('a ticket used in a frame of another site gives a partitioned cookie', async () => {
  await using fixture = await createAppFixture();
  const { ticket } = (await (await fixture.client.api.tickets.$post()).json()) as {
    ticket: string;
  };
  const headers = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'iframe' };
  const answer = await fixture.request(`/?ticket=${ticket}`, { headers });
  expect(answer.headers.get('Set-Cookie')).toMatch(/Secure.*SameSite=None.*Partitioned/);
});

test('a cookie cannot issue tickets, and one of another key is refused', async () => {
  await using fixture = await createAppFixture();
  await using other = await createAppFixture();
  const { ticket } = (await (await fixture.client.api.tickets.$post()).json()) as {
    ticket: string;
  };
  const Cookie = await cookieFrom(await fixture.request(`/?ticket=${ticket}`));
  const refused = await fixture.request('/api/tickets', { method: 'POST', headers: { Cookie } });
  expect(refused.status).toBe(401);
  expect((await other.request('/api/session', { headers: { Cookie } })).status).toBe(401);
});

test('redeem() refuses a ticket that is too old', () => {
  let now = 0;
  const tickets = new Tickets(() => now);
  const [early, late] = [tickets.issue(), tickets.issue()];
  now = TICKET_SECONDS * 1000 - 1;
  expect(tickets.redeem(early)).toBe(true);
  now++;
  expect(tickets.redeem(late)).toBe(false);
});

test.each([
  ['localhost:6006', 200],
  ['127.0.0.1', 200],
  ['127.9.9.9:1', 200],
  ['[::1]:6006', 200],
  ['phoenix.localhost:6006', 200],
  ['evil.example:6006', 421],
  ['127.0.0.1.evil.example', 421],
  ['192.168.1.5:6006', 421],
  ['localhost@evil.example', 421],
  ['', 421]
])('a request for the host "%s" gets %i', async (Host, status) => {
  await using fixture = await createAppFixture();
  const answer = await fixture.ask('/api/health', { headers: { Host } });
  expect(answer.status).toBe(status);
});

test('names from PHOENIX_ALLOWED_HOSTS and addresses of an open server pass', async () => {
  await using fixture = await createAppFixture({
    options: { host: '0.0.0.0', allowedHosts: ['hub.example', 'lab.example:8443'] }
  });
  const statusOf = async (Host: string) =>
    (await fixture.ask('/api/health', { headers: { Host } })).status;
  expect(await statusOf('hub.example:1234')).toBe(200);
  expect(await statusOf('lab.example:8443')).toBe(200);
  expect(await statusOf('lab.example:1')).toBe(421);
  expect(await statusOf('192.168.1.5:6006')).toBe(200);
  expect(await statusOf('evil.example')).toBe(421);
});

test.each([
  ['http://127.0.0.1:6006', 200],
  ['http://127.0.0.1:8888', 403],
  ['http://evil.example', 403],
  ['null', 403],
  ['http://127.0.0.1:6006.evil.example', 403]
])('a change from a page of %s gets %i', async (Origin, status) => {
  await using fixture = await createAppFixture();
  const answer = await fixture.ask('/api/selection', { method: 'DELETE', headers: { Origin } });
  expect(answer.status).toBe(status);
  expect((await fixture.ask('/api/selection', { headers: { Origin } })).status).toBe(200);
});

test.each(['Bearer', 'Bearer ', 'Bearer x', 'Basic dTpw', 'bearer {token}x'])(
  'the authorization "%s" is refused',
  async Authorization => {
    await using fixture = await createAppFixture();
    const { token } = fixture.parts.credentials;
    const headers = { Authorization: Authorization.replace('{token}', token) };
    expect((await fixture.request('/api/session', { headers })).status).toBe(401);
  }
);

test('every answer carries the policy, and API answers are not stored', async () => {
  await using fixture = await createAppFixture();
  for (const path of ['/api/health', '/api/unknown', '/']) {
    const { headers } = await fixture.request(path);
    expect(headers.get('Content-Security-Policy')).toContain("script-src 'self';");
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('Access-Control-Allow-Origin')).toBeNull();
  }
});

test('bodies over the cap are refused, announced or not, and encoded ones too', async () => {
  await using fixture = await createAppFixture();
  const headers = { 'Content-Type': 'application/json' };
  const large = JSON.stringify({ name: 'x'.repeat(2 ** 20) });
  const announced = await fixture.ask('/api/session', {
    method: 'PATCH',
    headers: { ...headers, 'Content-Length': String(large.length) },
    body: large
  });
  expect(announced.status).toBe(413);
  expect(await announced.json()).toMatchObject({ error: { code: 'request/too-large' } });
  const streamed = await fixture.ask('/api/session', {
    method: 'PATCH',
    headers,
    body: new Blob([large]).stream(),
    duplex: 'half'
  });
  expect(streamed.status).toBe(413);
  const encoded = await fixture.ask('/api/session', {
    method: 'PATCH',
    headers: { ...headers, 'Content-Encoding': 'gzip' },
    body: 'x'
  });
  expect(encoded.status).toBe(400);
});

test('the schema of a table of many columns is no body over the cap', async () => {
  await using fixture = await createAppFixture();
  const featureColumnNames = Array.from({ length: 3000 }, (_, i) => `${i} ${'x'.repeat(500)}`);
  const answer = await fixture.ask('/api/datasets', {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ primary: { file: 'missing.arrow', schema: { featureColumnNames } } })
  });
  expect(await answer.json()).toMatchObject({ error: { code: 'dataset/unreadable' } });
});

test('the page serves its files and nothing beside them', async () => {
  await using fixture = await createAppFixture();
  const page = join(fixture.root, 'page');
  await mkdir(join(page, 'assets'), { recursive: true });
  await writeFile(join(page, 'index.html'), '<script src="./assets/app-1.js"></script>');
  await writeFile(join(page, 'assets', 'app-1.js'), 'let a;'.repeat(1000));
  await writeFile(join(fixture.root, 'secret.txt'), 'secret');
  const script = await fixture.ask('/assets/app-1.js', {
    headers: { 'Accept-Encoding': 'gzip, br' }
  });
  expect(script.headers.get('Content-Encoding')).toBe('br');
  expect(script.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
  expect(script.headers.get('Cache-Control')).toContain('immutable');
  const html = { headers: { Accept: 'text/html' } };
  expect(await (await fixture.ask('/', html)).text()).toContain('src="./assets/app-1.js"');
  expect(await (await fixture.ask('/map/2', html)).text()).toContain('src="../assets/app-1.js"');
  expect((await fixture.ask('/assets/app-2.js', html)).status).toBe(404);
  for (const path of [
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/.hidden',
    '/assets//etc/passwd',
    '/..%5csecret.txt'
  ]) {
    expect(await (await fixture.ask(path)).text()).not.toBe('secret');
  }
});

test('unknown addresses of the API are failures, whatever they accept', async () => {
  await using fixture = await createAppFixture();
  const answer = await fixture.ask('/api/nothing', { headers: { Accept: 'text/html' } });
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ error: { code: 'route/unknown' } });
  expect((await fixture.ask('/api/session', { method: 'POST' })).status).toBe(404);
  expect(fixture.bugs).toEqual([]);
});
