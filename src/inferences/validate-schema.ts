import { Type, type DataType, type Field } from '@uwdata/flechette';
import { MAX_NAME_LENGTH, type DatasetSchema, type EmbeddingColumns } from '../contract/schema.ts';
import { describeType } from '../arrow/describe-type.ts';
import { resolveAliases } from './parse-roles.ts';

const quote = (name: string) => JSON.stringify(name);

/**
 * Faults of the first group that has any (§2.7 steps 1–3 and the reserved names of step 4), one sentence each.
 * Vectors are checked later, when they are read.
 */
export function findSchemaFaults(schema: DatasetSchema, fields: readonly Field[]): string[] {
  const types: Types = new Map(fields.map(({ name, type }) => [name, type]));
  const groups = [
    () => findRepeated(fields.map(({ name }) => name)),
    () => findTooLong([...fields, ...(schema.embeddingFeatures ?? [])].map(({ name }) => name)),
    () => findMissing(schema, types),
    () => findBadId(schema, types),
    () => findBadExclusions(schema)
  ];
  for (const find of groups) {
    const faults = find();
    if (faults.length > 0) {
      return faults;
    }
  }
  return [];
}

function findRepeated(names: readonly string[]): string[] {
  const seen = new Set<string>();
  const repeated = new Set(names.filter(name => seen.size === seen.add(name).size));
  return repeated.size === 0
    ? []
    : [
        `Cannot use columns of one name, ${[...repeated].map(quote).join(', ')}: every column needs a name of its own`
      ];
}

function findTooLong(names: readonly string[]): string[] {
  return names
    .filter(name => name.length > MAX_NAME_LENGTH)
    .map(
      name =>
        `Cannot use the name ${quote(name.slice(0, 20))}… of ${name.length} characters: at most ${MAX_NAME_LENGTH} are allowed`
    );
}

type Types = ReadonlyMap<string, DataType>;

function findMissing(schema: DatasetSchema, types: Types): string[] {
  const { predictionId, prompt } = resolveAliases(schema);
  const response = schema.responseColumnNames;
  const named = [
    predictionId,
    schema.timestampColumnName,
    ...(schema.featureColumnNames ?? []),
    schema.predictionLabelColumnName,
    schema.predictionScoreColumnName,
    schema.actualLabelColumnName,
    schema.actualScoreColumnName,
    ...[
      prompt,
      typeof response === 'object' ? response : null,
      ...(schema.embeddingFeatures ?? [])
    ].flatMap(embedding => (embedding ? checkedColumns(embedding) : []))
  ];
  const missing = new Set(named.filter(name => typeof name === 'string' && !types.has(name)));
  if (missing.size === 0) {
    return [];
  }
  const list = [...missing].map(name => quote(name ?? '')).join(', ');
  return [
    `Cannot find ${missing.size === 1 ? 'a column that the schema names' : `${missing.size} columns that the schema names`}: ${list}`
  ];
}

/** Retrieval ids and scores are not asked for: a frame without them has no retrievals. */
function checkedColumns(embedding: EmbeddingColumns) {
  return [embedding.vectorColumnName, embedding.rawDataColumnName, embedding.linkToDataColumnName];
}

/** Types whose values cannot name a record: a time is not an identity (§14.18). */
const NOT_AN_ID = new Set<number>([Type.Timestamp, Type.Duration, Type.Interval]);

function findBadId(schema: DatasetSchema, types: Types): string[] {
  const { predictionId } = resolveAliases(schema);
  const type = predictionId === null ? undefined : types.get(predictionId);
  const stored = type?.typeId === Type.Dictionary ? type.dictionary : type;
  return predictionId !== null && stored && NOT_AN_ID.has(stored.typeId)
    ? [
        `Cannot use column ${quote(predictionId)} as ids: text or numbers are needed, not ${describeType(stored)}`
      ]
    : [];
}

function findBadExclusions(schema: DatasetSchema): string[] {
  const { predictionId } = resolveAliases(schema);
  const excluded = new Set(schema.excludedColumnNames ?? []);
  return [
    ['timestamp', schema.timestampColumnName] as const,
    ['prediction id', predictionId] as const
  ].flatMap(([role, name]) =>
    typeof name === 'string' && excluded.has(name)
      ? [`Cannot exclude column ${quote(name)}: the schema names it as ${role}`]
      : []
  );
}

/** Embedding features that take the name of a prompt or response that is there too (§2.7 step 4). */
export function findReservedNames(schema: DatasetSchema): string[] {
  const { prompt } = resolveAliases(schema);
  return (schema.embeddingFeatures ?? []).flatMap(({ name }) =>
    (name === 'prompt' && prompt !== null) ||
    (name === 'response' && schema.responseColumnNames !== undefined)
      ? [
          `Cannot name an embedding feature ${quote(name)}: the schema has ${name} columns of its own`
        ]
      : []
  );
}
