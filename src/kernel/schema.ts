import type { DatasetSchema, EmbeddingColumns } from '../contract/schema.ts';
import { RequestError } from './errors.ts';
import { show, unknown } from './nearest.ts';

/** The columns of one embedding. */
export interface EmbeddingColumnNames {
  /** Column of vectors: per row a list of numbers, or nothing. All of one length, at least 2. */
  vectorColumnName: string;
  /** Column with the text that was embedded. */
  rawDataColumnName?: string;
  /** Column with the address (http, file or `data:`) of the image, sound or video that was embedded. */
  linkToDataColumnName?: string;
}

/** The columns of a query that retrieved documents of the corpus. */
export interface RetrievalEmbeddingColumnNames extends EmbeddingColumnNames {
  /** Per row a list of ids of the corpus. */
  contextRetrievalIdsColumnName?: string;
  /** Per row a list of numbers, paired with the ids by position; may be shorter or missing. */
  contextRetrievalScoresColumnName?: string;
}

/** The roles of the columns of a data set; every field is optional. */
export interface SchemaFields {
  /** Unique id of a row; without it ids are made up. */
  predictionIdColumnName?: string;
  /** Another spelling of `predictionIdColumnName`, which it overrides. */
  idColumnName?: string;
  /** Time of a row: timestamps, ISO 8601 text, or Unix seconds; without it all rows happened now. */
  timestampColumnName?: string;
  /** Inputs of the model; none or an empty list takes every column that nothing else claims. */
  featureColumnNames?: readonly string[];
  /** Further columns that describe a row. */
  tagColumnNames?: readonly string[];
  /** The class that was predicted. */
  predictionLabelColumnName?: string;
  /** The number that was predicted. */
  predictionScoreColumnName?: string;
  /** The true class. */
  actualLabelColumnName?: string;
  /** The true number. */
  actualScoreColumnName?: string;
  /** Embedding of the prompt of a language model, or of the query of a retriever. */
  promptColumnNames?: RetrievalEmbeddingColumnNames;
  /** Embedding of the response, or the column with its text. */
  responseColumnNames?: string | EmbeddingColumnNames;
  /** Embedding of the documents of a corpus; another spelling of `promptColumnNames`. */
  documentColumnNames?: EmbeddingColumnNames;
  /** Further embeddings by display name. */
  embeddingFeatureColumnNames?: Readonly<Record<string, EmbeddingColumnNames>>;
  /** Columns, and display names of embeddings, to leave out. */
  excludedColumnNames?: readonly string[];
}

/** The roles of the columns of a data set, checked; it cannot be changed. */
export type Schema = Readonly<SchemaFields>;

const LABELS = [
  'predictionIdColumnName',
  'idColumnName',
  'timestampColumnName',
  'predictionLabelColumnName',
  'predictionScoreColumnName',
  'actualLabelColumnName',
  'actualScoreColumnName'
] as const;
const LISTS = ['featureColumnNames', 'tagColumnNames', 'excludedColumnNames'] as const;
const EMBEDDINGS = ['promptColumnNames', 'documentColumnNames'] as const;
const FIELDS = [
  ...LABELS,
  ...LISTS,
  ...EMBEDDINGS,
  'responseColumnNames',
  'embeddingFeatureColumnNames'
];
const COLUMNS = [
  'vectorColumnName',
  'rawDataColumnName',
  'linkToDataColumnName',
  'contextRetrievalIdsColumnName',
  'contextRetrievalScoresColumnName'
];
const CODE = 'schema/invalid';

/**
 * Says which column plays which role.
 *
 * @throws RequestError when a field has a value of the wrong kind, or there is no such field.
 */
export function schema(fields: SchemaFields = {}): Schema {
  if (typeof (fields as unknown) !== 'object' || (fields as unknown) === null) {
    throw new RequestError(`Cannot use ${show(fields)} as a schema: an object is needed`, {
      code: CODE
    });
  }
  checkFields(fields, FIELDS, 'field of a schema');
  const given = fields as Record<string, unknown>;
  for (const name of LABELS) {
    if (given[name] !== undefined) {
      checkName(given[name], name);
    }
  }
  for (const name of LISTS) {
    const list = given[name];
    if (list !== undefined && !(Array.isArray(list) && list.every(isName))) {
      throw new RequestError(
        `Cannot use ${show(list)} as ${name}: a list of column names is needed`,
        {
          code: CODE
        }
      );
    }
  }
  for (const name of EMBEDDINGS) {
    if (given[name] !== undefined) {
      checkEmbedding(given[name], name);
    }
  }
  if (fields.responseColumnNames !== undefined && !isName(fields.responseColumnNames)) {
    checkEmbedding(fields.responseColumnNames, 'responseColumnNames');
  }
  const embeddings: unknown = fields.embeddingFeatureColumnNames;
  if (embeddings !== undefined) {
    if (typeof embeddings !== 'object' || embeddings === null || Array.isArray(embeddings)) {
      throw new RequestError(
        `Cannot use ${show(embeddings)} as embeddingFeatureColumnNames: an object from names to columns is needed`,
        { code: CODE, hint: '{ image: { vectorColumnName: "vector" } }' }
      );
    }
    for (const [name, columns] of Object.entries(embeddings)) {
      checkEmbedding(columns, `embeddingFeatureColumnNames.${name}`);
    }
  }
  return deepFreeze(structuredClone(fields));
}

/** The schema under the names of the wire. */
export function toWire({ embeddingFeatureColumnNames, ...rest }: Schema): DatasetSchema {
  const embeddings = Object.entries(embeddingFeatureColumnNames ?? {});
  return structuredClone({
    ...rest,
    ...(embeddings.length === 0
      ? {}
      : { embeddingFeatures: embeddings.map(([name, columns]) => ({ name, ...columns })) })
  }) as DatasetSchema & { embeddingFeatures?: ({ name: string } & EmbeddingColumns)[] };
}

function isName(value: unknown): value is string {
  return typeof value === 'string';
}

function checkFields(value: object, known: readonly string[], kind: string): void {
  const wrong = Object.keys(value).find(name => !known.includes(name));
  if (wrong !== undefined) {
    throw unknown(kind, wrong, known, CODE);
  }
}

function checkName(value: unknown, field: string): void {
  if (!isName(value)) {
    throw new RequestError(`Cannot use ${show(value)} as ${field}: one column name is needed`, {
      code: CODE
    });
  }
}

function checkEmbedding(value: unknown, field: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RequestError(
      `Cannot use ${show(value)} as ${field}: an object with a vectorColumnName is needed`,
      { code: CODE }
    );
  }
  checkFields(value, COLUMNS, `column of ${field}`);
  const columns = value as Record<string, unknown>;
  for (const name of COLUMNS) {
    if (columns[name] !== undefined || name === 'vectorColumnName') {
      checkName(columns[name], `${field}.${name}`);
    }
  }
}

function deepFreeze<Value extends object>(value: Value): Value {
  Object.values(value).forEach(each => {
    if (typeof each === 'object' && each !== null) {
      deepFreeze(each as object);
    }
  });
  return Object.freeze(value);
}
