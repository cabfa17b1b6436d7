import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { DiscoveryRecord } from '../contract/discovery.ts';

/**
 * Folders of its own for everything that this process starts, until they are disposed of with the servers in them.
 * The environment is that of the process: one fixture at a time.
 */
export async function createFolders(): Promise<AsyncDisposable & { root: string }> {
  const root = await mkdtemp(join(tmpdir(), 'phoenix-kernel-'));
  const own = {
    HOME: root,
    USERPROFILE: root,
    JUPYTER_RUNTIME_DIR: join(root, 'runtime'),
    PHOENIX_WORKING_DIR: join(root, 'working'),
    PHOENIX_PORT: '0',
    PHOENIX_GRPC_PORT: 'off',
    JPY_SESSION_NAME: ''
  };
  const before = Object.keys(own).map(name => [name, process.env[name]] as const);
  Object.assign(process.env, own);
  await mkdir(own.JUPYTER_RUNTIME_DIR, { mode: 0o700 });
  return {
    root,
    async [Symbol.asyncDispose]() {
      for (const { pid } of await listRecords(own.JUPYTER_RUNTIME_DIR)) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It had ended.
          continue;
        }
      }
      for (const [name, value] of before) {
        if (value === undefined) {
          Reflect.deleteProperty(process.env, name);
        } else {
          process.env[name] = value;
        }
      }
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    }
  };
}

/** What the servers in a runtime folder say of themselves. */
export async function listRecords(folder: string): Promise<DiscoveryRecord[]> {
  const files = (await readdir(folder)).filter(file => /^phoenix-[0-9a-f]{12}\.json$/.test(file));
  const texts = await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')));
  return texts.map(text => JSON.parse(text) as DiscoveryRecord);
}

/** Numbers below 1 that look random and are the same in every run (Park and Miller's generator). */
function createNoise(): () => number {
  let state = 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

const LABELS = ['fruit', 'sea', 'sky'];

/** Rows in three well separated blobs, an hour apart. */
export function createRows(count: number, shift = 0): Record<string, unknown>[] {
  const noise = createNoise();
  return Array.from({ length: count }, (_, i) => ({
    id: `row-${i}`,
    time: new Date(Date.UTC(2025, 0, 1) + i * 3_600_000),
    amount: Math.sin(i * 12.9898) * 10 + shift,
    kind: ['red', 'green'][i % 2],
    label: LABELS[i % 3],
    truth: LABELS[i % 10 === 0 ? 0 : i % 3],
    vector: Array.from(
      { length: 6 },
      (_, axis) => noise() + (axis % 3 === i % 3 ? 8 : 0) + shift / 10
    )
  }));
}

export const SCHEMA = {
  predictionIdColumnName: 'id',
  timestampColumnName: 'time',
  featureColumnNames: ['amount', 'kind'],
  predictionLabelColumnName: 'label',
  actualLabelColumnName: 'truth',
  embeddingFeatureColumnNames: { thing: { vectorColumnName: 'vector' } }
};
