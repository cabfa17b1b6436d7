import type { TraceStore } from '../trace-store.ts';
import type { Deletion } from './delete-traces.ts';
import { SqliteReader, SqliteWriter, type SqliteOptions } from './sqlite-store.ts';

export interface SqliteStore extends TraceStore {
  /** Makes the columns of attributes that are missing, of blocks that still change, too. */
  makeColumns: () => Promise<void>;
}

/** A store in one file, in the calling thread: every call blocks it. */
export function openSqliteStore(options: SqliteOptions): SqliteStore {
  const writer = new SqliteWriter(options);
  const reader = new SqliteReader(options, writer.table);
  // An async function turns what is thrown into a rejection.
  const later =
    <Arguments extends unknown[], Result>(work: (...given: Arguments) => Result) =>
    async (...given: Arguments): Promise<Result> =>
      Promise.resolve(work(...given));
  return {
    write: later(spans => writer.write(spans)),
    deleteTraces: later(choice => finish(writer.deleteTraces(choice))),
    deleteProject: later(name => finish(writer.deleteProject(name))),
    prune: later((retention, now) => finish(writer.prune(retention, now))),
    copyTo: later(path => writer.copyTo(path)),
    makeColumns: later(() => {
      for (let order = writer.orderColumns({ isFirst: true, isAll: true }); order;) {
        writer.keepColumns(order, reader.gatherColumns(order));
        order = writer.orderColumns({ isFirst: false, isAll: true });
      }
    }),
    listSpans: later(query => reader.listSpans(query)),
    listTraces: later(query => reader.listTraces(query)),
    listSessions: later(query => reader.listSessions(query)),
    summarise: later(scope => reader.summarise(scope)),
    countSpans: later(scope => reader.countSpans(scope)),
    listRows: later(scope => reader.listRows(scope)),
    readVectors: later(rows => reader.readVectors(rows)),
    readCard: later(query => reader.readCard(query)),
    readTrace: later(traceId => reader.readTrace(traceId)),
    readSpan: later((traceId, spanId) => reader.readSpan(traceId, spanId)),
    findInTrace: later((traceId, text) => reader.findInTrace(traceId, text)),
    readFrame: later(query => reader.readFrame(query)),
    listProjects: later(() => reader.listProjects()),
    listAttributes: later(project => reader.listAttributes(project)),
    listValues: later((path, project) => reader.listValues(path, project)),
    [Symbol.asyncDispose]: later(() => {
      reader.close();
      writer.close();
    })
  };
}

function finish(deletion: Deletion): number {
  let step = deletion.next();
  while (step.done !== true) {
    step = deletion.next();
  }
  return step.value;
}
