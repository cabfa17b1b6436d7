import { Failure } from '../contract/failures.ts';
import type { Card, Cell } from '../contract/rows.ts';
import { readCells, readNumbers, readTexts, type Column } from './column.ts';
import { rolesOf } from './column-roles.ts';
import { readCorrectness } from './correctness.ts';
import { describeLink } from './describe-link.ts';
import type { Model } from './model.ts';
import type { RowAddress } from './rows.ts';
import { findEmbedding } from './sample-points.ts';

function checkRow(model: Model, { dataset, row }: RowAddress): void {
  const rowCount = model.datasets[dataset]?.rowCount ?? 0;
  if (!Number.isInteger(row) || row < 0 || row >= rowCount) {
    throw new Failure(
      'row/unknown',
      `Cannot find row ${row} of ${dataset}: it has ${rowCount} rows, counted from 0`
    );
  }
}

/** Columns of the model by name, for one data set. */
function columnsOf(model: Model, { dataset }: RowAddress) {
  const { columns } = model.frames[dataset];
  return (name: string | null | undefined): Column | undefined =>
    typeof name === 'string' ? columns.get(name) : undefined;
}

/** The part of an embedding that a row's card shows: the document's for a corpus row. */
function findPart(model: Model, { dataset }: RowAddress, embedding: string | undefined) {
  const named = embedding === undefined ? undefined : findEmbedding(model, embedding);
  const [first] = model.embeddings;
  return (named ?? first)?.parts[dataset] ?? null;
}

/** The link of a row as the data gives it. Throws Failure `row/unknown` or `embedding/unknown`. */
export function readLink(model: Model, at: RowAddress, embedding?: string): string | null {
  checkRow(model, at);
  const link = findPart(model, at, embedding)?.link;
  return link ? readText(link, at.row) : null;
}

function readText(column: Column | undefined | null, row: number): string | null {
  return column ? readTexts(column)(row) : null;
}

function readScore(column: Column | undefined, row: number): number | null {
  const value = column ? readNumbers(column)(row) : NaN;
  return Number.isFinite(value) ? value : null;
}

/** What a point says when the pointer rests on it; without an embedding, the first one's text and link. */
export function readCard(model: Model, at: RowAddress, embedding?: string): Card {
  checkRow(model, at);
  const { dataset, row } = at;
  const columnOf = columnsOf(model, at);
  const roles = rolesOf(model, dataset);
  const part = findPart(model, at, embedding);
  const isCorpus = dataset === 'corpus';
  const time = columnOf(roles.timestamp);
  const document = isCorpus ? columnOf(roles.prompt?.rawDataColumnName) : undefined;
  return {
    dataset,
    row,
    id: readText(columnOf(roles.predictionId), row) ?? '',
    timestamp: time ? String(readCells(time)(row) ?? '') || null : null,
    text: readText(part?.text ?? document, row),
    link: describeLink(readLink(model, at, embedding), at, embedding),
    prompt: isCorpus ? null : readText(columnOf(roles.prompt?.rawDataColumnName), row),
    response: isCorpus
      ? null
      : readText(columnOf(roles.responseText ?? roles.response?.rawDataColumnName), row),
    predictionLabel: readText(columnOf(roles.predictionLabel), row),
    predictionScore: readScore(columnOf(roles.predictionScore), row),
    actualLabel: readText(columnOf(roles.actualLabel), row),
    actualScore: readScore(columnOf(roles.actualScore), row),
    correctness: readCorrectness(model, dataset)(row),
    dimensions: readDimensions(model, at)
  };
}

/** Features and tags, those that the data set lacks as missing; a corpus has its own. */
function readDimensions(model: Model, at: RowAddress): Card['dimensions'] {
  const columnOf = columnsOf(model, at);
  const read = (name: string): Cell => {
    const column = columnOf(name);
    return column ? readCells(column)(at.row) : null;
  };
  if (at.dataset === 'corpus') {
    const roles = rolesOf(model, 'corpus');
    return [
      ...roles.features.map(name => ({ name, type: 'feature' as const, value: read(name) })),
      ...roles.tags.map(name => ({ name, type: 'tag' as const, value: read(name) }))
    ];
  }
  return model.dimensions.flatMap(({ name, type }) =>
    type === 'feature' || type === 'tag' ? [{ name, type, value: read(name) }] : []
  );
}
