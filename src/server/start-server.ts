import { rm, rmdir } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import type { DiscoveryRecord } from '../contract/discovery.ts';
import { createApp } from './app.ts';
import { Broadcast } from './broadcast.ts';
import { logPath, removeDiscovery, writeDiscovery } from './discovery-file.ts';
import { errnoOf } from './disk-failure.ts';
import { ExportFolder } from './exports/export-folder.ts';
import { createSecret } from './guard/credentials.ts';
import { Tickets } from './guard/tickets.ts';
import { JobQueue } from './jobs/job-queue.ts';
import { LayoutStore } from './layouts/layout-store.ts';
import { Layouts } from './layouts/layouts.ts';
import { createHttpServer, listen } from './listen.ts';
import type { Log } from './log.ts';
import { loadManifest, removeManifest } from './manifest-file.ts';
import { PageFiles } from './page-files.ts';
import type { ServerOptions } from './parse-options.ts';
import { prepareFolders, type Folders } from './prepare-folders.ts';
import { Session } from './session.ts';
import { VERSION } from './version.ts';

/** Open streams get this long to say good-bye, running work to stop. */
const GRACE_MS = 700;

export interface RunningServer {
  url: string;
  /** Ends the process's work; the data stays for the next start under the same id. */
  stop(reason: string): Promise<void>;
  /** Resolves after the last act. */
  ended: Promise<void>;
}

/** Starts the server of one session and announces it; data of an earlier server of the same id is then brought back. */
export async function startServer(options: ServerOptions, log: Log): Promise<RunningServer> {
  const startedAt = new Date();
  const folders = await prepareFolders(options.workingFolder, options.runtimeFolder, options.id);
  const manifest = await loadManifest(folders.session, options.id);
  const credentials = {
    token: createSecret(),
    cookieKey: manifest?.cookie_key ?? createSecret()
  };
  const broadcast = new Broadcast();
  const closing = new AbortController();
  const jobs = new JobQueue(broadcast, log);
  const session = new Session({
    options,
    folders,
    broadcast,
    log,
    cookieKey: credentials.cookieKey,
    startedAt,
    closing: closing.signal,
    beforeReplacing: () => jobs.cancelAll(),
    onAdopted: announce
  });
  const layouts = new Layouts({
    session,
    jobs,
    broadcast,
    log,
    store: new LayoutStore(folders.layouts)
  });
  let port = 0;
  const app = createApp({
    id: options.id,
    version: VERSION,
    host: options.host,
    allowedHosts: options.allowedHosts,
    credentials,
    tickets: new Tickets(),
    session,
    jobs,
    layouts,
    exports: new ExportFolder(folders.exports),
    broadcast,
    page: new PageFiles(findPage()),
    log,
    url: () => urlOf(options.host, port),
    closing: closing.signal,
    shutDown: reason => void end(reason, true)
  });
  const server = createHttpServer();
  server.on('request', (request, response) => {
    void getRequestListener(app.fetch, { overrideGlobalObjects: false })(request, response);
  });
  port = await listen(server, options);
  if (port !== options.port && options.port !== 0) {
    log.note(`Port ${options.port} is taken: listening on ${port} instead`);
  }
  session.restore(manifest);
  await announce();
  log.note(`Session ${options.id} listens on ${urlOf(options.host, port)}`);

  let markEnded: () => void = () => undefined;
  const ended = new Promise<void>(resolve => (markEnded = resolve));
  return { url: urlOf(options.host, port), stop: reason => end(reason, false), ended };

  async function announce(): Promise<void> {
    await writeDiscovery(folders.runtime, toRecord());
  }

  function toRecord(): DiscoveryRecord {
    return {
      version: 1,
      id: options.id,
      name: session.name,
      kernel_id: session.kernelId,
      kernel_pid: session.kernelPid,
      notebook: session.notebook,
      pid: process.pid,
      host: options.host,
      port,
      url: urlOf(options.host, port),
      token: credentials.token,
      started: startedAt.getTime() / 1000,
      product_version: VERSION,
      folder: folders.session
    };
  }

  async function end(reason: string, forGood: boolean): Promise<void> {
    if (closing.signal.aborted) {
      return;
    }
    log.note(reason);
    broadcast.send({ event: 'closing', body: { reason } });
    closing.abort();
    // The process may be in the middle of anything, but a close takes less than two seconds.
    const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    await Promise.race([
      Promise.all([jobs.cancelAll(), new Promise(resolve => server.close(resolve))]),
      new Promise(resolve => setTimeout(resolve, GRACE_MS + 300))
    ]);
    clearTimeout(cut);
    try {
      if (forGood) {
        await removeSession(folders, options.id);
      }
      await removeDiscovery(folders.runtime, options.id);
    } catch (error) {
      log.fault('Some files of the session could not be removed', error);
    }
    markEnded();
  }
}

/** What an explicit close removes. Exports stay, and so do layouts, which all sessions share. */
async function removeSession(folders: Folders, id: string): Promise<void> {
  await removeManifest(folders.session);
  await rm(folders.datasets, { recursive: true, force: true });
  await removeIfEmpty(folders.exports);
  await removeIfEmpty(folders.session);
  try {
    await rm(logPath(folders.runtime, id), { force: true });
  } catch (error) {
    // Windows does not remove a file while we write to it; the spawner removes it afterwards.
    if (errnoOf(error) === undefined) {
      throw error;
    }
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (errnoOf(error) === undefined) {
      throw error;
    }
  }
}

/** Where clients on this machine reach a server that is bound to `host`. */
export function urlOf(host: string, port: number): string {
  if (host === '0.0.0.0') {
    return `http://127.0.0.1:${port}/`;
  }
  if (host === '::') {
    return `http://[::1]:${port}/`;
  }
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}/`;
}

/** The built page lies beside the bundle; a server that runs from its sources uses the page of the package. */
function findPage(): string {
  const isSource = import.meta.url.endsWith('.ts');
  return fileURLToPath(
    new URL(isSource ? '../../jupyterlab_phoenix/server/page/' : './page/', import.meta.url)
  );
}
