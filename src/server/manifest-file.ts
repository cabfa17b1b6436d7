import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifest, type SessionManifest } from '../contract/manifest.ts';
import { errnoOf } from './disk-failure.ts';
import { writeAtomically } from './write-atomically.ts';

function manifestPath(sessionFolder: string): string {
  return join(sessionFolder, 'session.json');
}

/** The manifest of an earlier server of the session `id`; undefined when there is none that can be read. */
export async function loadManifest(
  sessionFolder: string,
  id: string
): Promise<SessionManifest | undefined> {
  try {
    const manifest = readManifest(JSON.parse(await readFile(manifestPath(sessionFolder), 'utf8')));
    return manifest?.id === id ? manifest : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || errnoOf(error) !== undefined) {
      return undefined;
    }
    throw error;
  }
}

export async function saveManifest(
  sessionFolder: string,
  manifest: SessionManifest
): Promise<void> {
  await writeAtomically(
    manifestPath(sessionFolder),
    [JSON.stringify(manifest)],
    'save the session'
  );
}

export async function removeManifest(sessionFolder: string): Promise<void> {
  await rm(manifestPath(sessionFolder), { force: true });
}
