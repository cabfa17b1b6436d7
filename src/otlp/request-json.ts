import { Failure } from '../contract/failures.ts';

export interface JsonObject {
  [key: string]: unknown;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
