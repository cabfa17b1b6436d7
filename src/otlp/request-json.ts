import { Failure } from '../contract/failures.ts';
import { tooManyParts } from './wire.ts';

export interface JsonObject {
  [key: string]: unknown;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Letters of JSON in UTF-8.
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** A value as deep as its limit has a third of these; the parser keeps a place for every one that is open. */
const MAX_JSON_DEPTH = 1000;

/** Counts what a body would become, before it is parsed: a small one can fill the memory. Throws `otlp/too-large` or, for a tower, `otlp/malformed`. */
export function refuseTooManyParts(bytes: Uint8Array, maxParts: number): void {
  let parts = 0;
  let depth = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) {
      i = findQuote(bytes, i + 1);
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      parts++;
      if (++depth > MAX_JSON_DEPTH) {
        throw new Failure(
          'otlp/malformed',
          `Cannot read the spans: the body is nested deeper than ${MAX_JSON_DEPTH}`
        );
      }
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      depth--;
    } else if (byte === COMMA) {
      parts++;
    }
  }
  if (parts > maxParts) {
    throw tooManyParts();
  }
}

/** Where a text that begins at `from` ends. */
function findQuote(bytes: Uint8Array, from: number): number {
  for (let i = bytes.indexOf(QUOTE, from); i >= 0; i = bytes.indexOf(QUOTE, i + 1)) {
    let before = i;
    while (before > from && bytes[before - 1] === BACKSLASH) {
      before--;
    }
    if ((i - before) % 2 === 0) {
      return i;
    }
  }
  return bytes.length;
}

/** A long integer that is not in quotes: parsed as a double, a time would lose its last digits. */
const LONG_INTEGER = /[[:,]\s*-?\d{16}/;

/** Parses the body of an OTLP/JSON request; integers beyond 2^53 become bigints. A byte order mark is skipped. */
export function parseRequestJson(text: string): JsonObject {
  let request: unknown;
  try {
    const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
    request = LONG_INTEGER.test(json) ? JSON.parse(json, revive) : JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) {
      throw new Failure('otlp/malformed', 'Cannot read the spans: the body is not JSON', {
        hint: 'Send an ExportTraceServiceRequest of OTLP, encoded as JSON',
        cause: error
      });
    }
    throw error;
  }
  if (!isJsonObject(request)) {
    throw new Failure('otlp/malformed', 'Cannot read the spans: the body is not a JSON object');
  }
  return request;
}

function revive(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' &&
    !Number.isSafeInteger(value) &&
    context?.source !== undefined &&
    /^-?\d+$/.test(context.source)
    ? BigInt(context.source)
    : value;
}

const snakeNames = new Map<string, string>();

/** A field by its name in camelCase, or in snake_case as some senders write it. */
export function readField(object: JsonObject, name: string): unknown {
  if (Object.hasOwn(object, name)) {
    return object[name];
  }
  let snake = snakeNames.get(name);
  if (snake === undefined) {
    snake = name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
    snakeNames.set(name, snake);
  }
  return Object.hasOwn(object, snake) ? object[snake] : undefined;
}
