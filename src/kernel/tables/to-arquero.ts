import { fromArrow, type ColumnTable } from 'arquero';
import { Column, int32, Table, tableFromIPC, Type } from '@uwdata/flechette';
import { createBatch, extrasOf, isDictionary, type AnyBatch } from '../../arrow/batches.ts';
import { joinBatches } from '../../arrow/gather.ts';

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Columns of Arrow behind columns of Arquero that do not show them. */
const sources = new WeakMap<object, Column<unknown>>();

/**
 * Arrow IPC, file or stream, as an Arquero table: timestamps and dates as Date, 64-bit integers as numbers where a double holds
 * every one of the column and as bigint where not, categories as their values. The Arrow columns stay behind it, so that rows
 * of it are handed over again exactly as they came.
 */
export function toArquero(bytes: Uint8Array): ColumnTable {
  const plain = tableFromIPC(bytes, { useDate: true });
  const exact = tableFromIPC(bytes, { useDate: true, useBigInt: true });
  const children = plain.children.map((column, i) =>
    column.data.some(isBeyondDoubles) ? (exact.children[i] ?? column) : column
  );
  const shown = children.map(column => (isDictionary(column.type) ? widenKeys(column) : column));
  const table = fromArrow(new Table(plain.schema, shown) as never);
  const columns = table.data() as Record<string, object>;
  plain.schema.fields.forEach(({ name }, i) => {
    const [column, source] = [columns[name], children[i]];
    if (column && source) {
      sources.set(column, source);
    }
  });
  return table;
}

/** Whether a 64-bit integer, in a list or not, is one that a double cannot hold; flechette would refuse it when it is read. */
function isBeyondDoubles({ type, values, children }: AnyBatch): boolean {
  const isWhole = type.typeId === Type.Int || type.typeId === Type.Duration;
  if (isWhole && (values instanceof BigInt64Array || values instanceof BigUint64Array)) {
    return (values as BigInt64Array).some(value => value > MAX_SAFE || value < -MAX_SAFE);
  }
  return ((children as AnyBatch[] | undefined) ?? []).some(isBeyondDoubles);
}

/** One batch with 32-bit keys: Arquero gives missing rows a key after the last, for which 8 bits may be too few. */
function widenKeys(column: Column<unknown>): Column<unknown> {
  const batch = joinBatches(column);
  if (!isDictionary(batch.type)) {
    return column;
  }
  const { length, nullCount, validity } = batch;
  const wide = createBatch({
    type: { ...batch.type, indices: int32() },
    length,
    nullCount,
    validity,
    values: Int32Array.from(batch.values as ArrayLike<number | bigint>, Number),
    dictionary: extrasOf(batch).dictionary ?? new Column<unknown>([])
  });
  return new Column([wide]);
}

/** The Arrow column behind a column of an Arquero table; undefined when there is none. */
export function sourceOf(column: unknown): Column<unknown> | undefined {
  if (typeof column !== 'object' || column === null) {
    return undefined;
  }
  return sources.get(column) ?? (isArrowColumn(column) ? column : undefined);
}

/** Whether it is a column of flechette, of whichever copy of it. */
export function isArrowColumn(column: object): column is Column<unknown> {
  const { type, data } = column as { type?: { typeId?: unknown }; data?: unknown };
  return (
    typeof type?.typeId === 'number' &&
    Array.isArray(data) &&
    data.every(batch => typeof batch === 'object' && batch !== null && 'nullCount' in batch)
  );
}
