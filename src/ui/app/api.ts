import {
  type Client,
  createClient,
  readFrame,
  readJson,
  RequestFailure
} from '../../client/index.ts';
import type { Section } from '../../contract/frame.ts';

export { RequestFailure };

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

export interface Frame<Header> {
  header: Header;
  sections: ReadonlyMap<string, Section>;
}

export interface Api {
  /** The server's routes with their types; read answers with `readJson` and `readFrame` of the client. */
  readonly routes: Client['api'];
  /** An absolute address for links, images and downloads: right behind any prefix. */
  url: (path: string) => string;
  /** An answer in JSON by its path. */
  json: <Answer>(path: string, options?: RequestOptions) => Promise<Answer>;
  /** An answer in binary frames (`contract/frame.ts`) by its path. */
  frame: <Header>(path: string, options?: RequestOptions) => Promise<Frame<Header>>;
  /** A file, to be saved by the browser. */
  blob: (path: string, options?: RequestOptions) => Promise<Blob>;
  /** The last five requests, newest first. */
  readonly lately: readonly RequestTrace[];
}

export interface ApiOptions {
  /** Where the page stands; ends in `/`. */
  base: string;
  fetch: typeof globalThis.fetch;
  /** Jupyter's proxy wants its XSRF cookie repeated in a header. */
  readCookies: () => string;
}

/** What a proxy answers when no server is behind it. */
const GATEWAY = new Set([502, 503, 504]);

/** Whether the same request may succeed a little later. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof RequestFailure &&
    (error.status === 0 || GATEWAY.has(error.status) || error.canRetry)
  );
}

export function createApi(options: ApiOptions): Api {
  const lately: RequestTrace[] = [];
  const request = createRequest(options, trace => {
    lately.unshift(trace);
    lately.length = Math.min(lately.length, 5);
  });
  const url = (path: string) => new URL(path.replace(/^\//, ''), options.base).href;
  const send = (path: string, given: RequestOptions = {}) => request(url(path), toInit(given));
  return {
    routes: createClient(options.base, { fetch: request }).api,
    url,
    lately,
    json: async <Answer>(path: string, given?: RequestOptions) => {
      const answer = await send(path, given);
      // The types of answers stand in the contract; a route without one answers 204.
      return (
        answer.status === 204 ? undefined : await readJson(Promise.resolve(answer))
      ) as Answer;
    },
    frame: (path, given) => readFrame(send(path, given)),
    async blob(path, given) {
      const answer = await send(path, given);
      if (!answer.ok) {
        await readJson(Promise.resolve(answer));
      }
      return answer.blob();
    }
  };
}

function toInit({ method = 'GET', body, signal }: RequestOptions): RequestInit {
  const isBytes = ArrayBuffer.isView(body) || body instanceof ArrayBuffer;
  return {
    method,
    ...(body !== undefined && {
      body: isBytes ? (body as BodyInit) : JSON.stringify(body),
      headers: { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }
    }),
    ...(signal && { signal })
  };
}

/** Fetch as this page needs it: with Jupyter's XSRF header, noted, and in our words when nobody answers. */
function createRequest({ fetch, readCookies }: ApiOptions, note: (trace: RequestTrace) => void) {
  return async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const started = performance.now();
    const { method = 'GET', signal } = init;
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const trace = (status: number) =>
      note({ method, path: pathname, status, ms: Math.round(performance.now() - started) });
    let answer: Response;
    try {
      answer = await fetch(input, {
        ...init,
        credentials: 'same-origin',
        headers: withXsrf(init.headers, method, readCookies)
      });
    } catch (error) {
      // Fetch tells a broken connection by a TypeError; anything else is a request that was cancelled.
      if (signal?.aborted || !(error instanceof TypeError)) {
        throw error;
      }
      trace(0);
      throw noAnswer(0, error);
    }
    trace(answer.status);
    const isOurs = answer.headers.get('content-type')?.startsWith('application/json');
    if (GATEWAY.has(answer.status) && !isOurs) {
      throw noAnswer(answer.status);
    }
    return answer;
  };
}

function withXsrf(
  given: HeadersInit | undefined,
  method: string,
  readCookies: () => string
): Headers {
  const headers = new Headers(given);
  // Reading cookies waits for another process of the browser.
  const xsrf = method === 'GET' ? null : /(?:^|;\s*)_xsrf=([^;]*)/.exec(readCookies());
  if (xsrf?.[1] !== undefined) {
    headers.set('x-xsrftoken', decodeURIComponent(xsrf[1]));
  }
  return headers;
}

function noAnswer(status: number, cause?: unknown): RequestFailure {
  const failure = new RequestFailure(status, {
    code: 'internal',
    message: 'The session does not answer'
  });
  failure.cause = cause;
  return failure;
}
