import type { EmbeddingColumns } from '../contract/schema.ts';
import type { Column } from './column.ts';
import type { DatasetRoles, LoadedDataset } from './dataset.ts';
import type { VectorColumn } from './vectors.ts';

/** Columns of one data set under the names they have in the model. */
export interface MergedFrame {
  readonly columns: ReadonlyMap<string, Column>;
  readonly vectors: ReadonlyMap<string, VectorColumn>;
  /** One sentence per column that had to give its name to a role. */
  readonly warnings: readonly string[];
}

const SINGLE_ROLES = [
  'predictionId',
  'timestamp',
  'predictionLabel',
  'predictionScore',
  'actualLabel',
  'actualScore',
  'responseText'
] as const;

const EMBEDDING_PARTS = [
  'vectorColumnName',
  'rawDataColumnName',
  'linkToDataColumnName',
  'contextRetrievalIdsColumnName',
  'contextRetrievalScoresColumnName'
] as const;

/** The roles of both data sets: the first that declares a role names its column, lists are joined (§3.3, §14.19). */
export function mergeRoles(first: DatasetRoles, second: DatasetRoles): DatasetRoles {
  const features = [...new Set([...first.features, ...second.features])];
  const embeddings = [...first.embeddings, ...second.embeddings]
    .filter((each, i, all) => all.findIndex(({ name }) => name === each.name) === i)
    .map(({ name }) => ({
      name,
      ...mergeEmbedding(
        first.embeddings.find(each => each.name === name) ?? null,
        second.embeddings.find(each => each.name === name) ?? null
      )
    }));
  const isFeature = new Set(features);
  return {
    predictionId: first.predictionId,
    timestamp: first.timestamp,
    predictionLabel: first.predictionLabel ?? second.predictionLabel,
    predictionScore: first.predictionScore ?? second.predictionScore,
    actualLabel: first.actualLabel ?? second.actualLabel,
    actualScore: first.actualScore ?? second.actualScore,
    responseText: first.responseText ?? second.responseText,
    features,
    tags: [...new Set([...first.tags, ...second.tags])].filter(name => !isFeature.has(name)),
    prompt:
      first.prompt && second.prompt
        ? mergeEmbedding(first.prompt, second.prompt)
        : (first.prompt ?? second.prompt),
    response:
      first.response && second.response
        ? mergeEmbedding(first.response, second.response)
        : (first.response ?? second.response),
    embeddings
  };
}

/** Parts that the first declaration lacks come from the second. */
function mergeEmbedding(
  first: EmbeddingColumns | null,
  second: EmbeddingColumns | null
): EmbeddingColumns {
  return { ...(second ?? {}), ...(first ?? {}) } as EmbeddingColumns;
}

/** A data set's columns under the model's names; a column that fills two roles appears under both. */
export function mergeFrame(dataset: LoadedDataset, merged: DatasetRoles): MergedFrame {
  const targets = findTargets(dataset.roles, merged);
  const taken = new Set([...targets.values()].flatMap(names => [...names]));
  const columns = new Map<string, Column>();
  const vectors = new Map<string, VectorColumn>();
  const warnings: string[] = [];
  const add = (column: Column, name: string) => {
    // A getter, since ids are made when they are first read.
    columns.set(
      name,
      name === column.name ? column : (Object.create(column, { name: { value: name } }) as Column)
    );
    const found = dataset.vectors.get(column.name);
    if (found) {
      vectors.set(name, found);
    }
  };
  for (const column of dataset.columns.values()) {
    const names = targets.get(column.name);
    if (names) {
      names.forEach(name => add(column, name));
    } else if (taken.has(column.name)) {
      const free = freeName(column.name, dataset, taken);
      add(column, free);
      warnings.push(
        `${dataset.name}: column ${JSON.stringify(column.name)} is called ${JSON.stringify(free)} here, since its name is that of another column's role`
      );
    } else {
      add(column, column.name);
    }
  }
  return { columns, vectors, warnings };
}

/** A column whose name the model gives to another keeps its cells under a new name. */
function freeName(
  name: string,
  { role, columns }: LoadedDataset,
  taken: ReadonlySet<string>
): string {
  let free = `${name}_${role}`;
  while (columns.has(free) || taken.has(free)) {
    free += '_';
  }
  return free;
}

/** Where each column of a role goes. */
function findTargets(own: DatasetRoles, merged: DatasetRoles): Map<string, Set<string>> {
  const targets = new Map<string, Set<string>>();
  const add = (from: string | null | undefined, to: string | null | undefined) => {
    if (typeof from === 'string' && typeof to === 'string') {
      targets.set(from, (targets.get(from) ?? new Set()).add(to));
    }
  };
  const addEmbedding = (from: EmbeddingColumns | null, to: EmbeddingColumns | null | undefined) =>
    EMBEDDING_PARTS.forEach(part => add(from?.[part], to?.[part]));
  SINGLE_ROLES.forEach(role => add(own[role], merged[role]));
  addEmbedding(own.prompt, merged.prompt);
  addEmbedding(own.response, merged.response);
  for (const embedding of own.embeddings) {
    addEmbedding(
      embedding,
      merged.embeddings.find(({ name }) => name === embedding.name)
    );
  }
  return targets;
}
