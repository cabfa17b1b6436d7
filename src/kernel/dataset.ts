import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { Column, nullType, Table, type Field } from '@uwdata/flechette';
import type { DatasetSchema } from '../contract/schema.ts';
import { createBatch, type AnyBatch } from '../arrow/batches.ts';
import { toArrowFile } from '../arrow/arrow-file.ts';
import { parseRoles, type ParsedRoles } from '../inferences/parse-roles.ts';
import { readAllVectors } from '../inferences/read-all-vectors.ts';
import { findReservedNames, findSchemaFaults } from '../inferences/validate-schema.ts';
import type { VectorColumn } from '../inferences/vectors.ts';
import { DatasetError } from './errors.ts';
import { show, unknown } from './nearest.ts';
import { errnoOf } from './platform.ts';
import { schema as toSchema, toWire, type Schema, type SchemaFields } from './schema.ts';
import { openArrow, readFrame, withoutIndex, type Frame, type TableData } from './tables/frame.ts';
import { readCsv } from './tables/read-csv.ts';
import { readParquet } from './tables/read-parquet.ts';

const MAX_NAME_LENGTH = 500;
/** A column of this name tells the server how many rows there are when there is no other. */
const RESERVED_COLUMN = 'prediction_id';
const ENDINGS = ['.csv', '.parquet', '.arrow', '.feather'];

/**
 * Rows to look at, and what their columns mean.
 *
 * Data may be an Arquero table (as it is filtered and ordered), an Arrow table of flechette, Arrow IPC bytes, an array of
 * objects, or an object of columns. Arrow types are kept bit for bit, also of rows that came from `session.exports`; cells of
 * JavaScript become int64 (whole numbers and bigint), float64, text, booleans, timestamps in UTC, bytes and lists. Later changes
 * to arrays that were handed over are not seen once the data set is made.
 *
 * @throws DatasetError when data and schema do not fit: `faults` has one sentence per fault.
 */
export class Dataset {
  /** The given name; empty when there is none. */
  readonly name: string;
  readonly schema: Schema;
  readonly rowCount: number;
  /** Columns that the schema keeps, in the user's order. */
  readonly columnNames: readonly string[];
  readonly #wire: DatasetSchema;
  readonly #vectorLengths: ReadonlyMap<string, number>;
  readonly #bytes: Uint8Array<ArrayBuffer>;

