import type { EmbeddingColumns } from '../contract/schema.ts';
import { DATASET_ROLES, type DatasetRole, type Embedding } from '../contract/session.ts';
import { compareCodePoints } from './compare-code-points.ts';
import type { DatasetRoles, LoadedDataset } from './dataset.ts';
import type { MergedFrame } from './merge-frames.ts';
import type { EmbeddingPart, ModelEmbedding } from './model.ts';

type Datasets = Readonly<Record<DatasetRole, LoadedDataset | null>>;
type Frames = Readonly<Record<DatasetRole, MergedFrame>>;
type Declared = { name: string; kind: Embedding['kind']; columns: EmbeddingColumns };

/** Features and tags that are lists of one length, and no declared embedding's vectors: embeddings of their own. */
export function listVectorFeatures(roles: DatasetRoles, frames: Frames): string[] {
  const declared = new Set(
    [roles.prompt, roles.response, ...roles.embeddings].map(each => each?.vectorColumnName)
  );
  return [...roles.features, ...roles.tags].filter(name => {
    const lengths = [frames.primary, frames.reference]
      .map(({ vectors }) => vectors.get(name)?.length ?? 0)
      .filter(length => length > 0);
    return !declared.has(name) && lengths.length > 0 && new Set(lengths).size === 1;
  });
}

/** Embeddings by vector column (§3.2), and what stands against comparing them (§14.20). */
export function listEmbeddings(
  roles: DatasetRoles,
  datasets: Datasets,
  frames: Frames
): { embeddings: ModelEmbedding[]; faults: string[] } {
  const features = new Set(roles.features);
  const declared: Declared[] = [
    ...roles.embeddings.map(({ name, ...columns }) => ({
      name,
      kind: 'feature' as const,
      columns
    })),
    ...(roles.prompt ? [declare('prompt', roles.prompt)] : []),
    ...(roles.response ? [declare('response', roles.response)] : []),
    ...listVectorFeatures(roles, frames).map(name =>
      declare(features.has(name) ? 'feature' : 'tag', { vectorColumnName: name })
    )
  ];
  const faults: string[] = [];
  const names = new Set<string>();
  const embeddings = declared
    .sort((a, b) => compareCodePoints(a.columns.vectorColumnName, b.columns.vectorColumnName))
    .map(each => {
      const parts = readParts(each, datasets, frames);
      faults.push(...findLengthFaults(each, datasets, parts));
      const name = names.has(each.name) ? `${each.name} (${each.kind})` : each.name;
      names.add(name);
      return createEmbedding(name, each.kind, parts);
    });
  return { embeddings, faults };
}

/** Prompt, response and lists go by the name of their vector column. */
function declare(kind: Embedding['kind'], columns: EmbeddingColumns): Declared {
  return { name: columns.vectorColumnName, kind, columns };
}

type Parts = Record<DatasetRole, EmbeddingPart | null>;

function readParts({ kind, columns }: Declared, datasets: Datasets, frames: Frames): Parts {
  const document = datasets.corpus?.roles.prompt ?? null;
  return {
    primary: datasets.primary && readPart(frames.primary, columns),
    reference: datasets.reference && readPart(frames.reference, columns),
    corpus: kind === 'prompt' && document ? readPart(frames.corpus, document) : null
  };
}

function readPart({ columns, vectors }: MergedFrame, names: EmbeddingColumns): EmbeddingPart {
  const columnOf = (name: string | undefined) =>
    (name === undefined ? undefined : columns.get(name)) ?? null;
  return {
    vectors: vectors.get(names.vectorColumnName) ?? null,
    text: columnOf(names.rawDataColumnName),
    link: columnOf(names.linkToDataColumnName),
    retrievalIds: columnOf(names.contextRetrievalIdsColumnName),
    retrievalScores: columnOf(names.contextRetrievalScoresColumnName)
  };
}

function createEmbedding(name: string, kind: Embedding['kind'], parts: Parts): ModelEmbedding {
  const all = DATASET_ROLES.map(role => parts[role]);
  return {
    name,
    kind,
    length: Math.max(0, ...all.map(part => part?.vectors?.length ?? 0)),
    hasText: all.some(part => part?.text),
    hasLink: all.some(part => part?.link),
    vectorCounts: {
      primary: parts.primary?.vectors?.usableCount ?? 0,
      reference: parts.reference?.vectors?.usableCount ?? 0,
      corpus: parts.corpus?.vectors?.usableCount ?? 0
    },
    parts
  };
}

function findLengthFaults({ name }: Declared, datasets: Datasets, parts: Parts): string[] {
  const found = DATASET_ROLES.flatMap(role => {
    const vectors = parts[role]?.vectors;
    return vectors && vectors.length > 0
      ? [{ role, length: vectors.length, column: vectors.name }]
      : [];
  });
  const [first] = found;
  return found
    .filter(({ length }) => length !== first?.length)
    .map(
      ({ role, length, column }) =>
        `Cannot compare embedding ${JSON.stringify(name)}: ${first?.role ?? ''} has vectors of ${first?.length ?? 0} numbers (column ${JSON.stringify(first?.column)}), ${datasets[role]?.role ?? role} of ${length} (column ${JSON.stringify(column)})`
    );
}
