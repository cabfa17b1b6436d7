import { gunzipSync, inflateSync } from 'node:zlib';
import { Failure } from '../../contract/failures.ts';
import type { Span } from '../../contract/span.ts';
import type { DecodedTraces } from '../../otlp/decoded-traces.ts';
import { decodeTraces } from '../../otlp/decode-traces.ts';
import { decodeTracesJson } from '../../otlp/decode-traces-json.ts';
import { encodeTracesAnswer } from '../../otlp/encode-answer.ts';
import type { WriteResult } from '../../traces/trace-store.ts';
import type { IngestAnswer, IngestAsk } from './trace-messages.ts';

/** Spans of one transaction at most: more make nobody faster, and those who wait should not wait long. */
const MAX_COMMIT = 8192;

/** Of the requests behind one transaction, once unpacked: small packed ones may hide large spans. */
const MAX_COMMIT_BYTES = 64 * 2 ** 20;

interface Waiting {
  ask: IngestAsk;
  resolve: (answer: IngestAnswer) => void;
  reject: (reason: unknown) => void;
}

/**
 * Requests that wait for the disk. Whatever has come while a transaction was written goes into the next one together, so that many senders
 * share the price of a commit; each is answered when its own spans are on disk.
 */
export class IngestQueue {
  readonly #write: (spans: readonly Span[]) => WriteResult;
  #waiting: Waiting[] = [];
  #isScheduled = false;

  constructor(write: (spans: readonly Span[]) => WriteResult) {
    this.#write = write;
  }

  ingest(ask: IngestAsk): Promise<IngestAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ask, resolve, reject });
      if (!this.#isScheduled) {
        this.#isScheduled = true;
        // After the messages that have arrived by now.
        setImmediate(() => this.#drain());
      }
    });
  }

  #drain(): void {
    this.#isScheduled = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    let batch: { decoded: DecodedTraces; request: Waiting }[] = [];
    let spans = 0;
    let bytes = 0;
    const commit = () => {
      if (batch.length > 0) {
        this.#commit(batch);
      }
      batch = [];
      spans = bytes = 0;
    };
    for (const request of waiting) {
      const unpacked = decodeOrRefuse(request);
      if (unpacked) {
        const { decoded, size } = unpacked;
        batch.push({ decoded, request });
        spans += decoded.spans.length;
        bytes += size;
        if (spans >= MAX_COMMIT || bytes >= MAX_COMMIT_BYTES) {
          commit();
        }
      }
    }
    commit();
  }

  #commit(batch: readonly { decoded: DecodedTraces; request: Waiting }[]): void {
    try {
      const { added, replaced } = this.#write(batch.flatMap(({ decoded }) => decoded.spans));
      batch.forEach(({ decoded, request }, i) => {
        const body = encodeTracesAnswer(decoded.rejected, request.ask.encoding);
        const rejected = decoded.rejected.length;
        // The numbers of the whole transaction are told once.
        request.resolve({ body, rejected, ...(i === 0 ? { added, replaced } : NOTHING) });
      });
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1 && only) {
        only.request.reject(error);
        return;
      }
      // One request must not cost the others their spans.
      batch.forEach(each => this.#commit([each]));
    }
  }
}

const NOTHING = { added: 0, replaced: 0 };

/** `size`: bytes of the request once it is unpacked. */
function decodeOrRefuse({
  ask,
  reject
}: Waiting): { decoded: DecodedTraces; size: number } | undefined {
  try {
    const bytes = inflate(ask);
    const options = ask.project === null ? {} : { project: ask.project };
    const decode = ask.encoding === 'json' ? decodeTracesJson : decodeTraces;
    return { decoded: decode(bytes, options), size: bytes.length };
  } catch (error) {
    reject(error);
    return undefined;
  }
}

/** Bytes are counted while they come out: a bomb is refused before it has gone off. */
function inflate({ body, compression, maxBytes }: IngestAsk): Uint8Array {
  if (compression === null) {
    return body;
  }
  try {
    const options = { maxOutputLength: maxBytes };
    return compression === 'gzip' ? gunzipSync(body, options) : inflateSync(body, options);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new Failure(
        'request/too-large',
        `Cannot take spans of more than ${maxBytes / 2 ** 20} MB in one request`,
        { hint: 'Make the batches of the exporter smaller', cause: error }
      );
    }
    throw new Failure('otlp/malformed', `Cannot read the request: its body is not ${compression}`, {
      cause: error
    });
  }
}
