import { FAILURES, type FailureBody, type FailureCode } from '../contract/failures.ts';

/** A request that the server refused, with its code, sentence and hint. */
export class RequestFailure extends Error {
  readonly status: number;
  /** `internal` when the answer does not come from our server, for instance from a proxy before it. */
  readonly code: FailureCode;
  readonly hint: string | undefined;
  readonly details: readonly string[];

  constructor(status: number, error: FailureBody['error']) {
    super(error.message);
    this.name = 'RequestFailure';
    this.status = status;
    this.code = error.code;
    this.hint = error.hint;
    this.details = error.details ?? [];
  }

  /** Whether the same request may succeed later. */
  get canRetry(): boolean {
    return FAILURES[this.code].retry;
  }
}

/** What the routes of the typed client answer with: enough of a `Response` to read it. */
export interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  json(): Promise<unknown>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The JSON of an answer that is no failure. */
export type BodyOf<Given extends Answer> = Given extends { json(): Promise<infer Body> }
  ? Body extends { error: { code: unknown } }
    ? never
    : Body
  : never;

/** The JSON of answers that are not failures; the failure body of the others is thrown as RequestFailure. */
export async function readJson<Given extends Answer>(
  answer: Promise<Given>
): Promise<BodyOf<Given>> {
  const given = await answer;
  await throwFailure(given);
  return (await given.json()) as BodyOf<Given>;
}

/** The bytes of an Arrow IPC stream or file. Throws RequestFailure. */
export async function readArrow(answer: Promise<Answer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readBytes(answer));
}

export async function readBytes(answer: Promise<Answer>): Promise<ArrayBuffer> {
  const given = await answer;
  await throwFailure(given);
  return given.arrayBuffer();
}

async function throwFailure(answer: Answer): Promise<void> {
  if (!answer.ok) {
    throw new RequestFailure(answer.status, await readFailure(answer));
  }
}

async function readFailure(answer: Answer): Promise<FailureBody['error']> {
  const unknown = {
    code: 'internal',
    message: `Cannot read the answer of the server: it has status ${answer.status}`
  } as const;
  if (!(answer.headers.get('Content-Type') ?? '').startsWith('application/json')) {
    return unknown;
  }
  const body = await answer.json();
  return isFailureBody(body) ? body.error : unknown;
}

function isFailureBody(body: unknown): body is FailureBody {
  return (
    typeof body === 'object' &&
    body !== null &&
    'error' in body &&
    typeof body.error === 'object' &&
    body.error !== null &&
    'code' in body.error &&
    typeof body.error.code === 'string' &&
    Object.hasOwn(FAILURES, body.error.code)
  );
}
