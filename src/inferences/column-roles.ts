import { Type, type DataType } from '@uwdata/flechette';
import type { EmbeddingColumns } from '../contract/schema.ts';
import type { ColumnKind } from '../contract/rows.ts';
import type { DatasetRole } from '../contract/session.ts';
import { isDictionary } from '../arrow/batches.ts';
import type { Column } from './column.ts';
import type { DatasetRoles } from './dataset.ts';
import type { Model } from './model.ts';
import { isList } from './vectors.ts';

/** The roles under which a data set's columns appear in the model. */
export function rolesOf(model: Model, role: DatasetRole): DatasetRoles {
  return (role === 'corpus' ? model.datasets.corpus?.roles : undefined) ?? model.roles;
}

/** What the schema says of each column, in words, by name: the first role counts. */
export function describeRoles(roles: DatasetRoles, isCorpus: boolean): Map<string, string> {
  const words = new Map<string, string>();
  const add = (name: string | null | undefined, text: string) => {
    if (typeof name === 'string' && !words.has(name)) {
      words.set(name, text);
    }
  };
  const addEmbedding = (columns: EmbeddingColumns | null, of: string) => {
    add(columns?.vectorColumnName, `vector of ${of}`);
    add(columns?.rawDataColumnName, `text of ${of}`);
    add(columns?.linkToDataColumnName, `link of ${of}`);
    add(columns?.contextRetrievalIdsColumnName, 'retrieved ids');
    add(columns?.contextRetrievalScoresColumnName, 'retrieval scores');
  };
  add(roles.predictionId, 'id');
  add(roles.timestamp, 'time');
  add(roles.predictionLabel, 'prediction label');
  add(roles.predictionScore, 'prediction score');
  add(roles.actualLabel, 'actual label');
  add(roles.actualScore, 'actual score');
  addEmbedding(roles.prompt, isCorpus ? 'document' : 'prompt');
  addEmbedding(roles.response, 'response');
  add(roles.responseText, 'response');
  roles.embeddings.forEach(each => addEmbedding(each, JSON.stringify(each.name)));
  roles.features.forEach(name => add(name, 'feature'));
  roles.tags.forEach(name => add(name, 'tag'));
  return words;
}

export function kindOf(
  { name, batch }: Column,
  roles: DatasetRoles,
  isVector: boolean
): ColumnKind {
  const links = [roles.prompt, roles.response, ...roles.embeddings].map(
    each => each?.linkToDataColumnName
  );
  return isVector ? 'vector' : links.includes(name) ? 'link' : kindOfType(batch.type);
}

function kindOfType(type: DataType): ColumnKind {
  if (isDictionary(type)) {
    return kindOfType(type.dictionary);
  }
  if (isList(type)) {
    return 'list';
  }
  switch (type.typeId) {
    case Type.Bool:
      return 'boolean';
    case Type.Int:
    case Type.Float:
    case Type.Decimal:
      return 'number';
    case Type.Timestamp:
    case Type.Date:
    case Type.Time:
      return 'time';
    default:
      return 'text';
  }
}
