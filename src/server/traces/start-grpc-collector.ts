import type { ServerHttp2Session } from 'node:http2';
import { isIPv6 } from 'node:net';
import type { Assembly } from '../assemble.ts';
import { INGEST_BYTES } from '../guard/body-cap.ts';
import { isBearer } from '../guard/credentials.ts';
import { isLoopback } from '../guard/hosts.ts';
import { listen } from '../listen.ts';
import type { Log } from '../log.ts';
import type { ServerOptions } from '../parse-options.ts';
import { createGrpcCollector } from './grpc-collector.ts';

export interface RunningCollector {
  url: string;
  /** Resolves when all connections are closed. */
  stop(): Promise<void>;
}

/** Far above the processes of one machine that send spans. */
const MAX_CONNECTIONS = 2000;

/** Takes spans over gRPC; undefined when nobody wants that. Rejects when no port is free. */
export async function startGrpcCollector(
  { host, grpcPort, isIngestLocked }: ServerOptions,
  { traces, credentials }: Pick<Assembly, 'traces' | 'credentials'>,
  log: Log
): Promise<RunningCollector | undefined> {
  if (grpcPort === null) {
    return undefined;
  }
  const isOpen = !isIngestLocked && isLoopback(host);
  const server = createGrpcCollector({
    ingest: ask => traces.ingest(ask),
    mayWrite: ({ authorization }) =>
      isOpen || (authorization !== undefined && isBearer(authorization, credentials.token)),
    incoming: traces.incoming,
    maxBytes: INGEST_BYTES,
    onFault: error => log.fault('Spans could not be stored', error)
  });
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', session => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.maxConnections = MAX_CONNECTIONS;
  const port = await listen(server, { host, port: grpcPort, portFixed: false });
  // What waits for spans must not keep a process alive that has ended.
  server.unref();
  return {
    url: `http://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        sessions.forEach(session => session.close());
      })
  };
}
