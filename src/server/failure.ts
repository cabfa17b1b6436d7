import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Failure, FAILURES, type FailureBody, type FailureCode } from '../contract/failures.ts';

export type FailureStatus = (typeof FAILURES)[FailureCode]['status'];

/** Turns anything thrown into what a client may see. */
export function toFailureBody(error: unknown): { status: FailureStatus; body: FailureBody } {
  const failure = toFailure(error);
  const { code, message, hint, details, at } = failure;
  return {
    status: FAILURES[code].status,
    body: {
      error: {
        code,
        message,
        ...(hint === undefined ? {} : { hint }),
        ...(details === undefined ? {} : { details: [...details] }),
        ...(at === undefined ? {} : { at })
      }
    }
  };
}

function toFailure(error: unknown): Failure {
  if (error instanceof Failure) {
    return error;
  }
  if (error instanceof HTTPException) {
    return fromStatus(error.status, error.message);
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return new Failure('session/closing', 'Cannot finish the request: it was cancelled');
  }
  return new Failure('internal', 'Cannot finish the request: the server met a bug', {
    hint: 'Look into the log of the session for details'
  });
}

/** Hono itself refuses with a status, for instance a body that is not JSON. */
function fromStatus(status: ContentfulStatusCode, message: string): Failure {
  if (status === 413) {
    return new Failure('request/too-large', 'Cannot take the request: its body is too large');
  }
  return new Failure('request/invalid', `Cannot read the request: ${message || 'it is malformed'}`);
}
