import {
  Column,
  fixedSizeList,
  float32,
  float64,
  Table,
  timestamp,
  TimeUnit,
  type Field
} from '@uwdata/flechette';
import { toArrowFile } from '../../arrow/arrow-file.ts';
import { createBatch, type AnyBatch } from '../../arrow/batches.ts';
import { createBitmap, setBit } from '../../arrow/bitmap.ts';
import { createTextBatch } from '../../arrow/create-text-batch.ts';
import type { DatasetSchema } from '../../contract/schema.ts';
import type { SpanVector, VectorPage } from '../../traces/vector-page.ts';

/** Embeddings that one data set gets; spans of more models than this are a mixture, not a map. */
const MOST_EMBEDDINGS = 8;
/** Every embedding has room for every row: numbers in all of them together. */
const MAX_NUMBERS = 2 ** 28;
const MAX_NS = 2n ** 63n - 1n;

interface Group {
  name: string;
  column: string;
  length: number;
  count: number;
}

interface VectorDataset {
  file: Uint8Array<ArrayBuffer>;
  schema: DatasetSchema;
  rowCount: number;
  /** Names of the embeddings, the one with most vectors first. */
  embeddings: string[];
}

/**
 * A data set whose rows are the vectors of spans: one embedding for each model and length, the text, and what the span says of itself. A row's id is
 * trace, span and place, so that a point leads back to its span.
 */
export function buildVectorDataset(pages: readonly VectorPage[]): VectorDataset {
  const groups = listGroups(pages);
  const documents = new Set(pages.flatMap(page => page.documents));
  const groupOf = new Map(groups.map(group => [keyOf(group.model, group.length), group]));
  const rows = pages
    .flatMap(({ vectors }) => vectors)
    .filter(({ model, length }) => groupOf.has(keyOf(model, length)));
  const batches = new Map<string, AnyBatch>();
  const addText = (name: string, read: (row: SpanVector) => string | null) =>
    batches.set(
      name,
      createTextBatch(rows.length, i => (rows[i] ? read(rows[i]) : null))
    );
  addText('id', ({ traceId, spanId, position }) => `${traceId}/${spanId}/${position}`);
  addText('text', ({ text }) => text);
  addText('role', ({ isQuery, text }) =>
    isQuery ? 'query' : text !== null && documents.has(text) ? 'document' : 'other'
  );
  addText('name', ({ name }) => name);
  addText('span_kind', ({ kind }) => kind);
  addText('llm.model_name', ({ model }) => model);
  addText('status_code', ({ statusCode }) => statusCode);
  addText('project', ({ project }) => project);
  addText('session.id', ({ sessionId }) => sessionId);
  addText('context.trace_id', ({ traceId }) => traceId);
  addText('context.span_id', ({ spanId }) => spanId);
  batches.set('latency_ms', numberBatch(rows));
  batches.set('start_time', timeBatch(rows));
  for (const group of groups) {
    batches.set(group.column, vectorBatch(pages, rows.length, group, groupOf));
  }
  const fields = [...batches].map(([name, { type }]): Field => ({
    name,
    type,
    nullable: true,
    metadata: new Map()
  }));
  const table = new Table(
    { fields },
    [...batches.values()].map(batch => new Column([batch]))
  );
  return {
    file: toArrowFile(table),
    schema: {
      predictionIdColumnName: 'id',
      timestampColumnName: 'start_time',
      featureColumnNames: ['latency_ms', 'role', 'name', 'span_kind', 'status_code'],
      tagColumnNames: [
        'llm.model_name',
        'project',
        'session.id',
        'context.trace_id',
        'context.span_id'
      ],
      embeddingFeatures: groups.map(({ name, column }) => ({
        name,
        vectorColumnName: column,
        rawDataColumnName: 'text'
      }))
    },
    rowCount: rows.length,
    embeddings: groups.map(({ name }) => name)
  };
}

function keyOf(model: string | null, length: number): string {
  return JSON.stringify([model, length]);
}

/** Vectors can be compared when one model made them and they are equally long. */
function listGroups(pages: readonly VectorPage[]): (Group & { model: string | null })[] {
  const counts = new Map<string, { model: string | null; length: number; count: number }>();
  for (const { vectors } of pages) {
    for (const { model, length } of vectors) {
      const key = keyOf(model, length);
      const known = counts.get(key) ?? { model, length, count: 0 };
      known.count++;
      counts.set(key, known);
    }
  }
  const rowCount = pages.reduce((sum, { vectors }) => sum + vectors.length, 0);
  let numbers = 0;
  const largest = [...counts.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_EMBEDDINGS)
    .filter(({ length }, i) => {
      numbers += rowCount * length;
      return i === 0 || numbers <= MAX_NUMBERS;
    });
  return largest.map(({ model, length, count }, i) => {
    const plain = model ?? 'vectors';
    const isOnly = largest.every((other, j) => j === i || (other.model ?? 'vectors') !== plain);
    const name = isOnly ? plain : `${plain} (${length})`;
    return { name, column: `vector ${name}`, length, count, model };
  });
}

function numberBatch(rows: readonly SpanVector[]): AnyBatch {
  const values = Float64Array.from(rows, ({ latencyMs }) => latencyMs ?? NaN);
  return createBatch({ type: float64(), length: rows.length, values });
}

/** Times that 64 bits of nanoseconds do not reach are missing. */
function timeBatch(rows: readonly SpanVector[]): AnyBatch {
  const values = new BigInt64Array(rows.length);
  const validity = createBitmap(rows.length);
  let nullCount = 0;
  rows.forEach(({ startNs }, row) => {
    if (startNs > MAX_NS) {
      nullCount++;
    } else {
      values[row] = startNs;
      setBit(validity, row);
    }
  });
  const type = timestamp(TimeUnit.NANOSECOND, 'UTC');
  return createBatch({ type, length: rows.length, values, nullCount, validity });
}

function vectorBatch(
  pages: readonly VectorPage[],
  rowCount: number,
  group: Group,
  groupOf: ReadonlyMap<string, Group>
): AnyBatch {
  const { length } = group;
  const values = new Float32Array(rowCount * length);
  const validity = createBitmap(rowCount);
  let row = 0;
  for (const page of pages) {
    let at = 0;
    for (const vector of page.vectors) {
      const own = groupOf.get(keyOf(vector.model, vector.length));
      if (own === group) {
        values.set(page.values.subarray(at, at + length), row * length);
        setBit(validity, row);
      }
      at += vector.length;
      row += own ? 1 : 0;
    }
  }
  return createBatch({
    type: fixedSizeList(float32(), length),
    length: rowCount,
    nullCount: rowCount - group.count,
    validity,
    children: [createBatch({ type: float32(), length: values.length, values })]
  });
}
