import {
  batchType,
  Batch,
  type Column,
  type DataType,
  type DictionaryType,
  type ExtractionOptions,
  type OffsetArray,
  type TypedArray,
  Type
} from '@uwdata/flechette';

/** Values leave Arrow undamaged: 64-bit integers, timestamps and decimals as bigint. */
export const EXACT: ExtractionOptions = {
  useBigInt: true,
  useBigIntTimestamp: true,
  useDecimalInt: true
};

const NO_BYTES = new Uint8Array(0);

/** What a batch is made of; which parts exist follows from the type (Arrow columnar format). */
export interface BatchParts {
  type: DataType;
  length: number;
  nullCount?: number;
  validity?: Uint8Array;
  values?: TypedArray;
  offsets?: OffsetArray;
  sizes?: OffsetArray;
  children?: Batch<unknown>[];
  /** Buffers of a view type. */
  data?: Uint8Array[];
  /** Type codes of a union. */
  typeIds?: Int8Array;
  dictionary?: Column<unknown>;
}

/** Parts that flechette's declarations keep to its subclasses. */
interface BatchExtras {
  data?: readonly Uint8Array[];
  typeIds?: Int8Array;
  dictionary?: Column<unknown>;
}

export type AnyBatch = Batch<unknown>;

export function extrasOf(batch: AnyBatch): BatchExtras {
  return batch as AnyBatch & BatchExtras;
}

interface Constructed {
  setDictionary?: (dictionary: Column<unknown>) => AnyBatch;
}

export function createBatch(parts: BatchParts): AnyBatch {
  const { type, dictionary } = parts;
  // The constructor depends on the type; each takes the parts its own type has.
  const Constructor = batchType(type, EXACT) as unknown as new (options: BatchParts) => AnyBatch;
  const batch = new Constructor({
    nullCount: 0,
    validity: NO_BYTES,
    values: NO_BYTES,
    ...parts
  });
  return dictionary === undefined
    ? batch
    : ((batch as Constructed).setDictionary?.(dictionary) ?? batch);
}

export function isDictionary(type: DataType): type is DictionaryType {
  return type.typeId === Type.Dictionary;
}

/** Whether the batch has a null at its own level and a bitmap that says where; null and union columns have none. */
export function hasNulls({ nullCount = 0, validity }: Partial<AnyBatch>): boolean {
  return nullCount > 0 && validity !== undefined && validity.length > 0;
}

/** One for the cell itself, and the items of its list on average. */
export function countCellsPerRow({ length = 0, children }: Partial<AnyBatch> = {}): number {
  return 1 + (children?.[0]?.length ?? 0) / Math.max(1, length);
}
