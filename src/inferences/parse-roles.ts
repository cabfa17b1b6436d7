import type { DatasetSchema, EmbeddingColumns } from '../contract/schema.ts';
import type { DatasetRoles } from './dataset.ts';

/** Roles as parsed; id and time may still be missing, since normalization makes the columns (§2.6). */
export type ParsedRoles = Omit<DatasetRoles, 'predictionId' | 'timestamp'> & {
  predictionId: string | null;
  timestamp: string | null;
};

export interface Parsed {
  roles: ParsedRoles;
  /** Columns of the frame that survive, in its order. */
  kept: string[];
  warnings: string[];
}

/** Inferred features never take this column (§2.5.2). */
const RESERVED = 'prediction_id';

/** Aliases resolved: `id` overwrites the prediction id, a document the prompt (§2.1). */
export function resolveAliases(schema: DatasetSchema) {
  return {
    predictionId: schema.idColumnName ?? schema.predictionIdColumnName ?? null,
    prompt: schema.documentColumnNames ?? schema.promptColumnNames ?? null
  };
}

export function columnsOf(embedding: EmbeddingColumns): string[] {
  return [
    embedding.vectorColumnName,
    embedding.rawDataColumnName,
    embedding.linkToDataColumnName,
    embedding.contextRetrievalIdsColumnName,
    embedding.contextRetrievalScoresColumnName
  ].filter(name => name !== undefined);
}

const quote = (names: Iterable<string>) =>
  Array.from(names, name => JSON.stringify(name)).join(', ');

/** Which columns survive, and as what (§2.5). `frame` holds the names of the columns, in order. */
export function parseRoles(schema: DatasetSchema, frame: readonly string[]): Parsed {
  const { predictionId, prompt } = resolveAliases(schema);
  const inFrame = new Set(frame);
  const excluded = new Set(schema.excludedColumnNames ?? []);
  const keepRole = (name: string | undefined) =>
    name === undefined || excluded.has(name) ? null : name;
  const response = schema.responseColumnNames;
  const declared = schema.embeddingFeatures ?? [];
  const warnings = warnOfExclusions(excluded, frame, declared);
  const roles: ParsedRoles = {
    predictionId,
    timestamp: schema.timestampColumnName ?? null,
    predictionLabel: keepRole(schema.predictionLabelColumnName),
    predictionScore: keepRole(schema.predictionScoreColumnName),
    actualLabel: keepRole(schema.actualLabelColumnName),
    actualScore: keepRole(schema.actualScoreColumnName),
    features: inferFeatures(schema, frame, excluded),
    tags: unique(schema.tagColumnNames ?? []).filter(name => !excluded.has(name)),
    prompt,
    response: typeof response === 'object' ? response : null,
    responseText: typeof response === 'string' && inFrame.has(response) ? keepRole(response) : null,
    embeddings: declared.filter(({ name }) => !excluded.has(name))
  };
  const used = new Set([
    ...[
      roles.predictionId,
      roles.timestamp,
      roles.predictionLabel,
      roles.predictionScore,
      roles.actualLabel,
      roles.actualScore,
      roles.responseText
    ].filter(name => name !== null),
    ...roles.features,
    ...roles.tags,
    ...[roles.prompt, roles.response, ...roles.embeddings].flatMap(embedding =>
      embedding ? columnsOf(embedding) : []
    )
  ]);
  return { roles, kept: frame.filter(name => used.has(name)), warnings };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function inferFeatures(
  schema: DatasetSchema,
  frame: readonly string[],
  excluded: ReadonlySet<string>
): string[] {
  const declared = schema.featureColumnNames ?? [];
  if (declared.length > 0) {
    return unique(declared).filter(name => !excluded.has(name));
  }
  const claimed = claimColumns(schema);
  return frame.filter(name => !claimed.has(name) && !excluded.has(name) && name !== RESERVED);
}

/** Columns that a role other than feature names, an excluded embedding's among them (§2.5.3). */
function claimColumns(schema: DatasetSchema): Set<string> {
  const { predictionId, prompt } = resolveAliases(schema);
  const response = schema.responseColumnNames;
  return new Set([
    ...[
      predictionId,
      schema.timestampColumnName,
      schema.predictionLabelColumnName,
      schema.predictionScoreColumnName,
      schema.actualLabelColumnName,
      schema.actualScoreColumnName,
      typeof response === 'string' ? response : undefined
    ].filter(name => typeof name === 'string'),
    ...(schema.tagColumnNames ?? []),
    ...[
      prompt,
      typeof response === 'object' ? response : undefined,
      ...(schema.embeddingFeatures ?? [])
    ].flatMap(embedding => (embedding ? columnsOf(embedding) : []))
  ]);
}

function warnOfExclusions(
  excluded: ReadonlySet<string>,
  frame: readonly string[],
  embeddings: readonly ({ name: string } & EmbeddingColumns)[]
): string[] {
  const warnings: string[] = [];
  const names = new Set(embeddings.map(({ name }) => name));
  const columns = new Set(frame);
  for (const name of excluded) {
    const embedding = embeddings.find(
      each => each.name !== name && !names.has(name) && columnsOf(each).includes(name)
    );
    if (embedding) {
      warnings.push(
        `Excluding the column ${quote([name])} does nothing: exclude the embedding ${quote([embedding.name])} it belongs to`
      );
    }
  }
  const unknown = [...excluded].filter(name => !columns.has(name) && !names.has(name));
  if (unknown.length > 0) {
    warnings.push(
      `Excluded ${unknown.length === 1 ? 'name is' : 'names are'} neither a column nor an embedding: ${quote(unknown)}`
    );
  }
  return warnings;
}
