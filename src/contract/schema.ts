import * as v from 'valibot';

/** Longer names of columns and embeddings are refused when data is loaded; requests may rely on it. */
export const MAX_NAME_LENGTH = 10_000;

/** A column label as pandas has it; the empty string is a label too. */
const ColumnName = v.string();

/** Which columns make one embedding (spec: inferences §2.2). */
export const EmbeddingColumns = v.strictObject({
  vectorColumnName: ColumnName,
  rawDataColumnName: v.optional(ColumnName),
  linkToDataColumnName: v.optional(ColumnName),
  /** Per row a list of corpus ids (§2.3); only meaningful on the prompt. */
  contextRetrievalIdsColumnName: v.optional(ColumnName),
  /** Per row a list of numbers, matched to the ids by position; may be shorter or missing. */
  contextRetrievalScoresColumnName: v.optional(ColumnName)
});
export type EmbeddingColumns = v.InferOutput<typeof EmbeddingColumns>;

/**
 * The roles of a data set's columns, as the user wrote them (§2.1).
 * Embeddings come as a list, not an object, so that any display name is safe, `__proto__` included.
 */
export const DatasetSchema = v.strictObject({
  predictionIdColumnName: v.optional(ColumnName),
  idColumnName: v.optional(ColumnName),
  timestampColumnName: v.optional(ColumnName),
  featureColumnNames: v.optional(v.array(ColumnName)),
  tagColumnNames: v.optional(v.array(ColumnName)),
  predictionLabelColumnName: v.optional(ColumnName),
  predictionScoreColumnName: v.optional(ColumnName),
  actualLabelColumnName: v.optional(ColumnName),
  actualScoreColumnName: v.optional(ColumnName),
  promptColumnNames: v.optional(EmbeddingColumns),
  responseColumnNames: v.optional(v.union([ColumnName, EmbeddingColumns])),
  documentColumnNames: v.optional(EmbeddingColumns),
  embeddingFeatures: v.optional(
    v.array(v.strictObject({ name: v.string(), ...EmbeddingColumns.entries }))
  ),
  excludedColumnNames: v.optional(v.array(ColumnName))
});
export type DatasetSchema = v.InferOutput<typeof DatasetSchema>;
