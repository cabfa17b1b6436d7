import type { DatabaseSync } from 'node:sqlite';
import { FILTER_FUNCTIONS } from '../../filter/sql-functions.ts';

/** Grows when the tables change; a file of a later version is refused. */
export const SCHEMA_VERSION = 3;

/** Ids of attribute columns are that of the block times this, and that of the path: what belongs to a block lies together. */
export const PATH_IDS = 2 ** 20;
/** The attributes as a whole, whose id is 0: each block that has columns has one there. */
export const ROOT_PATH = '[]';

const COLUMNS = `
CREATE TABLE names (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE blocks (
  id INTEGER PRIMARY KEY,
  data BLOB NOT NULL
) STRICT;`;

const ATTRIBUTE_COLUMNS = `
CREATE TABLE attribute_paths (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO attribute_paths (id, path) VALUES (0, '${ROOT_PATH}');

CREATE TABLE attribute_columns (
  id INTEGER PRIMARY KEY,
  data BLOB NOT NULL
) STRICT;`;

/** What turns the tables of a version into those of the next. */
const STEPS = new Map([
  [1, `DROP INDEX spans_by_start; DROP INDEX spans_by_kind; DROP INDEX roots_by_start; ${COLUMNS}`],
  [2, ATTRIBUTE_COLUMNS]
]);

/**
 * Spans are narrow rows, so that tables and counts read little; what a span says in full lies apart in `bodies`.
 *
 * Times are microseconds since 1970, which JavaScript counts exactly, and the nanoseconds within (`_rest`). Times that a double cannot count are
 * clamped here and kept as text in `bodies.exact_times`.
 *
 * `is_root`: no parent, or one that has not come. `is_cut`: its parents lead back to itself, or are too many, so its sums go to none.
 * `sum_*`: the span's own numbers and those of everything below it.
 *
 * What filters, sorts and adds up is in memory as columns (`columns/`): indexes are there only to put spans together, and `blocks` keeps those columns.
 * `attribute_columns` keeps what the spans of a block have at one path of their attributes (`attribute-columns/`); it may miss any block.
 */
const TABLES = `
CREATE TABLE projects (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE traces (
  id INTEGER PRIMARY KEY,
  trace_id TEXT NOT NULL UNIQUE,
  project INTEGER NOT NULL,
  root INTEGER NOT NULL DEFAULT 0,
  session_id TEXT,
  user_id TEXT,
  start_us INTEGER NOT NULL,
  end_us INTEGER,
  spans INTEGER NOT NULL DEFAULT 0,
  running INTEGER NOT NULL DEFAULT 0,
  errors INTEGER NOT NULL DEFAULT 0,
  prompt REAL NOT NULL DEFAULT 0,
  completion REAL NOT NULL DEFAULT 0,
  total REAL NOT NULL DEFAULT 0,
  cost REAL
) STRICT;
CREATE INDEX traces_by_start ON traces (start_us, project);
CREATE INDEX traces_by_session ON traces (session_id, project) WHERE session_id IS NOT NULL;

CREATE TABLE spans (
  id INTEGER PRIMARY KEY,
  trace INTEGER NOT NULL,
  project INTEGER NOT NULL,
  span_id TEXT NOT NULL,
  parent_id TEXT,
  is_root INTEGER NOT NULL,
  is_cut INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  status_code TEXT NOT NULL,
  status_message TEXT NOT NULL,
  start_us INTEGER NOT NULL,
  start_rest INTEGER NOT NULL,
  end_us INTEGER,
  end_rest INTEGER,
  latency_us INTEGER,
  prompt_tokens REAL,
  completion_tokens REAL,
  total_tokens REAL,
  cost REAL,
  sum_prompt REAL NOT NULL,
  sum_completion REAL NOT NULL,
  sum_total REAL NOT NULL,
  sum_errors INTEGER NOT NULL,
  sum_cost REAL,
  model TEXT,
  session_id TEXT,
  user_id TEXT,
  documents INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX spans_by_key ON spans (trace, span_id);
CREATE INDEX spans_by_parent ON spans (trace, parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX roots_by_trace ON spans (trace, start_us) WHERE is_root = 1;

CREATE TABLE resources (
  id INTEGER PRIMARY KEY,
  attributes TEXT NOT NULL,
  scope_name TEXT NOT NULL,
  scope_version TEXT NOT NULL,
  UNIQUE (attributes, scope_name, scope_version)
) STRICT;

CREATE TABLE bodies (
  span INTEGER PRIMARY KEY,
  attributes TEXT NOT NULL,
  events TEXT,
  links TEXT,
  marks TEXT,
  exact_times TEXT,
  resource INTEGER NOT NULL
) STRICT;

${COLUMNS}

${ATTRIBUTE_COLUMNS}

CREATE TABLE annotations (
  id INTEGER PRIMARY KEY,
  trace INTEGER NOT NULL,
  span INTEGER,
  name TEXT NOT NULL,
  identifier TEXT NOT NULL DEFAULT '',
  score REAL,
  label TEXT,
  explanation TEXT
) STRICT;
CREATE UNIQUE INDEX annotations_by_key ON annotations (trace, ifnull(span, 0), name, identifier);
CREATE INDEX annotations_by_span ON annotations (span, name) WHERE span IS NOT NULL;
`;

/** Pages of the write-ahead log after which it is copied into the file: 32 MB. */
const CHECKPOINT_PAGES = 4_000;
/** Bodies are longer than a kilobyte: on larger pages fewer of them are cut in two. For new files. */
const PAGE_BYTES = 8192;

/**
 * Opens the tables, making them in a new file. `synchronous = FULL`: a transaction that has returned is on disk, whatever happens to the process or the power.
 * Throws RangeError for a file that a newer version wrote.
 */
export function prepareDatabase(db: DatabaseSync): void {
  db.exec(`
    PRAGMA page_size = ${PAGE_BYTES};
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA busy_timeout = 10000;
    PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
    PRAGMA cache_size = -8000;
    PRAGMA temp_store = MEMORY;
  `);
  addFunctions(db);
  const version = readVersion(db);
  if (version === 0) {
    db.exec(`BEGIN IMMEDIATE; ${TABLES} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
  } else {
    refuseLaterVersion(version);
    for (let each = version; each < SCHEMA_VERSION; each++) {
      db.exec(
        `BEGIN IMMEDIATE; ${STEPS.get(each) ?? ''} PRAGMA user_version = ${each + 1}; COMMIT`
      );
    }
  }
}

/** As {@link prepareDatabase}, for a connection that only reads, of a file that a writer has opened. */
export function prepareReader(db: DatabaseSync): void {
  db.exec('PRAGMA busy_timeout = 10000; PRAGMA cache_size = -4000; PRAGMA temp_store = MEMORY');
  addFunctions(db);
  refuseLaterVersion(readVersion(db));
}

/** What the SQL of filters calls. */
function addFunctions(db: DatabaseSync): void {
  const options = { deterministic: true, useBigIntArguments: true };
  // Filters hand over texts and numbers, never bytes, which Node's types allow for.
  FILTER_FUNCTIONS.forEach((run, name) => db.function(name, options, run as never));
}

function readVersion(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

function refuseLaterVersion(version: number): void {
  if (version > SCHEMA_VERSION) {
    throw new RangeError(
      `Cannot open the traces: the file has version ${version}, and this program reads ${SCHEMA_VERSION}`
    );
  }
}
