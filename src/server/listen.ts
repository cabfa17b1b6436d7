import { createServer, type Server } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { errnoOf } from './disk-failure.ts';
import { StartError } from './start-error.ts';

/** How many ports above the one asked for are tried when it is taken. */
const PORTS_TRIED = 100;

/** Binds `server`; a taken port is left for the next free one, unless it is fixed. Returns the port. */
export async function listen(
  server: NetServer,
  { host, port, portFixed }: { host: string; port: number; portFixed: boolean }
): Promise<number> {
  const last = portFixed || port === 0 ? port : Math.min(port + PORTS_TRIED, 65535);
  for (let candidate = port; candidate <= last; candidate++) {
    try {
      return await bind(server, host, candidate);
    } catch (error) {
      if (errnoOf(error) !== 'EADDRINUSE') {
        throw toStartError(error, host, candidate);
      }
    }
  }
  throw new StartError(
    'port/in-use',
    last === port
      ? `Cannot listen on port ${port}: another program uses it`
      : `Cannot listen on a port from ${port} to ${last}: other programs use them all`,
    { hint: 'Pass another port, or none to take the next free one' }
  );
}

/** Below what a process may have open, so that files can still be opened when strangers hold all of these. */
const MAX_CONNECTIONS = 5000;

export function createHttpServer(): Server {
  // Bodies of data sets and event streams take as long as they take; headers may not.
  const server = createServer({
    requestTimeout: 0,
    headersTimeout: 10_000,
    connectionsCheckingInterval: 2000,
    keepAliveTimeout: 65_000
  });
  server.maxConnections = MAX_CONNECTIONS;
  return server;
}

function bind(server: NetServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(error);
    server.once('error', fail);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', fail);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function toStartError(error: unknown, host: string, port: number): StartError {
  const errno = errnoOf(error) ?? '';
  if (errno === 'EACCES' || errno === 'EPERM') {
    const message = `Cannot listen on port ${port}: the system forbids it`;
    return new StartError('port/forbidden', message, {
      hint: 'Pass a port from 1024 to 65535',
      cause: error
    });
  }
  if (NOT_OURS.has(errno)) {
    const message = `Cannot listen on "${host}": it is not an address of this machine`;
    return new StartError('host/unavailable', message, {
      hint: 'Leave host out to listen on 127.0.0.1',
      cause: error
    });
  }
  return new StartError('internal', `Cannot listen on "${host}", port ${port}: ${String(error)}`, {
    cause: error
  });
}

const NOT_OURS = new Set(['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EAFNOSUPPORT', 'EINVAL']);
