import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { Failure } from '../../contract/failures.ts';

const MB = 2 ** 20;

/** A selection may name ten million rows one by one. */
export const SELECTION_BYTES = 64 * MB;
/** A schema names every column, of which there may be tens of thousands. */
export const SCHEMA_BYTES = 64 * MB;
export const JSON_BYTES = MB;

/** Spans of one request, before and after they are unpacked; counted where they are received and unpacked. */
export const INGEST_BYTES = 64 * MB;

/** Refuses a body of more than `maxBytes`, whether its length is announced or only found out while reading. */
export function bodyCap(maxBytes: number) {
  const limit = limitTo(maxBytes);
  return createMiddleware(async (c, next) => {
    const encoding = c.req.header('Content-Encoding') ?? 'identity';
    if (encoding !== 'identity') {
      throw new Failure(
        'request/invalid',
        `Cannot read a request body encoded as "${encoding.slice(0, 40)}"`,
        {
          hint: 'Send it as it is'
        }
      );
    }
    return limit(c, next);
  });
}

function limitTo(maxBytes: number) {
  return bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new Failure(
        'request/too-large',
        `Cannot take a request body of more than ${maxBytes / MB} MB`
      );
    }
  });
}
