import { field as createField } from '@uwdata/flechette';
import type { DatasetSchema } from '../contract/schema.ts';
import type { DatasetRole, DatasetSource } from '../contract/session.ts';
import { storageOf, type Column } from './column.ts';
import { DatasetError } from './dataset-error.ts';
import type { LoadedDataset, Preparation } from './dataset.ts';
import { fingerprint } from './fingerprint.ts';
import { readFrame, type Frame } from './frame.ts';
import { normalizeIds } from './normalize-ids.ts';
import {
  createTimes,
  normalizeTimes,
  repeatTime,
  toMilliseconds,
  type Times
} from './normalize-times.ts';
import { readPandasColumns } from './pandas-columns.ts';
import { parseRoles, type Parsed, type ParsedRoles } from './parse-roles.ts';
import { readAllVectors } from './read-all-vectors.ts';
import { shareArray } from './share-array.ts';
import { sortByTime } from './sort-by-time.ts';
import { findReservedNames, findSchemaFaults } from './validate-schema.ts';

export interface OpenOptions {
  /** The time of rows in data that has no times; default: now. */
  now?: Date;
  /** What another thread found out about the same bytes: opening them then reads no cell and copies nothing. */
  prepared?: Preparation;
}

/**
 * Opens a data set: validation, parsing, normalization (§2.5–2.7). Columns and vectors stay where they lie in `bytes`
 * (an Arrow IPC file or stream, possibly shared memory), which must not change afterwards.
 * Throws DatasetError with one sentence per fault of the first group of checks that fails.
 */
export function openDataset(
  bytes: ArrayBuffer | SharedArrayBuffer,
  source: DatasetSource,
  role: DatasetRole,
  { now = new Date(), prepared }: OpenOptions = {}
): LoadedDataset {
  const frame = readFrame(bytes, source.file);
  const names = frame.fields.map(({ name }) => name);
  check(findSchemaFaults(source.schema, frame.fields));
  const parsed = parseRoles(source.schema, names);
  const read = prepared?.read ?? readAllVectors(parsed.roles, name => frame.batchOf(name));
  check([...findReservedNames(source.schema), ...read.faults]);
  check(read.promptFaults);
  const times = prepared ? createTimes(prepared.times) : readTimes(parsed.roles, frame, now);
  const { order, milliseconds } = prepared ?? arrange(times);
  const roles = {
    ...parsed.roles,
    predictionId: parsed.roles.predictionId ?? freeName('prediction_id', parsed.kept),
    timestamp: parsed.roles.timestamp ?? freeName('timestamp', parsed.kept)
  };
  const name = source.name ?? role;
  return {
    role,
    name,
    file: source.file,
    rowCount: frame.rowCount,
    roles,
    columns: createColumns(frame, parsed, roles, times, order, fingerprint(bytes, role)),
    metadata: frame.metadata,
    vectors: read.vectors,
    order,
    times: milliseconds,
    rowsWithoutTime: times.missingCount,
    warnings: [
      ...parsed.warnings,
      ...read.warnings,
      ...warnOfTimes(source.schema, parsed, roles.timestamp, times.missingCount)
    ].map(warning => `${name}: ${warning}`),
    byteLength: countBytes(bytes, frame, read.vectors.values(), order),
    preparation: prepared ?? { read, times: shareTimes(times), order, milliseconds }
  };
}

function arrange(times: Times): Pick<Preparation, 'order' | 'milliseconds'> {
  const order = sortByTime(times.values, times.present);
  return {
    order: order && shareArray(order),
    milliseconds: shareArray(toMilliseconds(times, order))
  };
}

function shareTimes({ values, unit, present, missingCount }: Times): Preparation['times'] {
  return { values, unit, present: shareArray(present), missingCount };
}

function check(faults: readonly string[]): void {
  if (faults.length > 0) {
    throw new DatasetError(faults);
  }
}

function readTimes({ timestamp }: ParsedRoles, frame: Frame, now: Date): Times {
  if (timestamp === null) {
    return inSharedMemory(repeatTime(now, frame.rowCount));
  }
  try {
    return inSharedMemory(normalizeTimes(timestamp, frame.batchOf(timestamp)));
  } catch (error) {
    if (error instanceof TypeError) {
      throw new DatasetError([error.message], { cause: error });
    }
    throw error;
  }
}

function inSharedMemory(times: Times): Times {
  const values = shareArray(times.values);
  return values === times.values ? times : createTimes({ ...times, values });
}

/** `base`, or a name like it that no column of the user has. */
function freeName(base: string, taken: readonly string[]): string {
  let name = base;
  for (let i = 1; taken.includes(name); i++) {
    name = i === 1 ? `${base}_generated` : `${base}_generated_${i}`;
  }
  return name;
}

/** The normalized frame: what survived, in order, then generated ids and times (§2.6). */
function createColumns(
  frame: Frame,
  { kept, roles: declared }: Parsed,
  roles: { predictionId: string; timestamp: string },
  times: Times,
  order: Uint32Array | null,
  seed: number
): Map<string, Column> {
  const pandas = readPandasColumns(frame.metadata);
  const fieldByName = new Map(frame.fields.map(field => [field.name, field]));
  const columns = new Map<string, Column>();
  for (const name of kept) {
    const batch = frame.batchOf(name);
    const field = fieldByName.get(name) ?? createField(name, batch.type);
    columns.set(name, {
      name,
      field,
      batch,
      storage: storageOf(field, batch.nullCount, pandas.get(name)?.numpy_type),
      order
    });
  }
  const ids = declared.predictionId === null ? undefined : frame.batchOf(declared.predictionId);
  columns.set(
    roles.predictionId,
    createLazyColumn(roles.predictionId, order, () => normalizeIds(ids, frame.rowCount, seed))
  );
  columns.set(roles.timestamp, {
    name: roles.timestamp,
    field: createField(roles.timestamp, times.batch.type),
    batch: times.batch,
    storage: 'datetime',
    order
  });
  return columns;
}

/** A text column that is made when it is first read: a million ids take a quarter of a second that a launch need not wait for. */
function createLazyColumn(
  name: string,
  order: Uint32Array | null,
  create: () => Column['batch']
): Column {
  let batch: Column['batch'] | undefined;
  const read = () => (batch ??= create());
  return {
    name,
    storage: 'object',
    order,
    get batch() {
      return read();
    },
    get field() {
      return createField(name, read().type);
    }
  };
}

function warnOfTimes(
  schema: DatasetSchema,
  { kept }: Parsed,
  timeName: string,
  missingCount: number
): string[] {
  const warnings: string[] = [];
  if (missingCount > 0) {
    warnings.push(
      `${missingCount} ${missingCount === 1 ? 'row has' : 'rows have'} no time: ${missingCount === 1 ? 'it is' : 'they are'} in no time range, but counted, drawn and exported`
    );
  }
  if (schema.timestampColumnName === undefined && kept.includes('timestamp')) {
    warnings.push(
      `column "timestamp" is not the time of the rows, since the schema does not name it as timestamp: the time of loading is in ${JSON.stringify(timeName)}`
    );
  }
  return warnings;
}

function countBytes(
  bytes: ArrayBuffer | SharedArrayBuffer,
  frame: Frame,
  vectors: Iterable<{ values: ArrayBufferView }>,
  order: Uint32Array | null
): number {
  let total =
    bytes.byteLength + frame.copiedBytes() + frame.rowCount * 8 + (order?.byteLength ?? 0);
  for (const { values } of vectors) {
    total += values.buffer === bytes ? 0 : values.byteLength;
  }
  return total;
}