  constructor(data: TableData, schema: SchemaFields = {}, name = '') {
    this.name = checkName(name);
    this.schema = toSchema(schema);
    this.#wire = toWire(this.schema);
    const frame = readFrame(data);
    const { kept, roles, warnings } = parseRoles(this.#wire, frame.names);
    const columns = readColumns(frame, kept, roles);
    check(findSchemaFaults(this.#wire, listFields(frame, columns)));
    const vectors = readVectors(this.#wire, roles, columns, frame.rowCount);
    warnings.forEach(text => {
      console.warn(`PhoenixWarning: ${text}`);
    });
    this.rowCount = frame.rowCount;
    this.columnNames = kept;
    this.#vectorLengths = new Map(
      [...vectors].map(([column, { length }]) => [labelOf(column, roles), length])
    );
    this.#bytes = toArrowFile(toTable(frame, columns));
  }

  /**
   * Data from a file: `.csv` with a header, `.parquet`, `.arrow` or `.feather` (uncompressed).
   *
   * @throws DatasetError when it cannot be read, or data and schema do not fit.
   */
  static async fromFile(path: string, schema: SchemaFields = {}, name = ''): Promise<Dataset> {
    if (typeof (path as unknown) !== 'string') {
      throw new DatasetError([`Cannot read ${show(path)} as a file: its path is text`]);
    }
    const ending = extname(path).toLowerCase();
    if (!ENDINGS.includes(ending)) {
      throw unknown('kind of file', ending || basename(path), ENDINGS, 'dataset/unreadable');
    }
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = new Uint8Array(await readFile(path));
    } catch (error) {
      throw new DatasetError(
        [
          `Cannot read "${path}": ${errnoOf(error) === 'ENOENT' ? 'there is no such file' : String(error)}`
        ],
        {
          code: 'dataset/unreadable',
          cause: error
        }
      );
    }
    if (ending === '.csv') {
      return new Dataset(readCsv(new TextDecoder().decode(bytes)), schema, name);
    }
    const table =
      ending === '.parquet' ? await readParquet(bytes, path) : openArrow(bytes, `"${path}"`);
    return new Dataset(table, schema, name);
  }

  /** Numbers per vector, by `prompt`, `response` and quoted display name. @internal */
  get vectorLengths(): ReadonlyMap<string, number> {
    return this.#vectorLengths;
  }

  /** The roles under the names of the wire. @internal */
  get wire(): DatasetSchema {
    return this.#wire;
  }

  /** One Arrow IPC file. @internal */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes;
  }

  toString(): string {
    const rows = `${this.rowCount.toLocaleString('en')} row${this.rowCount === 1 ? '' : 's'}`;
    return `<Dataset${this.name === '' ? '' : ` "${this.name}"`} ${rows} × ${this.columnNames.length} columns>`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  [Symbol.for('Deno.customInspect')](): string {
    return this.toString();
  }
}

function checkName(name: unknown): string {
  if (typeof name !== 'string') {
    throw new DatasetError([`Cannot call a data set ${show(name)}: a name is text`]);
  }
  if (name.length > MAX_NAME_LENGTH) {
    throw new DatasetError([
      `Cannot use a name of ${name.length} characters: at most ${MAX_NAME_LENGTH} are allowed`
    ]);
  }
  return name;
}

function check(faults: readonly string[]): void {
  if (faults.length > 0) {
    throw new DatasetError(faults);
  }
}

/** Vector columns of the roles, in the order in which faults are told. */
function listVectors({ embeddings, prompt, response }: ParsedRoles): string[] {
  return [...embeddings, prompt, response].flatMap(each => (each ? [each.vectorColumnName] : []));
}

function readColumns(
  frame: Frame,
  kept: readonly string[],
  roles: ParsedRoles
): Map<string, AnyBatch> {
  const vectors = new Set(listVectors(roles));
  return new Map(
    kept.map(name => [name, vectors.has(name) ? frame.vectorsOf(name) : frame.batchOf(name)])
  );
}

/** Fields of the whole frame; columns that nobody asked for have no type, and nobody asks for it. */
function listFields({ names }: Frame, columns: ReadonlyMap<string, AnyBatch>): Field[] {
  return names.map(name => ({
    name,
    type: columns.get(name)?.type ?? nullType(),
    nullable: true,
    metadata: new Map()
  }));
}

function readVectors(
  wire: DatasetSchema,
  roles: ParsedRoles,
  columns: ReadonlyMap<string, AnyBatch>,
  rowCount: number
): Map<string, VectorColumn> {
  const absent = createBatch({ type: nullType(), length: rowCount, nullCount: rowCount });
  const { vectors, faults, promptFaults } = readAllVectors(
    { ...roles, features: [], tags: [] },
    name => columns.get(name) ?? absent
  );
  check([...findReservedNames(wire), ...faults]);
  check(promptFaults);
  return vectors;
}

function labelOf(column: string, { embeddings, prompt, response }: ParsedRoles): string {
  const named = embeddings.find(({ vectorColumnName }) => vectorColumnName === column);
  if (named) {
    return `"${named.name}"`;
  }
  return prompt?.vectorColumnName === column ? 'prompt' : response ? 'response' : column;
}

/** Every column in one piece. */
function toTable(frame: Frame, columns: ReadonlyMap<string, AnyBatch>): Table {
  const batches = new Map(columns);
  if (batches.size === 0) {
    batches.set(
      RESERVED_COLUMN,
      createBatch({ type: nullType(), length: frame.rowCount, nullCount: frame.rowCount })
    );
  }
  const names = [...batches.keys()];
  const children = [...batches.values()].map(batch => new Column([batch]));
  return new Table(
    {
      fields: names.map((name, i): Field => ({
        name,
        type: children[i]?.type ?? nullType(),
        nullable: true,
        metadata: new Map()
      })),
      metadata: withoutIndex(frame.metadata, names)
    },
    children
  );
}
