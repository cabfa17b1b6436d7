import { rm, rmdir } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { DiscoveryRecord } from '../contract/discovery.ts';
import { assemble, type Assembly } from './assemble.ts';
import { logPath, removeDiscovery, writeDiscovery } from './discovery-file.ts';
import { errnoOf } from './disk-failure.ts';
import { RestWatch } from './free-memory.ts';
import { createHttpServer, listen } from './listen.ts';
import type { Log } from './log.ts';
import { removeManifest } from './manifest-file.ts';
import type { ServerOptions } from './parse-options.ts';
import { preload } from './preload.ts';
import type { Folders } from './prepare-folders.ts';
import { removeRules } from './rules/rule-book.ts';
import { removeCardSwitch } from './traces/card-switch.ts';
import { removeSelection } from './selection-file.ts';
import { keepWithin } from './traces/keep-within.ts';
import type { RunningCollector } from './traces/start-grpc-collector.ts';
import { VERSION } from './version.ts';

/** Open streams get this long to say good-bye, running work to stop. */
const GRACE_MS = 700;

/** Who starts a server asks it for the page and loads data first. */
const PRELOAD_MS = 1000;

export interface RunningServer {
  url: string;
  /** Ends the work of the process; the data stays for the next start under the same id. */
  stop(reason: string): Promise<void>;
  /** Resolves after the last act. */
  ended: Promise<void>;
}

/** Starts the server of one session and announces it; data of an earlier server of the same id is then brought back. */
export async function startServer(options: ServerOptions, log: Log): Promise<RunningServer> {
  let port = 0;
  let markEnded: () => void = () => undefined;
  const ended = new Promise<void>(resolve => (markEnded = resolve));
  const url = () => urlOf(options.host, port);
  let startedGrpc: Promise<RunningCollector | undefined> = Promise.resolve(undefined);
  const parts = await assemble(options, log, {
    url,
    grpcUrl: async () => (await startedGrpc)?.url ?? null,
    onAdopted: announce,
    shutDown: reason => void end(reason, true)
  });
  const { app, session, jobs, traces, broadcast, folders, closing } = parts;
  const server = createHttpServer();
  const answer = getRequestListener(app.fetch);
  const rest = new RestWatch();
  server.on('request', (request, response) => {
    rest.note();
    response.once('close', rest.note);
    void answer(request, response);
  });
  port = await listen(server, options);
  if (port !== options.port && options.port !== 0) {
    log.note(`Port ${options.port} is taken: listening on ${port} instead`);
  }
  session.restore(parts.manifest);
  // Who has read of this server may ask for it.
  startedGrpc = startGrpc();
  await announce();
  log.note(`Session ${options.id} listens on ${url()}`);
  preloadLater();
  keepWithin(options.retention, { traces, log, signal: closing.signal });
  return { url: url(), stop: reason => end(reason, false), ended };

  function preloadLater(): void {
    // From its sources a server is started by people who work on them.
    if (import.meta.url.endsWith('.ts')) {
      return;
    }
    setTimeout(() => {
      preload(parts.page).then(
        () => log.note('The server does not need its files any more'),
        (error: unknown) => log.fault('The server still needs its files', error)
      );
    }, PRELOAD_MS).unref();
  }

  /** A session without gRPC is a session all the same. */
  async function startGrpc(): Promise<RunningCollector | undefined> {
    try {
      const { startGrpcCollector } = await import('./traces/start-grpc-collector.ts');
      return await startGrpcCollector(options, parts, log);
    } catch (error) {
      log.note(
        `Spans are not taken over gRPC: ${error instanceof Error ? error.message : String(error)}`
      );
      return undefined;
    }
  }

  async function announce(): Promise<void> {
    await writeDiscovery(folders.runtime, toRecord(options, parts, port));
  }

  async function end(reason: string, isForGood: boolean): Promise<void> {
    if (closing.signal.aborted) {
      return;
    }
    log.note(reason);
    broadcast.send({ event: 'closing', body: { reason } });
    closing.abort();
    // The process may be in the middle of anything, but a close takes less than two seconds.
    const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    await Promise.race([
      Promise.all([
        jobs.cancelAll(),
        startedGrpc.then(grpc => grpc?.stop()),
        traces[Symbol.asyncDispose](),
        new Promise(resolve => server.close(resolve))
      ]),
      new Promise(resolve => setTimeout(resolve, GRACE_MS + 300))
    ]);
    clearTimeout(cut);
    try {
      if (isForGood) {
        await removeSession(folders, options.id);
      }
      await removeDiscovery(folders.runtime, options.id);
    } catch (error) {
      log.fault('Some files of the session could not be removed', error);
    }
    markEnded();
  }
}

function toRecord(
  { id, host }: ServerOptions,
  { session, credentials, startedAt, folders }: Assembly,
  port: number
): DiscoveryRecord {
  return {
    version: 1,
    id,
    name: session.name,
    kernel_id: session.kernelId,
    kernel_pid: session.kernelPid,
    notebook: session.notebook,
    pid: process.pid,
    host,
    port,
    url: urlOf(host, port),
    token: credentials.token,
    started: startedAt.getTime() / 1000,
    product_version: VERSION,
    folder: folders.session
  };
}

/** What an explicit close removes. Exports and spans stay, and so do layouts, which all sessions share. */
async function removeSession(folders: Folders, id: string): Promise<void> {
  await removeManifest(folders.session);
  await removeSelection(folders.session);
  await removeRules(folders.session);
  await removeCardSwitch(folders.session);
  await rm(folders.datasets, { recursive: true, force: true });
  // With exports in them the folders stay.
  await ignoreRefusal(rmdir(folders.exports));
  await ignoreRefusal(rmdir(folders.session));
  // Windows does not remove a file while we write to it; the spawner removes it afterwards.
  await ignoreRefusal(rm(logPath(folders.runtime, id), { force: true }));
}

async function ignoreRefusal(act: Promise<void>): Promise<void> {
  try {
    await act;
  } catch (error) {
    if (errnoOf(error) === undefined) {
      throw error;
    }
  }
}

/** Where clients on this machine reach a server that is bound to `host`. */
function urlOf(host: string, port: number): string {
  if (host === '0.0.0.0') {
    return `http://127.0.0.1:${port}/`;
  }
  if (host === '::') {
    return `http://[::1]:${port}/`;
  }
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}/`;
}
