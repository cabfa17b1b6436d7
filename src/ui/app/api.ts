import { decodeFrame, type Section } from '../../contract/frame.ts';
import { FAILURES, type FailureBody } from '../../contract/failures.ts';

/** A request that was refused (`code` of the contract) or that reached nobody (`network`). */
export class RequestFailure extends Error {
  readonly code: FailureBody['error']['code'] | 'network';
  /** 0 when nobody answered. */
  readonly status: number;
  readonly hint: string | undefined;
  readonly details: readonly string[];

  constructor(
    status: number,
    error: { code: RequestFailure['code'] } & Omit<FailureBody['error'], 'code'>
  ) {
    super(error.message);
    this.name = 'RequestFailure';
    this.status = status;
    this.code = error.code;
    this.hint = error.hint;
    this.details = error.details ?? [];
  }

  /** The same request may succeed a little later. */
  get isPassing(): boolean {
    return this.code === 'network' || (FAILURES[this.code]?.retry ?? false) || this.status === 502;
  }
}

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON, unless it is bytes. */
  body?: unknown;
  signal?: AbortSignal;
}

/** A line of what was asked lately, without values; for *copy details*. */
export interface RequestTrace {
  method: string;
  path: string;
  status: number;
  ms: number;
}

export interface Api {
  /** An absolute address for links, images and downloads: right behind any prefix. */
  url(path: string): string;
  /** An answer in JSON; the types of answers stand in the contract. */
  json<Answer>(path: string, options?: RequestOptions): Promise<Answer>;
  /** An answer in binary frames (`contract/frame.ts`). */
  frame<Header>(
    path: string,
    options?: RequestOptions
  ): Promise<{ header: Header; sections: ReadonlyMap<string, Section> }>;
  /** A file, to be saved by the browser. */
  blob(path: string, options?: RequestOptions): Promise<Blob>;
  /** The last five requests, newest first. */
  readonly lately: readonly RequestTrace[];
}

export interface ApiOptions {
  /** Where the page stands; ends in `/`. */
  base: string;
  fetch: typeof globalThis.fetch;
  /** Jupyter's proxy wants its XSRF cookie repeated in a header. */
  readCookies(): string;
}

export function createApi({ base, fetch, readCookies }: ApiOptions): Api {
  const lately: RequestTrace[] = [];
  const url = (path: string) => new URL(path.replace(/^\//, ''), base).href;

  async function send(path: string, { method = 'GET', body, signal }: RequestOptions = {}) {
    const started = performance.now();
    const note = (status: number) => {
      const ms = Math.round(performance.now() - started);
      lately.unshift({ method, path: path.replace(/\?.*/, ''), status, ms });
      lately.length = Math.min(lately.length, 5);
    };
    const isBytes = ArrayBuffer.isView(body) || body instanceof ArrayBuffer;
    let answer: Response;
    try {
      answer = await fetch(url(path), {
        method,
        credentials: 'same-origin',
        headers: headersFor(method, body === undefined ? undefined : isBytes, readCookies()),
        ...(body !== undefined && { body: isBytes ? (body as BodyInit) : JSON.stringify(body) }),
        ...(signal && { signal })
      });
    } catch (error) {
      if (signal?.aborted || !(error instanceof TypeError)) {
        throw error;
      }
      note(0);
      throw new RequestFailure(0, { code: 'network', message: 'The session does not answer' });
    }
    note(answer.status);
    if (!answer.ok) {
      throw await readFailure(answer);
    }
    return answer;
  }

  return {
    url,
    lately,
    async json<Answer>(path: string, options?: RequestOptions) {
      const answer = await send(path, options);
      return (answer.status === 204 ? undefined : await answer.json()) as Answer;
    },
    async blob(path: string, options?: RequestOptions) {
      return (await send(path, options)).blob();
    },
    async frame<Header>(path: string, options?: RequestOptions) {
      const answer = await send(path, options);
      return decodeFrame<Header>(await answer.arrayBuffer());
    }
  };
}

function headersFor(
  method: string,
  isBytes: boolean | undefined,
  cookies: string
): Record<string, string> {
  const xsrf = /(?:^|;\s*)_xsrf=([^;]*)/.exec(cookies)?.[1];
  return {
    ...(isBytes !== undefined && {
      'content-type': isBytes ? 'application/octet-stream' : 'application/json'
    }),
    ...(method !== 'GET' && xsrf !== undefined && { 'x-xsrftoken': decodeURIComponent(xsrf) })
  };
}

/** A proxy on the way answers in its own words; only ours carry a code. */
async function readFailure(answer: Response): Promise<RequestFailure> {
  const body: unknown = await answer.json().catch(() => undefined);
  if (isFailureBody(body)) {
    return new RequestFailure(answer.status, body.error);
  }
  const isGone = answer.status === 502 || answer.status === 503 || answer.status === 504;
  return new RequestFailure(answer.status, {
    code: isGone
      ? 'network'
      : answer.status === 401 || answer.status === 403
        ? 'auth/missing'
        : 'internal',
    message: isGone
      ? 'The session does not answer'
      : `Cannot read the answer of the server: status ${answer.status}`
  });
}

function isFailureBody(body: unknown): body is FailureBody {
  return (
    typeof body === 'object' &&
    body !== null &&
    'error' in body &&
    typeof body.error === 'object' &&
    body.error !== null &&
    'code' in body.error &&
    'message' in body.error
  );
}
