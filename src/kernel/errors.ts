import { isInNotebook } from './platform.ts';

/**
 * What goes wrong, one class per kind of fault. The message is a whole sentence that names the action, the limit and the
 * value, followed by what to do next.
 */
export class PhoenixError extends Error {
  /** Stable name of the fault, `area/what-happened`; the server uses the same. */
  readonly code: string;
  /** What to do next. */
  readonly hint: string | undefined;

  constructor(
    message: string,
    { code = 'internal', hint, cause }: { code?: string; hint?: string; cause?: unknown } = {}
  ) {
    super(
      hint === undefined ? message : `${message}. ${hint}`,
      cause === undefined ? undefined : { cause }
    );
    this.name = 'PhoenixError';
    this.code = code;
    this.hint = hint;
    if (isInNotebook()) {
      // The sentence is the whole message; a stack that ends inside this package says nothing more.
      Object.defineProperty(this, 'stack', {
        get: () => `${this.name}: ${this.message}`,
        configurable: true
      });
    }
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.stack ?? String(this);
  }
}

interface Details {
  code?: string;
  hint?: string;
  cause?: unknown;
}

/** A call that cannot be carried out as it was written: a wrong value, an unknown name. */
export class RequestError extends PhoenixError {
  constructor(message: string, details: Details = {}) {
    super(message, { code: 'request/invalid', ...details });
    this.name = 'RequestError';
  }
}

/** A filter that cannot be read; the message shows where. */
export class FilterError extends RequestError {
  /** Offsets into the text, in UTF-16 units; undefined when the fault has no place. */
  readonly at: { from: number; to: number } | undefined;

  constructor(
    message: string,
    text: string,
    at: { from: number; to: number } | undefined,
    details: Details = {}
  ) {
    super(message, { code: 'filter/syntax', ...details });
    this.name = 'FilterError';
    this.at = at;
    this.message += at ? pointAt(text, at) : '';
  }
}

/** The line of the fault, and a caret under the place. */
function pointAt(text: string, { from, to }: { from: number; to: number }): string {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const line = text.slice(start).split('\n', 1)[0] ?? '';
  const width = Math.max(1, Math.min(to, start + line.length) - from);
  const place = from - start;
  if (line.length <= MAX_LINE) {
    return `\n  ${line}\n  ${' '.repeat(place)}${'^'.repeat(width)}`;
  }
  const first = Math.max(0, Math.min(place - MAX_LINE / 2, line.length - MAX_LINE));
  const before = first > 0 ? '…' : '';
  const behind = first + MAX_LINE < line.length ? '…' : '';
  const cut = `${before}${line.slice(first, first + MAX_LINE)}${behind}`;
  const at = place - first + before.length;
  const marks = '^'.repeat(Math.max(1, Math.min(width, cut.length - at)));
  return `\n  ${cut}\n  ${' '.repeat(at)}${marks}`;
}

/** Characters of a filter that are shown around a fault. */
const MAX_LINE = 160;

/** Data and schema do not fit: one line per fault. */
export class DatasetError extends PhoenixError {
  readonly faults: readonly string[];

  constructor(faults: readonly string[], details: Details = {}) {
    super(faults.join('\n'), { code: 'dataset/invalid', ...details });
    this.name = 'DatasetError';
    this.faults = faults;
  }
}

/** The server did not start: a busy port, a folder that cannot be written, a Node that is too old. */
export class LaunchFailed extends PhoenixError {
  constructor(message: string, details: Details = {}) {
    super(message, { code: 'launch/failed', ...details });
    this.name = 'LaunchFailed';
  }
}

/** The server of the session is gone; `launchApp()` brings it back with the same data. */
export class SessionLost extends PhoenixError {
  constructor(message: string, details: Details = {}) {
    super(message, { code: 'session/lost', ...details });
    this.name = 'SessionLost';
  }
}

/** The disk is full or a folder cannot be written; nothing is left behind. */
export class StorageError extends PhoenixError {
  constructor(message: string, details: Details = {}) {
    super(message, { code: 'disk/unwritable', ...details });
    this.name = 'StorageError';
  }
}

/** A projection ended with an error, or was cancelled (`job/cancelled`). */
export class JobFailed extends PhoenixError {
  constructor(message: string, details: Details = {}) {
    super(message, details);
    this.name = 'JobFailed';
  }
}
