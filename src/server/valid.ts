import { sValidator } from '@hono/standard-validator';
import type { ValidationTargets } from 'hono';
import type { FailureBody } from '../contract/failures.ts';

/** What valibot's schemas are to Hono's validator: the shared Standard Schema interface. */
type Schema = Parameters<typeof sValidator>[1];
type Issue = {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
};

/** Faults named in one answer; a body with thousands of wrong items does not deserve thousands of sentences. */
const MAX_DETAILS = 10;

/** The one validator of request parts; its 400 is ours, so that no library's issue list is part of the contract. */
export function valid<Target extends keyof ValidationTargets, S extends Schema>(
  target: Target,
  schema: S
) {
  return sValidator(target, schema, (result, c) => {
    // Without this a body of another type counts as an empty object, which some schemas take.
    if (target === 'json' && !isJson(c.req.header('Content-Type'))) {
      return c.json(NOT_JSON, 400);
    }
    return result.success ? undefined : c.json(toBody(target, result.error), 400);
  });
}

const NOT_JSON: FailureBody = {
  error: {
    code: 'request/invalid',
    message: 'Cannot read the request: its body must be application/json'
  }
};

function isJson(contentType = ''): boolean {
  return /^application\/json\s*(?:;|$)/i.test(contentType);
}

function toBody(target: string, issues: readonly Issue[]): FailureBody {
  const sentences = issues.slice(0, MAX_DETAILS).map(issue => sentence(target, issue));
  return {
    error: {
      code: 'request/invalid',
      message: `Cannot read the request: ${sentences[0] ?? 'it is malformed'}`,
      ...(issues.length > 1 ? { details: sentences } : {})
    }
  };
}

function sentence(target: string, { message, path = [] }: Issue): string {
  const where = path.map(part => String(typeof part === 'object' ? part.key : part)).join('.');
  return `${message} at ${where === '' ? `the ${target === 'json' ? 'body' : target}` : `"${where}"`}`;
}
