import { parentPort, workerData } from 'node:worker_threads';
import { Failure } from '../../contract/failures.ts';
import type { Span } from '../../contract/span.ts';
import { SpanTable, type TableNews } from '../../traces/columns/span-table.ts';
import type { Deletion } from '../../traces/sqlite/delete-traces.ts';
import { SqliteReader, SqliteWriter } from '../../traces/sqlite/sqlite-store.ts';
import { RestWatch } from '../free-memory.ts';
import { toJsonText } from '../json-text.ts';
import { DeletionRunner } from './deletion-runner.ts';
import { IngestQueue } from './ingest-queue.ts';
import { unpackSpans } from './pack-spans.ts';
import type { IngestAsk, TraceMessage, TraceThreadData } from './trace-messages.ts';

/** Pages hear of a deletion so often. */
const TELL_MS = 200;

/** A thread of the span store: the one that writes, or one that reads beside it. */
const port = parentPort;
if (!port) {
  throw new TypeError('Cannot run the trace worker in the main thread');
}
const { role, path, prices } = workerData as TraceThreadData;
const options = { path, prices };
const { answer, tell } = role === 'writer' ? openWriter() : openReader();
const rest = new RestWatch();

port.on('message', (message: TraceMessage) => {
  if ('news' in message) {
    tell(message.news);
    return;
  }
  const { id, name, given, asJson } = message;
  const reply = (words: { [Key in 'answer' | 'failure' | 'fault']?: unknown }) => {
    const frame = words.answer instanceof Uint8Array ? words.answer.buffer : undefined;
    port.postMessage({ id, ...words }, frame instanceof ArrayBuffer ? [frame] : []);
    rest.note();
  };
  const send = (value: unknown) => reply({ answer: asJson ? toJsonText(value) : value });
  const fail = (error: unknown) =>
    reply(error instanceof Failure ? { failure: toPlain(error) } : { fault: error });
  try {
    const answered = answer(name, given);
    if (answered instanceof Promise) {
      answered.then(send, fail);
    } else {
      send(answered);
    }
  } catch (error) {
    fail(error);
  }
});

interface Role {
  answer: (name: string, given: readonly unknown[]) => unknown;
  tell: (news: TableNews) => void;
}

function openWriter(): Role {
  const writer = new SqliteWriter(options);
  const { table } = writer;
  const send = (news: TableNews | undefined) => news && port?.postMessage({ news });
  table.takeNews();
  send(table.share());
  const write = (spans: readonly Span[]) => {
    const result = writer.write(spans);
    send(table.takeNews());
    return result;
  };
  const queue = new IngestQueue(write);
  const deletions = new DeletionRunner(deletion => port?.postMessage({ deletion }), TELL_MS);
  const finish = async (deletion: Deletion) => {
    try {
      return await deletions.run(deletion);
    } finally {
      send(table.takeNews());
    }
  };
  const answer: Role['answer'] = (name, given) => {
    switch (name) {
      case 'open':
        return null;
      case 'ingest':
        return queue.ingest(given[0] as IngestAsk);
      case 'writePacked':
        return write(unpackSpans(given[0] as string));
      case 'deleteTraces':
      case 'deleteProject':
      case 'prune':
        return finish(call(writer, name, given) as Deletion);
      case 'stopDeletions':
        deletions.stop();
        return null;
      case 'close':
        deletions.stop();
        return call(writer, name, given);
      default:
        return call(writer, name, given);
    }
  };
  return { answer, tell: () => undefined };
}

function openReader(): Role {
  const table = new SpanTable();
  const reader = new SqliteReader(options, table);
  return {
    answer: (name, given) => call(reader, name, given),
    tell: news => {
      table.adopt(news);
    }
  };
}

/** The names come from our own side, which is typed by the methods they stand for. */
function call(target: object, name: string, given: readonly unknown[]): unknown {
  const method = (target as Record<string, (...given: readonly unknown[]) => unknown>)[name];
  return method?.apply(target, [...given]) ?? null;
}

function toPlain({ code, message, hint, details, at }: Failure) {
  return {
    code,
    message,
    ...(hint !== undefined && { hint }),
    ...(details !== undefined && { details }),
    ...(at !== undefined && { at })
  };
}
