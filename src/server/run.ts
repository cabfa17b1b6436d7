import { createLog } from './log.ts';
import { parseOptions } from './parse-options.ts';
import { startServer, type RunningServer } from './start-server.ts';
import { StartError } from './start-error.ts';

/** The life of the process: start, signals, end. */
export async function run(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const log = createLog(line => process.stderr.write(line));
  // Whoever read our output may be gone; that is no reason to end.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  // A closed terminal and a stopped Jupyter do not end a session.
  process.on('SIGHUP', () => undefined);
  const server = await start(args, env);
  if (server === undefined) {
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const) {
    process.on(signal, () => void server.stop(`The server received ${signal}`));
  }
  process.on('unhandledRejection', error => log.fault('A promise was rejected', error));
  process.on('uncaughtException', error => {
    log.fault('The server met a bug and ends', error);
    process.exitCode = 1;
    void server.stop('The server met a bug');
  });
  await server.ended;
  // Worker threads and open sockets would keep the process.
  process.exit();

  async function start(args: string[], env: NodeJS.ProcessEnv): Promise<RunningServer | undefined> {
    try {
      return await startServer(parseOptions(args, env), log);
    } catch (error) {
      const reason =
        error instanceof StartError
          ? error
          : new StartError('internal', `Cannot start: ${String(error)}`, { cause: error });
      process.stderr.write(`${reason.toLine()}\n`);
      process.exitCode = reason.exitCode;
      return undefined;
    }
  }
}
