import { Failure } from '../../contract/failures.ts';
import type {
  Cluster,
  ClusterParameters,
  Job,
  Layout,
  MapParameters,
  MapRequest
} from '../../contract/map.ts';
import type { WhereSource } from '../../contract/metrics.ts';
import type { RowSource } from '../../contract/rows.ts';
import type { ModelEmbedding } from '../../inferences/model.ts';
import type { Rows } from '../../inferences/rows.ts';
import type { Points } from '../../inferences/sample-points.ts';
import type { Broadcast } from '../broadcast.ts';
import type { JobContext, JobQueue } from '../jobs/job-queue.ts';
import type { LoadedData } from '../loaded-data.ts';
import type { Log } from '../log.ts';
import type { ResolvedRows, RowSources } from '../row-sources.ts';
import type { Session } from '../session.ts';
import type { Clustering, FinishedLayout } from './finished-layout.ts';
import { fillParameters } from './fill-parameters.ts';
import { toClusterNumber } from './cluster-number.ts';
import { clusterKey, hashLayout } from './layout-hash.ts';
import { LAYOUT_VERSION } from '../../contract/stored-layout.ts';
import type { LayoutStore, StoredLayout } from './layout-store.ts';

/** Finished layouts kept in memory; the others are read from disk when they are asked for. */
const MAX_OPEN = 12;

/** A layout that still moves. */
export interface RunningLayout {
  points: Points;
  components: 2 | 3;
  positions: Float32Array;
  epoch: number;
  epochs: number;
}

interface Request {
  data: LoadedData;
  embedding: ModelEmbedding;
  parameters: MapParameters;
  timeRange: { start: string; end: string } | null;
  vectors: string;
  hash: string;
}

interface Rules {
  session: Session;
  jobs: JobQueue;
  broadcast: Broadcast;
  store: LayoutStore;
  log: Log;
  /** The rows that meet conditions. */
  findRows(where: WhereSource, signal?: AbortSignal): Promise<Rows>;
}

/** The layouts of the data of now: made by jobs, kept on disk, open in memory while they are looked at. */
export class Layouts {
  readonly #rules: Rules;
  /** Least recently used first. */
  readonly #openByHash = new Map<string, FinishedLayout>();
  readonly #runningByHash = new Map<string, RunningLayout>();
  #data: LoadedData | undefined;
  #rowSources: RowSources | undefined;

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  /** Makes the engine ready for new data that can be mapped. */
  warm({ model }: LoadedData): void {
    if (model.embeddings.some(hasVectors)) {
      import('../map-engine/compute-map.ts')
        .then(({ prepareMaps }) => prepareMaps())
        .catch((error: unknown) => {
          this.#rules.log.fault('The threads of the map could not start', error);
        });
    }
  }

