import { parentPort, workerData } from 'node:worker_threads';
import { Failure } from '../../contract/failures.ts';
import { SqliteReader, SqliteWriter } from '../../traces/sqlite/sqlite-store.ts';
import { IngestQueue } from './ingest-queue.ts';
import { unpackSpans } from './pack-spans.ts';
import type { IngestAsk, TraceMessage, TraceThreadData } from './trace-messages.ts';

/** A thread of the span store: the one that writes, or one that reads beside it. */
const port = parentPort;
if (!port) {
  throw new TypeError('Cannot run the trace worker in the main thread');
}
const { role, path, prices } = workerData as TraceThreadData;
const options = { path, prices };
const answer = role === 'writer' ? openWriter() : openReader();

port.on('message', ({ id, name, given }: TraceMessage) => {
  const reply = (words: { [Key in 'answer' | 'failure' | 'fault']?: unknown }) =>
    port.postMessage({ id, ...words });
  const fail = (error: unknown) =>
    reply(error instanceof Failure ? { failure: toPlain(error) } : { fault: error });
  try {
    const answered = answer(name, given);
    if (answered instanceof Promise) {
      answered.then(value => reply({ answer: value }), fail);
    } else {
      reply({ answer: answered });
    }
  } catch (error) {
    fail(error);
  }
});

type Answer = (name: string, given: readonly unknown[]) => unknown;

function openWriter(): Answer {
  const writer = new SqliteWriter(options);
  const queue = new IngestQueue(spans => writer.write(spans));
  return (name, given) => {
    switch (name) {
      case 'ingest':
        return queue.ingest(given[0] as IngestAsk);
      case 'writePacked':
        return writer.write(unpackSpans(given[0] as string));
      default:
        return call(writer, name, given);
    }
  };
}

function openReader(): Answer {
  const reader = new SqliteReader(options);
  return (name, given) => call(reader, name, given);
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
