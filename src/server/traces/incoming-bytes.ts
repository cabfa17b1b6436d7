import { Failure } from '../../contract/failures.ts';
import { noteBuffers } from '../free-memory.ts';

/** Of all requests that are on their way at a time; who is told to come again loses nothing. */
const MAX_INCOMING_BYTES = 192 * 2 ** 20;

/** Exporters give up after ten seconds themselves. */
const MAX_BODY_MS = 30_000;

/** Many senders read no answer before they have sent everything: a body that is too large is let by up to so many times the limit. */
const MAX_EXCESS = 4;

interface BodyRules {
  maxBytes: number;
  /** Of the whole body. */
  maxMs?: number;
}

/** What is being received, over HTTP and gRPC together: neither many senders nor slow ones may fill the memory. */
export class IncomingBytes {
  readonly #max: number;
  #held = 0;

  constructor(max: number = MAX_INCOMING_BYTES) {
    this.#max = max;
  }

  /**
   * The whole of a body. Throws `request/cut-off` when the sender goes away, `otlp/busy` when others fill the memory, and `request/slow` when it takes
   * too long; the rest of the body is then left where it is. One that is too large is let by, within reason, before `request/too-large` is thrown.
   */
  async collect(
    chunks: AsyncIterable<Uint8Array>,
    { maxBytes, maxMs = MAX_BODY_MS }: BodyRules
  ): Promise<Uint8Array<ArrayBuffer>> {
    const parts: Uint8Array[] = [];
    let size = 0;
    let held = 0;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(tooSlow(maxMs)), maxMs);
    });
    const iterator: AsyncIterator<Uint8Array, unknown> = chunks[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = iterator.next();
        // What comes of it after we have stopped waiting is nobody's any more.
        next.catch(() => undefined);
        const result = await Promise.race([next, late]).catch(refuse);
        if (result.done === true) {
          if (size > maxBytes) {
            throw bodyTooLarge(maxBytes);
          }
          return join(parts, size);
        }
        const chunk = result.value;
        size += chunk.length;
        if (size > MAX_EXCESS * maxBytes) {
          throw bodyTooLarge(maxBytes);
        }
        if (size > maxBytes) {
          this.#held -= held;
          held = parts.length = 0;
        } else {
          held += chunk.length;
          this.#hold(chunk.length);
          parts.push(chunk);
        }
      }
    } finally {
      clearTimeout(timer);
      this.#held -= held;
      noteBuffers(size);
    }
  }

  #hold(length: number): void {
    this.#held += length;
    if (this.#held > this.#max) {
      throw new Failure('otlp/busy', 'Cannot take more spans now: too many are on their way', {
        hint: 'Send them again a little later'
      });
    }
  }
}

function refuse(error: unknown): never {
  throw error instanceof Failure
    ? error
    : new Failure('request/cut-off', 'Cannot read the request: its body was cut off', {
        cause: error
      });
}

export function bodyTooLarge(maxBytes: number): Failure {
  return new Failure(
    'request/too-large',
    `Cannot take a request body of more than ${Math.floor(maxBytes / 2 ** 20)} MB`,
    { hint: 'Make the batches of the exporter smaller' }
  );
}

function tooSlow(maxMs: number): Failure {
  return new Failure(
    'request/slow',
    `Cannot wait any longer: the body did not come within ${maxMs / 1000} seconds`
  );
}

/** In memory of its own, which a thread can be given. */
function join(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
