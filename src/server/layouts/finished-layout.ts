import { Failure } from '../../contract/failures.ts';
import type { Card } from '../../contract/rows.ts';
import { DATASET_ROLES } from '../../contract/session.ts';
import { toArrowStream } from '../../arrow/arrow-file.ts';
import { colorPoints } from '../../inferences/color-points.ts';
import { createBitmap, setBit } from '../../arrow/bitmap.ts';
import { findRowsWith } from '../../inferences/read-rows.ts';
import { readCard } from '../../inferences/read-card.ts';
import { nearestNeighbors } from '../map-engine/compute-map.ts';
import { layoutTable } from './layout-table.ts';
import type { Cluster, Layout, MapParameters, Neighbors, Retrievals } from '../../contract/map.ts';
import { rowsFromMask } from '../../inferences/selection.ts';
import { countByRole, roleOf, type Rows } from '../../inferences/rows.ts';
import {
  findRetrievals,
  invertLinks,
  type QueryLinks,
  type RetrievalLinks
} from '../../inferences/find-retrievals.ts';
import { gatherVectors, type Points } from '../../inferences/sample-points.ts';
import type { Model } from '../../inferences/model.ts';
import { nameClusters } from '../../inferences/name-clusters.ts';
import { summariseClusters } from '../../inferences/summarise-clusters.ts';
import type { LayoutHeader } from '../../contract/stored-layout.ts';
import type { StoredLayout } from './layout-store.ts';
import { quantize, type Quantized } from './quantize.ts';

/** Clusters of a layout: the second step, which is made anew without moving a point. */
export interface Clustering {
  key: string;
  parameters: Pick<MapParameters, 'minClusterSize' | 'minSamples' | 'epsilon'>;
  /** Cluster of each point, −1 for none. */
  labels: Int32Array;
  /** Names that people gave, by id. */
  userNames: ReadonlyMap<string, string>;
}

type AutomaticNames = ReturnType<typeof nameClusters>;

/** A finished layout over the data of now. What it tells about clusters comes from that data, not from the disk. */
export class FinishedLayout {
  readonly header: LayoutHeader;
  readonly points: Points;
  readonly positions: Float32Array;
  readonly #model: Model;
  #clustering: Clustering;
  #automaticNames: AutomaticNames | undefined;
  #clusters: Cluster[] | undefined;
  #quantized: Quantized | undefined;
  #links: RetrievalLinks | undefined;
  #queries: QueryLinks | undefined;
  #vectors: WeakRef<Float32Array<SharedArrayBuffer>> | undefined;

  constructor(
    model: Model,
    { header, dataset, row, positions }: StoredLayout,
    clustering: Clustering
  ) {
    this.#model = model;
    this.header = header;
    this.points = { embedding: header.embedding, count: row.length, dataset, row };
    this.positions = positions;
    this.#clustering = clustering;
  }

  get hash(): string {
    return this.header.hash;
  }
  get components(): 2 | 3 {
    return this.header.parameters.nComponents;
  }
  get clustering(): Clustering {
    return this.#clustering;
  }
  /** Those of the projection, and of the clustering of now. */
  get parameters(): MapParameters {
    return { ...this.header.parameters, ...this.#clustering.parameters };
  }

  recluster(clustering: Clustering): void {
    this.#clustering = clustering;
    this.#automaticNames = undefined;
    this.#clusters = undefined;
  }

  rename(userNames: ReadonlyMap<string, string>): void {
    this.#clustering = { ...this.#clustering, userNames };
    this.#clusters = undefined;
  }

  /** By cluster number. */
  automaticNames(): AutomaticNames {
    this.#automaticNames ??= nameClusters(this.#model, this.points, this.#clustering.labels);
    return this.#automaticNames;
  }

  clusters(): Cluster[] {
    const { userNames, labels } = this.#clustering;
    this.#clusters ??= summariseClusters(
      this.#model,
      this.points,
      { positions: this.positions, components: this.components, labels },
      this.automaticNames().map((automatic, number) => {
        const name = userNames.get(String(number));
        return name === undefined ? automatic : { name, namedBy: 'user' as const };
      })
    );
    return this.#clusters;
  }

  quantized(): Quantized {
    this.#quantized ??= quantize(this.positions, this.components);
    return this.#quantized;
  }

