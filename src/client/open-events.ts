import type { ServerEvents } from '../contract/events.ts';
import { EventParser, type StreamMessage } from './parse-events.ts';

export type ServerEvent = {
  [Name in keyof ServerEvents]: { event: Name; body: ServerEvents[Name] };
}[keyof ServerEvents];

export interface EventStream {
  /** Ends the stream for good. */
  close: () => void;
}

export interface EventOptions {
  onEvent: (event: ServerEvent) => void;
  /** The stream broke; the next try follows after `retryMs`. */
  onBreak?: (error: unknown, retryMs: number) => void;
  fetch?: typeof fetch;
  headers?: Record<string, string>;
  /** Reads the text of the stream in another way than by fetch. */
  read?: (signal: AbortSignal) => AsyncIterable<string>;
}

const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 10_000;

/** The server fills silence every 15 seconds; a stream that says nothing for longer is dead. */
const SILENCE_MS = 40_000;

/**
 * Follows `GET <baseUrl>api/events` by fetch, which unlike EventSource can send headers and works in Node, and connects
 * again when the stream breaks. Every connection begins with `hello`, upon which the reader fetches what it shows.
 */
export function openEvents(baseUrl: string, options: EventOptions): EventStream {
  const closed = new AbortController();
  void follow(baseUrl, options, closed.signal);
  return { close: () => closed.abort() };
}

async function follow(baseUrl: string, options: EventOptions, closed: AbortSignal): Promise<void> {
  let retryMs = FIRST_RETRY_MS;
  const isClosed = () => closed.aborted;
  while (!isClosed()) {
    try {
      await readOnce(baseUrl, options, closed, () => (retryMs = FIRST_RETRY_MS));
      throw new Error('Cannot follow the events: the server ended the stream');
    } catch (error) {
      if (isClosed()) {
        return;
      }
      options.onBreak?.(error, retryMs);
    }
    await sleep(retryMs, closed);
    retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
  }
}

async function readOnce(
  baseUrl: string,
  options: EventOptions,
  closed: AbortSignal,
  onConnected: () => void
): Promise<void> {
  const connection = new AbortController();
  const end = () => connection.abort();
  closed.addEventListener('abort', end);
  let timer = setTimeout(end, SILENCE_MS);
  try {
    const read = options.read ?? (signal => fetchText(`${baseUrl}api/events`, options, signal));
    const parser = new EventParser();
    for await (const text of read(connection.signal)) {
      clearTimeout(timer);
      timer = setTimeout(end, SILENCE_MS);
      onConnected();
      parser.push(text).forEach(message => options.onEvent(toEvent(message)));
    }
  } finally {
    clearTimeout(timer);
    closed.removeEventListener('abort', end);
    connection.abort();
  }
}

async function* fetchText(
  url: string,
  { fetch: request = fetch, headers = {} }: EventOptions,
  signal: AbortSignal
): AsyncIterable<string> {
  const answer = await request(url, {
    headers: { Accept: 'text/event-stream', ...headers },
    signal
  });
  if (!answer.ok || !answer.body) {
    throw new Error(`Cannot follow the events: the server answered with status ${answer.status}`);
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    yield value;
  }
}

/** Our own server wrote it; names it does not know are harmless to a reader that switches on them. */
function toEvent({ event, data }: StreamMessage): ServerEvent {
  return { event, body: JSON.parse(data) as unknown } as ServerEvent;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const wake = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal.addEventListener('abort', wake);
  });
}
