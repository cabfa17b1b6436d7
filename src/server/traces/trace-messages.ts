import type { FailureCode } from '../../contract/failures.ts';
import type { DeletionProgress, ModelPrice } from '../../contract/traces.ts';
import type { OtlpEncoding } from '../../otlp/encode-answer.ts';
import type { TableNews } from '../../traces/columns/span-table.ts';
import type { WriteResult } from '../../traces/trace-store.ts';
import type { SqliteReader, SqliteWriter } from '../../traces/sqlite/sqlite-store.ts';

/** What a thread is started with. */
export interface TraceThreadData {
  role: 'writer' | 'reader';
  path: string;
  prices: readonly ModelPrice[];
}

/** A request of an exporter, as it came in. */
export interface IngestAsk {
  body: Uint8Array;
  encoding: OtlpEncoding;
  compression: 'gzip' | 'deflate' | null;
  /** Of the request's header; wins over what the resource says. */
  project: string | null;
  maxBytes: number;
}

export interface IngestAnswer {
  /** The answer of OTLP, in the encoding of the request. */
  body: Uint8Array<ArrayBuffer>;
  added: number;
  replaced: number;
  rejected: number;
}

/** Calls of one class as messages: its methods by name. */
type Calls<Target> = {
  [Name in keyof Target]: Target[Name] extends (...given: infer Arguments) => infer Result
    ? { ask: Arguments; answer: Result }
    : never;
};

type Deletions = Pick<Calls<SqliteWriter>, 'deleteTraces' | 'deleteProject' | 'prune'>;

export type WriterCalls = Pick<Calls<SqliteWriter>, 'copyTo' | 'orderColumns' | 'keepColumns'> & {
  [Name in keyof Deletions]: { ask: Deletions[Name]['ask']; answer: number };
} & {
  /** Answered when the file is open; what the thread knows of it comes before. */
  open: { ask: []; answer: null };
  /** Spans as `pack-spans.ts` writes them: threads pass on no classes, and doubles are one. */
  writePacked: { ask: [string]; answer: WriteResult };
  stopDeletions: { ask: []; answer: null };
  ingest: { ask: [IngestAsk]; answer: IngestAnswer };
  close: { ask: []; answer: null };
};
export type ReaderCalls = Omit<Calls<SqliteReader>, 'close'> & { close: { ask: []; answer: null } };

export interface TraceCall {
  id: number;
  name: string;
  given: readonly unknown[];
  /** The answer is wanted as {@link JsonText}. */
  asJson: boolean;
}

/** What the writer's columns have that others must follow; it comes before the answer of the call that made it. */
export interface NewsMessage {
  news: TableNews;
}

/** How far the writer's deletions are. */
export interface DeletionMessage {
  deletion: DeletionProgress;
}

export type TraceMessage = TraceCall | NewsMessage;

/** A failure is plain data here, since threads pass on no classes. */
export type TraceReply = { id: number } & (
  | { answer: unknown }
  | {
      failure: {
        code: FailureCode;
        message: string;
        hint?: string;
        details?: readonly string[];
        at?: { from: number; to: number };
      };
    }
  | { fault: unknown }
);
