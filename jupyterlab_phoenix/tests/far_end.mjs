// A server with the manners of a session's, and answers that show what reached it: the far end of the proxy tests.
// node far_end.mjs RUNTIME_DIR ID [REQUIRED_SECRET]
import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';

const [runtimeDir, id] = process.argv.slice(2);
const token = randomBytes(32).toString('base64url');
const open = { streams: 0 };
let bytesWritten = 0;

const routes = {
  '/api/health': (_, response) => json(response, { id, version: '0' }),
  '/echo': async (request, response) => {
    const body = await readAll(request);
    json(response, {
      method: request.method,
      url: request.url,
      headers: request.headers,
      bytes: body.length,
      sha256: createHash('sha256').update(body).digest('hex')
    });
  },
  '/open-streams': (_, response) => json(response, open),
  '/ticks': (_, response) => {
    open.streams++;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let n = 0;
    const timer = setInterval(() => response.write(`data: ${n++}\n\n`), 50);
    response.on('close', () => {
      open.streams--;
      clearInterval(timer);
    });
  },
  '/api/events': (request, response) => {
    open.streams++;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(
      `data: ${request.url} ${request.headers.authorization === `Bearer ${token}`}\n\n`
    );
    response.on('close', () => open.streams--);
  },
  '/count-slowly': async (request, response) => {
    let bytes = 0;
    for await (const chunk of request) {
      bytes += chunk.length;
      await new Promise(resolve => setTimeout(resolve, 1));
    }
    json(response, { bytes });
  },
  // Closes without reading the rest of the body: the system resets the connection while the other end still writes.
  '/refuse': (request, response) => {
    response.on('finish', () => request.socket.destroy());
    response.writeHead(413, { 'content-type': 'application/json' });
    response.end('{"error":{"code":"request/too-large","message":"Too large"}}');
  },
  '/flood': (_, response) => {
    bytesWritten = 0;
    const chunk = Buffer.alloc(64 * 1024, 'a');
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    const pour = () => {
      while (bytesWritten < 512 * 1024 * 1024) {
        bytesWritten += chunk.length;
        if (!response.write(chunk)) {
          response.once('drain', pour);
          return;
        }
      }
      response.end();
    };
    pour();
  },
  '/flood-written': (_, response) => json(response, { bytes: bytesWritten }),
  '/part': (request, response) => {
    const whole = 'abcdefghijklmnopqrstuvwxyz';
    const match = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (match === null) {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': whole.length });
      response.end(request.method === 'HEAD' ? undefined : whole);
      return;
    }
    const part = whole.slice(Number(match[1]), Number(match[2]) + 1);
    response.writeHead(206, {
      'content-type': 'text/plain',
      'content-range': `bytes ${match[1]}-${match[2]}/26`,
      'content-length': part.length
    });
    response.end(part);
  },
  '/unchanged': (_, response) => {
    response.writeHead(304, { etag: '"v1"' });
    response.end();
  },
  '/nothing': (_, response) => {
    response.writeHead(204);
    response.end();
  },
  '/strict': (_, response) => {
    response.writeHead(200, {
      'content-type': 'text/html',
      'content-security-policy': "default-src 'self'; script-src 'self'; frame-ancestors 'none'",
      'set-cookie': ['a=1; Path=/', 'b=2'],
      'clear-site-data': '"*"',
      'x-frame-options': 'DENY',
      'www-authenticate': 'Basic',
      'access-control-allow-origin': '*',
      vary: 'Accept'
    });
    response.end('<p>page</p>');
  },
  '/moved': (_, response) => {
    response.writeHead(303, { location: './next?x=1' });
    response.end();
  },
  '/moved-absolute': (_, response) => {
    response.writeHead(303, { location: `http://127.0.0.1:${server.address().port}/next` });
    response.end();
  },
  '/break': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 1000 });
    response.write('begun', () => setTimeout(() => response.destroy(), 100));
  }
};

const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://x').pathname;
  if (path !== '/api/health' && request.headers.authorization !== `Bearer ${token}`) {
    response.writeHead(401);
    response.end();
    return;
  }
  Promise.resolve((routes[path] ?? routes['/echo'])(request, response)).catch(() =>
    response.destroy()
  );
});

const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
  if (request.headers.authorization !== `Bearer ${token}`) {
    socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    return;
  }
  sockets.handleUpgrade(request, socket, head, client => {
    client.send(JSON.stringify({ url: request.url, cookie: request.headers.cookie ?? null }));
    client.on('message', (message, isBinary) => client.send(message, { binary: isBinary }));
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const record = {
    version: 1,
    id,
    name: 'far end',
    kernel_id: '',
    kernel_pid: 0,
    notebook: '',
    pid: process.pid,
    host: '127.0.0.1',
    port,
    url: `http://127.0.0.1:${port}/`,
    token,
    started: Date.now() / 1000,
    product_version: '0',
    folder: join(runtimeDir, id)
  };
  writeFileSync(join(runtimeDir, `phoenix-${id}.json`), JSON.stringify(record), { mode: 0o600 });
});

function json(response, body) {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function readAll(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
