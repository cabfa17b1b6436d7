import type { Dimension, DatasetRole, Embedding } from '../contract/session.ts';
import type { Column } from './column.ts';
import { DatasetError } from './dataset-error.ts';
import type { DatasetRoles, LoadedDataset } from './dataset.ts';
import { listDimensions } from './list-dimensions.ts';
import { listEmbeddings } from './list-embeddings.ts';
import { mergeFrame, mergeRoles, type MergedFrame } from './merge-frames.ts';
import type { VectorColumn } from './vectors.ts';

/** A scalar dimension and the columns it is read from (§3.2). */
export interface ModelDimension extends Dimension {
  readonly columns: Readonly<Record<'primary' | 'reference', Column | null>>;
}

/** What one data set brings to an embedding. */
export interface EmbeddingPart {
  readonly vectors: VectorColumn | null;
  readonly text: Column | null;
  readonly link: Column | null;
  readonly retrievalIds: Column | null;
  readonly retrievalScores: Column | null;
}

export interface ModelEmbedding extends Embedding {
  /** The corpus takes part in the prompt embedding only. */
  readonly parts: Readonly<Record<DatasetRole, EmbeddingPart | null>>;
}

/** The data of a session: up to three data sets, and what they have in common (§3). */
export interface Model {
  readonly datasets: Readonly<Record<DatasetRole, LoadedDataset | null>>;
  /** Columns under the model's names: the primary's where both data sets have a role (§3.3). */
  readonly frames: Readonly<Record<DatasetRole, MergedFrame>>;
  readonly roles: DatasetRoles;
  readonly dimensions: readonly ModelDimension[];
  readonly embeddings: readonly ModelEmbedding[];
  readonly hasCorrectness: boolean;
  readonly warnings: readonly string[];
  readonly byteLength: number;
}

const EMPTY_FRAME: MergedFrame = { columns: new Map(), vectors: new Map(), warnings: [] };

const NO_ROLES: DatasetRoles = {
  predictionId: 'prediction_id',
  timestamp: 'timestamp',
  predictionLabel: null,
  predictionScore: null,
  actualLabel: null,
  actualScore: null,
  features: [],
  tags: [],
  prompt: null,
  response: null,
  responseText: null,
  embeddings: []
};

/** Documents beyond which a map of the prompt, which draws them all (§5.2), is slow. */
const LARGE_CORPUS = 50_000;

/** Joins the data sets of a session; throws DatasetError when their vectors cannot be compared (§14.20). */
export function createModel(given: {
  primary?: LoadedDataset | null;
  reference?: LoadedDataset | null;
  corpus?: LoadedDataset | null;
}): Model {
  const { primary = null, reference = null, corpus = null } = given;
  const loaded = [primary, reference].filter(dataset => dataset !== null);
  const [first, second] = loaded;
  const roles = first ? (second ? mergeRoles(first.roles, second.roles) : first.roles) : NO_ROLES;
  const datasets = { primary, reference, corpus };
  const frames = {
    primary: primary ? mergeFrame(primary, roles) : EMPTY_FRAME,
    reference: reference ? mergeFrame(reference, roles) : EMPTY_FRAME,
    corpus: corpus
      ? { columns: corpus.columns, vectors: corpus.vectors, warnings: [] }
      : EMPTY_FRAME
  };
  const { embeddings, faults } = listEmbeddings(roles, datasets, frames);
  if (faults.length > 0) {
    throw new DatasetError(faults);
  }
  return {
    datasets,
    frames,
    roles,
    dimensions: listDimensions(roles, datasets, frames),
    embeddings,
    hasCorrectness: [frames.primary, frames.reference].some(
      ({ columns }) =>
        roles.predictionLabel !== null &&
        roles.actualLabel !== null &&
        columns.has(roles.predictionLabel) &&
        columns.has(roles.actualLabel)
    ),
    warnings: [
      ...[...loaded, corpus].flatMap(dataset => dataset?.warnings ?? []),
      ...frames.primary.warnings,
      ...frames.reference.warnings,
      ...warnOfCorpus(corpus)
    ],
    byteLength: [...loaded, corpus].reduce((sum, dataset) => sum + (dataset?.byteLength ?? 0), 0)
  };
}

function warnOfCorpus(corpus: LoadedDataset | null): string[] {
  return corpus && corpus.rowCount > LARGE_CORPUS
    ? [
        `${corpus.name}: a map of the prompt draws all ${corpus.rowCount} documents, which takes long beyond ${LARGE_CORPUS}`
      ]
    : [];
}