  /** Starts a job, joins the one that does the same, or finds the finished layout (`cached`). */
  async start(given: MapRequest): Promise<Job> {
    const data = await this.#current();
    const embedding = data.findEmbedding(given.embedding);
    const parameters = fillParameters(given.parameters);
    const timeRange = given.timeRange ?? null;
    refuseWithoutVectors(embedding);
    const vectors = await data.digestVectors(embedding);
    const times = timeRange ? await data.digestTimes() : '';
    const hash = hashLayout({ vectors, parameters, timeRange, times });
    const isCached = await this.#isCached(data, hash, embedding.name, parameters);
    if (data !== (await this.#rules.session.data())) {
      throw new Failure('map/invalid', 'Cannot map: the data was replaced in the meantime', {
        hint: 'Ask again'
      });
    }
    const job = { embedding: embedding.name, parameters, layout: hash };
    const request = { data, embedding, parameters, timeRange, vectors, hash };
    return isCached
      ? this.#rules.jobs.recordCached(job)
      : this.#rules.jobs.start({
          ...job,
          key: clusterKey(parameters),
          run: context => this.#run(request, context)
        });
  }

  /** Whether nothing needs to be computed; the layout then has the clustering asked for. */
  async #isCached(
    data: LoadedData,
    hash: string,
    embedding: string,
    parameters: MapParameters
  ): Promise<boolean> {
    const layout = await this.#open(data, hash, embedding);
    if (!layout) {
      return false;
    }
    const key = clusterKey(parameters);
    if (layout.clustering.key === key) {
      return true;
    }
    const labels = await this.#rules.store.readLabels(hash, key, layout.points.count);
    if (labels) {
      await this.#setLabels(layout, key, parameters, labels);
    }
    return labels !== undefined;
  }

  /** Finished layouts of the data of now, newest first. */
  async list(embedding?: string): Promise<Layout[]> {
    const data = await this.#current();
    const wanted =
      embedding === undefined ? data.model.embeddings : [data.findEmbedding(embedding)];
    const nameByVectors = new Map<string, string>();
    for (const each of wanted.filter(hasVectors)) {
      nameByVectors.set(await data.digestVectors(each), each.name);
    }
    const stored = await this.#rules.store.headers();
    const unstored = [...this.#openByHash.values()].map(({ header }) => header);
    const headerByHash = new Map([...stored, ...unstored].map(header => [header.hash, header]));
    const mine = [...headerByHash.values()]
      .filter(({ vectors }) => nameByVectors.has(vectors))
      .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
      .slice(0, MAX_OPEN);
    const layouts: Layout[] = [];
    for (const { hash } of mine) {
      const open = await this.#open(data, hash);
      if (open) {
        layouts.push(open.toJson());
      }
    }
    return layouts;
  }

  /** A finished layout; throws `layout/unknown`. */
  async find(hash: string): Promise<FinishedLayout> {
    const found = await this.#open(await this.#current(), hash);
    if (!found) {
      throw new Failure('layout/unknown', `Cannot find a finished layout "${hash.slice(0, 64)}"`, {
        hint: 'Make it with POST /api/maps'
      });
    }
    return found;
  }

  /** A layout that still moves, from its first positions on. */
  findRunning(hash: string): RunningLayout | undefined {
    return this.#runningByHash.get(hash);
  }

  /** Clusters the finished layout anew; parameters that are left out stay as they are. */
  async recluster(
    hash: string,
    given: ClusterParameters,
    signal: AbortSignal
  ): Promise<FinishedLayout> {
    const layout = await this.find(hash);
    await this.#cluster(layout, fillParameters(given, layout.parameters), signal);
    return layout;
  }

  /** Gives a cluster a name that stays with the layout; an empty one brings the automatic name back. */
  async rename(hash: string, id: string, name: string): Promise<Cluster> {
    const layout = await this.find(hash);
    const { key, userNames } = layout.clustering;
    const number = toClusterNumber(id, layout.clusters().length);
    const renamed = new Map(userNames);
    if (name === '') {
      renamed.delete(id);
    } else {
      renamed.set(id, name);
    }
    // In memory first: a second rename that comes while the disk writes must build on this one.
    layout.rename(renamed);
    this.#rules.broadcast.send({ event: 'clusters', body: { layout: hash } });
    await this.#rules.store.writeNames(hash, key, renamed);
    const cluster = layout.clusters()[number];
    if (!cluster) {
      throw new TypeError(`Cluster ${number} of ${layout.clusters().length} is missing`);
    }
    return cluster;
  }

  /** The rows that a request names. */
  async resolve(source: RowSource, signal?: AbortSignal): Promise<ResolvedRows> {
    const data = await this.#current();
    if (!this.#rowSources) {
      const { RowSources } = await import('../row-sources.ts');
      this.#rowSources ??= new RowSources({
        findLayout: hash => this.find(hash),
        findRows: (where, by) => this.#rules.findRows(where, by)
      });
    }
    return this.#rowSources.resolve(source, data, signal);
  }

  async #current(): Promise<LoadedData> {
    const data = await this.#rules.session.data();
    if (data !== this.#data) {
      this.#data = data;
      this.#openByHash.clear();
      this.#runningByHash.clear();
    }
    return data;
  }

  async #run(request: Request, context: JobContext): Promise<void> {
    const { data, hash, parameters } = request;
    const open = await this.#open(data, hash);
    if (open) {
      context.report('clusters', 0, open.points.count);
      await this.#cluster(open, parameters, context.signal);
    } else {
      await this.#project(request, context);
    }
    const layout = this.#openByHash.get(hash);
    context.report('names', 0, 0);
    const named = layout?.automaticNames().length ?? 0;
    context.report('names', named, named);
  }

  async #project(
    { data, embedding, parameters, timeRange, vectors, hash }: Request,
    context: JobContext
  ) {
    const { signal, report, setSize } = context;
    const [{ samplePoints }, { computeMap }, { FinishedLayout }] = await Promise.all([
      import('../../inferences/sample-points.ts'),
      import('../map-engine/compute-map.ts'),
      import('./finished-layout.ts')
    ]);
    report('sample', 0, 0);
    const { nSamples, seed } = parameters;
    const sample = samplePoints(data.model, embedding.name, { nSamples, seed, timeRange });
    if (sample.count === 0) {
      throw new Failure(
        'map/no-vectors',
        `Cannot map ${JSON.stringify(embedding.name)}: no row ${timeRange ? 'in the time range ' : ''}was drawn`,
        { hint: 'Widen the time range or draw more samples' }
      );
    }
    setSize({ count: sample.count, dimension: sample.dimension, parameters });
    report('sample', sample.count, sample.count);
    report('neighbors', 0, 0);
    const { embedding: name, count, dataset, row } = sample;
    const points = { embedding: name, count, dataset, row };
    const components = parameters.nComponents;
    try {
      const result = await computeMap(sample, parameters, {
        signal,
        onProgress: ({ stage, done, total, positions }) => {
          report(stage, done, total);
          if (stage === 'layout' && positions) {
            this.#runningByHash.set(hash, {
              points,
              components,
              positions,
              epoch: done,
              epochs: total
            });
            this.#rules.broadcast.send({
              event: 'positions',
              body: { layout: hash, epoch: done, epochs: total }
            });
          }
        }
      });
      const stored: StoredLayout = {
        header: {
          version: LAYOUT_VERSION,
          hash,
          vectors,
          embedding: embedding.name,
          parameters,
          timeRange,
          available: sample.available,
          seconds: result.seconds,
          createdAt: new Date().toISOString()
        },
        dataset,
        row,
        positions: result.positions
      };
      const key = clusterKey(parameters);
      const userNames = await this.#rules.store.readNames(hash, key);
      await this.#keep(async () => {
        await this.#rules.store.write(stored);
        await this.#rules.store.writeLabels(hash, key, result.clusters);
      });
      const clustering = toClustering(key, parameters, result.clusters, userNames);
      this.#remember(new FinishedLayout(data.model, stored, clustering));
    } finally {
      this.#runningByHash.delete(hash);
    }
  }

  async #cluster(
    layout: FinishedLayout,
    parameters: MapParameters,
    signal: AbortSignal
  ): Promise<void> {
    const { store } = this.#rules;
    const key = clusterKey(parameters);
    if (key === layout.clustering.key) {
      return;
    }
    const { hash, points, positions, components } = layout;
    const stored = await store.readLabels(hash, key, points.count);
    if (stored) {
      await this.#setLabels(layout, key, parameters, stored);
      return;
    }
    const { clusterPositions } = await import('../map-engine/compute-map.ts');
    const labels = await clusterPositions(positions, points.count, components, parameters, {
      signal
    });
    await this.#keep(() => store.writeLabels(hash, key, labels));
    await this.#setLabels(layout, key, parameters, labels);
  }

  async #setLabels(
    layout: FinishedLayout,
    key: string,
    parameters: MapParameters,
    labels: Int32Array
  ): Promise<void> {
    const { store, broadcast } = this.#rules;
    layout.recluster(
      toClustering(key, parameters, labels, await store.readNames(layout.hash, key))
    );
    broadcast.send({ event: 'clusters', body: { layout: layout.hash } });
  }

  /** A layout from memory, or from disk with the clustering it was made with; only if it belongs to `data`. */
  async #open(
    data: LoadedData,
    hash: string,
    embedding?: string
  ): Promise<FinishedLayout | undefined> {
    const known = this.#openByHash.get(hash);
    if (known) {
      this.#remember(known);
      return known;
    }
    const { store } = this.#rules;
    const stored = await store.read(hash);
    const name = stored && (await this.#nameOf(data, stored, embedding));
    if (!stored || name === undefined || !fits(stored, data)) {
      return undefined;
    }
    const { parameters } = stored.header;
    const key = clusterKey(parameters);
    const labels = await store.readLabels(hash, key, stored.row.length);
    if (!labels) {
      return undefined;
    }
    const userNames = await store.readNames(hash, key);
    const { FinishedLayout } = await import('./finished-layout.ts');
    const header = { ...stored.header, embedding: name };
    const clustering = toClustering(key, parameters, labels, userNames);
    // Two requests may have opened it at the same time; both must get the one that later changes are made to.
    const layout =
      this.#openByHash.get(hash) ??
      new FinishedLayout(data.model, { ...stored, header }, clustering);
    this.#remember(layout);
    return layout;
  }

  /** The embedding of the data of now that has the vectors the layout was drawn from. */
  async #nameOf(
    data: LoadedData,
    { header }: StoredLayout,
    wanted = header.embedding
  ): Promise<string | undefined> {
    const embeddings = data.model.embeddings.filter(hasVectors);
    const likely = embeddings.filter(({ name }) => name === wanted);
    for (const embedding of [...likely, ...embeddings]) {
      if ((await data.digestVectors(embedding)) === header.vectors) {
        return embedding.name;
      }
    }
    return undefined;
  }

  /** A disk that is full costs the cache, not the picture. */
  async #keep(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (!(error instanceof Failure)) {
        throw error;
      }
      this.#rules.log.note(error.message);
    }
  }

  #remember(layout: FinishedLayout): void {
    this.#openByHash.delete(layout.hash);
    this.#openByHash.set(layout.hash, layout);
    for (const hash of this.#openByHash.keys()) {
      if (this.#openByHash.size <= MAX_OPEN) {
        return;
      }
      this.#openByHash.delete(hash);
    }
  }
}

function hasVectors({ vectorCounts }: ModelEmbedding): boolean {
  return vectorCounts.primary + vectorCounts.reference + vectorCounts.corpus > 0;
}

function refuseWithoutVectors(embedding: ModelEmbedding): void {
  if (!hasVectors(embedding)) {
    throw new Failure(
      'map/no-vectors',
      `Cannot map ${JSON.stringify(embedding.name)}: no row has a usable vector`,
      { hint: 'A vector is usable when all its numbers are finite' }
    );
  }
}

/** Rows of a layout must exist, whatever a digest says: they become indices. */
function fits({ dataset, row }: StoredLayout, { model }: LoadedData): boolean {
  const { primary, reference, corpus } = model.datasets;
  const counts = [primary, reference, corpus].map(each => each?.rowCount ?? 0);
  return dataset.every((code, point) => (row[point] ?? 0) < (counts[code] ?? 0));
}

function toClustering(
  key: string,
  { minClusterSize, minSamples, epsilon }: MapParameters,
  labels: Int32Array,
  userNames: ReadonlyMap<string, string>
): Clustering {
  return { key, parameters: { minClusterSize, minSamples, epsilon }, labels, userNames };
}