  #checkPoint(point: number): void {
    if (point >= this.points.count) {
      throw new Failure(
        'row/unknown',
        `Cannot find point ${point}: the layout has ${this.points.count}`
      );
    }
  }

  #readLinks(): RetrievalLinks {
    this.#links ??= findRetrievals(this.#model, this.points);
    return this.#links;
  }

  /** Large, so they are gathered again when memory was needed for something else. */
  #vectorsOfPoints(): { vectors: Float32Array<SharedArrayBuffer>; dimension: number } {
    const vectors = this.#vectors?.deref() ?? gatherVectors(this.#model, this.points);
    this.#vectors = new WeakRef(vectors);
    return { vectors, dimension: vectors.length / this.points.count };
  }

  colors(by: string): ReturnType<typeof colorPoints> {
    const names = this.clusters().map(({ name }) => name);
    return colorPoints(this.#model, this.points, by, { labels: this.#clustering.labels, names });
  }

  /** The `k` points nearest to a point in the space of the vectors. */
  neighbors(point: number, k: number): Neighbors {
    const { dimension, vectors } = this.#vectorsOfPoints();
    const { count, dataset, row } = this.points;
    const { metric } = this.header.parameters;
    this.#checkPoint(point);
    const found = nearestNeighbors(vectors, count, dimension, point, k, metric);
    return {
      point,
      neighbors: Array.from(found.indices, (neighbor, i) => ({
        point: neighbor,
        dataset: roleOf(dataset[neighbor] ?? 0),
        row: row[neighbor] ?? 0,
        distance: found.distances[i] ?? 0
      }))
    };
  }

  /** Documents that the query at a point retrieved, or queries that retrieved the document there. */
  retrievals(point: number): Retrievals {
    this.#checkPoint(point);
    const { offsets, documents, relevance } = this.#readLinks();
    const [from, to] = [offsets[point] ?? 0, offsets[point + 1] ?? 0];
    this.#queries ??= invertLinks(this.#readLinks());
    const asked = this.#queries;
    const [first, last] = [asked.offsets[point] ?? 0, asked.offsets[point + 1] ?? 0];
    return {
      point,
      documents: Array.from(documents.subarray(from, to), (document, i) => ({
        point: document,
        row: this.points.row[document] ?? 0,
        relevance: toScore(relevance[from + i])
      })),
      queries: Array.from(asked.queries.subarray(first, last), (query, i) => ({
        point: query,
        dataset: roleOf(this.points.dataset[query] ?? 0) as 'primary' | 'reference',
        row: this.points.row[query] ?? 0,
        relevance: toScore(asked.relevance[first + i])
      }))
    };
  }

  /** Unix milliseconds of each point's row; NaN for none. */
  times(): Float64Array<ArrayBuffer> {
    const { count, dataset, row } = this.points;
    const byCode = DATASET_ROLES.map(role => this.#model.datasets[role]?.times);
    const times = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      times[i] = byCode[dataset[i] ?? 0]?.[row[i] ?? 0] ?? NaN;
    }
    return times;
  }

  /** Bitset of the points whose row contains the text. */
  matches(find: string): { matches: Uint8Array<ArrayBuffer>; count: number } {
    const found = findRowsWith(this.#model, this.points, find);
    const matches = createBitmap(this.points.count);
    found.forEach(point => {
      setBit(matches, point);
    });
    return { matches, count: found.length };
  }

  card(point: number): Card {
    this.#checkPoint(point);
    const { dataset, row, embedding } = this.points;
    const at = { dataset: roleOf(dataset[point] ?? 0), row: row[point] ?? 0 };
    return readCard(this.#model, at, embedding);
  }

  /** The rows of the points whose bit is set: bit i & 7 of byte i >> 3. */
  rowsFromMask(bits: Uint8Array): Rows {
    return rowsFromMask(this.points, bits);
  }

  /** The layout as an Arrow IPC stream, one row per point. */
  toArrowStream(): Uint8Array<ArrayBuffer> {
    return toArrowStream(layoutTable(this.#model, this));
  }

  toJson(): Layout {
    const { hash, embedding, available, timeRange, seconds, createdAt } = this.header;
    return {
      hash,
      embedding,
      parameters: this.parameters,
      count: this.points.count,
      counts: countByRole(this.points),
      available,
      timeRange,
      retrievals: this.#readLinks().queries,
      seconds,
      createdAt,
      clusters: this.clusters(),
      noise: this.#clustering.labels.reduce((noise, label) => noise + (label < 0 ? 1 : 0), 0)
    };
  }
}

function toScore(relevance = NaN): number | null {
  return Number.isFinite(relevance) ? relevance : null;
}
