import { setImmediate } from 'node:timers/promises';
import type { Card, RowsPage, RowsQuery } from '../contract/rows.ts';
import {
  DATASET_ROLES,
  type DatasetRole,
  type DatasetSource,
  type LoadDatasets
} from '../contract/session.ts';
import type { LoadedDataset } from '../inferences/dataset.ts';
import { KeptRows } from '../inferences/kept-rows.ts';
import { createModel, type Model, type ModelEmbedding } from '../inferences/model.ts';
import { openDataset } from '../inferences/open-dataset.ts';
import { readCard, readLink } from '../inferences/read-card.ts';
import { readRows } from '../inferences/read-rows.ts';
import type { Rows } from '../inferences/rows.ts';
import { findEmbedding } from '../inferences/sample-points.ts';
import { exportTable } from '../inferences/export-table.ts';
import { toArrowParts } from '../arrow/arrow-file.ts';
import type { ResolvedRows } from './row-sources.ts';
import { Selection } from '../inferences/selection.ts';
import { summariseModel } from '../inferences/summarise-model.ts';
import { digestBytes } from './layouts/layout-hash.ts';
import type { SharedData, SharedPart } from './shared-data.ts';

type ReadFile = (source: DatasetSource) => Promise<SharedArrayBuffer>;

/** Reads and joins data sets; throws DatasetError or Failure, and then nothing has changed. */
export async function loadData(
  given: LoadDatasets,
  loadedAt: Date,
  readFile: ReadFile
): Promise<LoadedData> {
  const opened: Partial<Record<DatasetRole, LoadedDataset>> = {};
  const parts: Partial<Record<DatasetRole, SharedPart>> = {};
  for (const role of DATASET_ROLES) {
    const source = given[role];
    if (source) {
      const bytes = await readFile(source);
      const dataset = openDataset(bytes, source, role, { now: loadedAt });
      opened[role] = dataset;
      parts[role] = { bytes, prepared: dataset.preparation };
      // Checking a million vectors takes a while; whoever waits is served before the next data set.
      await setImmediate();
    }
  }
  return new LoadedData(createModel(opened), { given, loadedAt: loadedAt.toISOString(), parts });
}

/** Everything the session holds between two loads. It is replaced as a whole. */
export class LoadedData {
  readonly model: Model;
  readonly selection: Selection;
  readonly kept: KeptRows;
  readonly summary: ReturnType<typeof summariseModel>;
  readonly shared: SharedData;
  readonly #digestByEmbedding = new Map<string, Promise<string>>();
  #timesDigest: Promise<string> | undefined;
  readonly #replaced = new AbortController();

  constructor(model: Model, shared: SharedData) {
    this.model = model;
    this.selection = new Selection(model);
    this.kept = new KeptRows(model);
    this.summary = summariseModel(model);
    this.shared = shared;
  }

  /** Throws `embedding/unknown`. */
  findEmbedding(name: string): ModelEmbedding {
    return findEmbedding(this.model, name);
  }

  /** Digest of an embedding's vectors in the order of their rows. */
  digestVectors(embedding: ModelEmbedding): Promise<string> {
    const known = this.#digestByEmbedding.get(embedding.name);
    const digest = known ?? digestBytes(vectorParts(this.model, embedding), this.#replaced.signal);
    this.#digestByEmbedding.set(embedding.name, digest);
    return digest;
  }

  /** Reads all vectors once, a little at a time, so that the first map of gigabytes need not wait for their digest. */
  async prepareDigests(): Promise<void> {
    for (const embedding of this.model.embeddings) {
      await this.digestVectors(embedding);
    }
  }

  /** Ends what still reads the data. */
  close(): void {
    this.#replaced.abort();
  }

  /** Digest of the times of the primary rows. */
  digestTimes(): Promise<string> {
    const { primary } = this.model.datasets;
    this.#timesDigest ??= digestBytes(primary ? [primary.times] : []);
    return this.#timesDigest;
  }

  readRows(rows: Rows, query: Omit<RowsQuery, 'source'>): RowsPage {
    return readRows(this.model, rows, query);
  }

  readCard(dataset: DatasetRole, row: number, embedding?: string): Card {
    return readCard(this.model, { dataset, row }, embedding);
  }

  /** What the link column says, as it is. */
  readLink(dataset: DatasetRole, row: number, embedding?: string): string | null {
    return readLink(this.model, { dataset, row }, embedding);
  }

  /** The rows as Arrow IPC, in pieces, with the columns, order and types of an export (§1.10). */
  toArrowParts({ rows, clusterIds }: ResolvedRows, format: 'file' | 'stream'): Uint8Array[] {
    const options = clusterIds === undefined ? {} : { clusterIds };
    return toArrowParts(exportTable(this.model, rows, options), format);
  }
}

/** All that decides which vector a row has. An absent data set counts, so that roles cannot be mixed up. */
function* vectorParts(model: Model, { parts }: ModelEmbedding): Iterable<ArrayBufferView> {
  for (const role of DATASET_ROLES) {
    const vectors = parts[role]?.vectors;
    const order = model.datasets[role]?.order;
    yield Uint32Array.of(vectors?.length ?? 0, vectors?.usableCount ?? 0);
    if (vectors) {
      yield vectors.values;
      yield vectors.usable;
      yield order ?? new Uint32Array(0);
    }
  }
}
