import type { Metadata } from '@uwdata/flechette';
import type { EmbeddingColumns } from '../contract/schema.ts';
import type { DatasetRole } from '../contract/session.ts';
import type { Column } from './column.ts';
import type { TimeValues } from './normalize-times.ts';
import type { AllVectors } from './read-all-vectors.ts';
import type { VectorColumn } from './vectors.ts';

/** The roles of the columns that are left after parsing (§2.5); id and time are always there (§2.6). */
export interface DatasetRoles {
  predictionId: string;
  timestamp: string;
  predictionLabel: string | null;
  predictionScore: string | null;
  actualLabel: string | null;
  actualScore: string | null;
  features: readonly string[];
  tags: readonly string[];
  /** The query of a primary or reference row, the document of a corpus row. */
  prompt: EmbeddingColumns | null;
  response: EmbeddingColumns | null;
  /** A response given as plain text column. */
  responseText: string | null;
  embeddings: readonly ({ name: string } & EmbeddingColumns)[];
}

/**
 * A data set after validation, parsing and normalisation (§2.5–2.7). Columns stay in the buffers they came in;
 * a row is a position after sorting by time, and `order` leads from it to the position in the source frame.
 */
export interface LoadedDataset {
  readonly role: DatasetRole;
  /** The user's name, else the role. */
  readonly name: string;
  readonly file: string;
  readonly rowCount: number;
  readonly roles: DatasetRoles;
  /** Columns of the normalised frame, in its order, by name. */
  readonly columns: ReadonlyMap<string, Column>;
  /** Metadata of the Arrow schema, pandas' block among it. */
  readonly metadata: Metadata | null;
  /** Vector columns by column name; list-valued features and tags of one length are among them. */
  readonly vectors: ReadonlyMap<string, VectorColumn>;
  /** Source position of each row; null when the source is in order already. */
  readonly order: Uint32Array | null;
  /** Unix milliseconds of each row, ascending (fractions floored to microseconds); NaN, at the end, for no time. */
  readonly times: Float64Array;
  /** Rows at the end of `times` that have none. */
  readonly rowsWithoutTime: number;
  readonly warnings: readonly string[];
  /** Bytes held: the source and what was made from it. */
  readonly byteLength: number;
  readonly preparation: Preparation;
}

/** What opening a data set found out by reading its cells: plain data in shared memory, for other threads that open the same bytes. */
export interface Preparation {
  readonly read: AllVectors;
  readonly times: TimeValues;
  readonly order: Uint32Array | null;
  readonly milliseconds: Float64Array;
}
