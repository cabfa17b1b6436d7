import type { CardQuery, CellCard } from '../contract/cell-card.ts';
import type { Span } from '../contract/span.ts';
import type {
  AttributeKey,
  Page,
  Project,
  Retention,
  SessionRow,
  SessionsQuery,
  SpanChoice,
  SpanCount,
  SpanDetail,
  SpanRow,
  SpanScope,
  SpansQuery,
  TraceDetail,
  TraceRow,
  TraceSummary,
  TracesQuery,
  FrameQuery,
  FoundSpan
} from '../contract/traces.ts';
import type { VectorPage } from './vector-page.ts';

/** What became of a batch. */
export interface WriteResult {
  /** Spans that were not there before. */
  added: number;
  /** Running spans that a later version replaced. */
  replaced: number;
  /** Spans that were there already, ended. */
  known: number;
}

/**
 * Spans, kept. Every implementation passes the suite in `testing/trace-store-suite.ts`. A key is trace id and span id: of a span that comes again, the
 * version that has ended stays, otherwise the later one. Methods reject with Failure for filters and times that cannot be read, for traces and spans that
 * are not there, and for a disk that is full.
 */
export interface TraceStore extends AsyncDisposable {
  /** Resolves when the spans are on disk, all of them; rejects when none is. */
  write(spans: readonly Span[]): Promise<WriteResult>;
  listSpans(query: SpansQuery): Promise<Page<SpanRow>>;
  listTraces(query: TracesQuery): Promise<Page<TraceRow>>;
  listSessions(query: SessionsQuery): Promise<Page<SessionRow>>;
  summarise(scope: SpanScope): Promise<TraceSummary>;
  countSpans(scope: SpanScope): Promise<SpanCount>;
  /** Names of the spans of a scope, newest first, that only this store understands. */
  listRows(scope: SpanScope): Promise<Float64Array>;
  /** Vectors of some of them; those that have gone meanwhile are left out. */
  readVectors(rows: Float64Array): Promise<VectorPage>;
  /** What the traces of one execution of a cell are and did. */
  readCard(query: CardQuery): Promise<CellCard>;
  readTrace(traceId: string): Promise<TraceDetail>;
  readSpan(traceId: string, spanId: string): Promise<SpanDetail>;
  /** Spans of a trace that hold a text in their name, attributes, status or events, whatever its case. */
  findInTrace(traceId: string, text: string): Promise<FoundSpan[]>;
  /** Bytes of an Arrow IPC stream (§3), newest span first. */
  readFrame(query: FrameQuery): Promise<Uint8Array<ArrayBuffer>>;
  listProjects(): Promise<Project[]>;
  listAttributes(project?: string): Promise<AttributeKey[]>;
  /** Values of an attribute or a field, most frequent first; for completions. */
  listValues(path: string, project?: string): Promise<string[]>;
  /** Deletes whole traces that hold a span of the choice; returns how many. */
  deleteTraces(choice: SpanChoice): Promise<number>;
  deleteProject(name: string): Promise<number>;
  /** Deletes the oldest traces until the rule holds; returns how many. */
  prune(retention: Retention, now: Date): Promise<number>;
  /** One file that holds everything, consistent, while others write on. */
  copyTo(path: string): Promise<void>;
}
