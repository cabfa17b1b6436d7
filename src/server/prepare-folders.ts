import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from './disk-failure.ts';
import { StartError } from './start-error.ts';
import { TEMPORARY, writeAtomically } from './write-atomically.ts';

/** Every folder the server writes to. */
export interface Folders {
  /** Discovery file and log. */
  runtime: string;
  session: string;
  datasets: string;
  exports: string;
  /** The file of the spans; made with the first. */
  traces: string;
  /** Shared by all sessions of this user. */
  layouts: string;
}

/** Makes the folders, readable by their owner only, and proves that they can be written. */
export async function prepareFolders(
  workingFolder: string,
  runtimeFolder: string,
  id: string
): Promise<Folders> {
  const session = join(workingFolder, 'sessions', id);
  const folders: Folders = {
    runtime: runtimeFolder,
    session,
    datasets: join(session, 'datasets'),
    exports: join(session, 'exports'),
    traces: join(session, 'traces.db'),
    layouts: join(workingFolder, 'layouts')
  };
  await makePrivate(runtimeFolder, 'the runtime folder', 'JUPYTER_RUNTIME_DIR');
  for (const folder of [session, folders.datasets, folders.exports, folders.layouts]) {
    await makePrivate(folder, 'the working folder', 'PHOENIX_WORKING_DIR');
  }
  // What another user of this machine could read before is closed now; Windows keeps its own access lists.
  if (process.platform !== 'win32') {
    await chmod(session, 0o700);
    await chmod(folders.layouts, 0o700);
  }
  await removeUnfinished([session, folders.exports]);
  return folders;
}

async function makePrivate(folder: string, what: string, variable: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const probe = join(folder, `.probe-${process.pid}`);
    await writeAtomically(probe, ['.'], 'write');
    await rm(probe, { force: true });
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    const errno = errnoOf(cause) ?? '';
    const full = errno === 'ENOSPC' || errno === 'EDQUOT';
    throw new StartError(
      full ? 'disk/full' : 'folder/unwritable',
      full
        ? `Cannot start in ${what} "${folder}": no space is left on the disk`
        : `Cannot start in ${what} "${folder}": it cannot be written (${errno || String(cause)})`,
      { hint: `Set ${variable} to a folder you can write`, cause }
    );
  }
}

/** A killed server leaves temporary files; nobody else writes here while a server of this id starts. */
async function removeUnfinished(folders: string[]): Promise<void> {
  for (const folder of folders) {
    for (const name of await readdir(folder)) {
      if (TEMPORARY.test(name)) {
        await rm(join(folder, name), { force: true });
      }
    }
  }
}
