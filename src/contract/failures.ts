/** What a refused request looks like on the wire: `{ "error": { … } }` with the status of {@link FAILURES}. */
export interface FailureBody {
  error: {
    code: FailureCode;
    /** One sentence: the action, the limit, the value. */
    message: string;
    /** What to do next, as an imperative. */
    hint?: string;
    /** One sentence per fault, when there are several (a data set that breaks three rules). */
    details?: string[];
    at?: TextRange;
  };
}

/** Offsets into the text that was refused, in UTF-16 code units; `to` is exclusive. */
export interface TextRange {
  from: number;
  to: number;
}

/** The only list of failure codes. `retry` says whether the same request may succeed later. */
export const FAILURES = {
  'request/invalid': { status: 400, retry: false },
  'request/too-large': { status: 413, retry: false },
  'request/cut-off': { status: 400, retry: true },
  'request/slow': { status: 408, retry: true },
  'auth/missing': { status: 401, retry: false },
  'auth/origin': { status: 403, retry: false },
  'auth/host': { status: 421, retry: false },
  'route/unknown': { status: 404, retry: false },
  'route/method': { status: 405, retry: false },
  'session/closing': { status: 503, retry: false },
  'dataset/invalid': { status: 400, retry: false },
  'dataset/unreadable': { status: 400, retry: false },
  'dataset/missing': { status: 404, retry: false },
  'embedding/unknown': { status: 404, retry: false },
  'column/unknown': { status: 404, retry: false },
  'row/unknown': { status: 404, retry: false },
  'dimension/unknown': { status: 404, retry: false },
  'metric/unknown': { status: 404, retry: false },
  'metric/invalid': { status: 400, retry: false },
  'report/interrupted': { status: 503, retry: true },
  'map/invalid': { status: 400, retry: false },
  'map/no-vectors': { status: 409, retry: false },
  'map/occupied': { status: 409, retry: false },
  'job/unknown': { status: 404, retry: false },
  'layout/unknown': { status: 404, retry: false },
  'cluster/unknown': { status: 404, retry: false },
  'media/unavailable': { status: 404, retry: false },
  'selection/empty': { status: 409, retry: false },
  'selection/invalid': { status: 400, retry: false },
  'pin/empty': { status: 409, retry: false },
  'trace/unknown': { status: 404, retry: false },
  'span/unknown': { status: 404, retry: false },
  'export/name': { status: 400, retry: false },
  'export/unknown': { status: 404, retry: false },
  'otlp/malformed': { status: 400, retry: false },
  'otlp/too-large': { status: 413, retry: false },
  'otlp/media-type': { status: 415, retry: false },
  'otlp/busy': { status: 503, retry: true },
  'filter/syntax': { status: 400, retry: false },
  'filter/unsupported': { status: 400, retry: false },
  'filter/not-a-condition': { status: 400, retry: false },
  'filter/type': { status: 400, retry: false },
  'filter/unknown-name': { status: 400, retry: false },
  'filter/too-large': { status: 400, retry: false },
  'disk/full': { status: 507, retry: true },
  'disk/unwritable': { status: 507, retry: true },
  internal: { status: 500, retry: false }
} as const satisfies Record<string, { status: number; retry: boolean }>;

export type FailureCode = keyof typeof FAILURES;

/** A state the caller should expect; the server turns it into its status and {@link FailureBody}. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly hint: string | undefined;
  readonly details: readonly string[] | undefined;
  readonly at: TextRange | undefined;

  constructor(
    code: FailureCode,
    message: string,
    options: {
      hint?: string;
      details?: readonly string[];
      at?: TextRange;
      cause?: unknown;
    } = {}
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Failure';
    this.code = code;
    this.hint = options.hint;
    this.details = options.details;
    this.at = options.at;
  }
}
