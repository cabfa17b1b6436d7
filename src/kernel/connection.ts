import { existsSync } from 'node:fs';
import { createClient, type Client } from '../client/index.ts';
import type { DiscoveryRecord } from '../contract/discovery.ts';
import { ask, type Answer } from './ask.ts';
import { isHealthy, readRecord, recordPath } from './discovery.ts';
import {
  DatasetError,
  FilterError,
  PhoenixError,
  RequestError,
  SessionLost,
  StorageError
} from './errors.ts';

/** An answer of the typed client. */
interface JsonAnswer {
  json(): Promise<unknown>;
}

/** The JSON of the answers that are no failure, which are thrown before anybody reads them. */
export type BodyOf<Given extends JsonAnswer> = Given extends { json(): Promise<infer Body> }
  ? Body extends { error: { code: unknown } }
    ? never
    : Body
  : never;

/** Requests to one session; finds its server again when that was started anew under the same id. */
export class Connection {
  record: DiscoveryRecord;
  /** Every answer it gives is a good one: failures are thrown as PhoenixError. */
  readonly client: Client;

  constructor(record: DiscoveryRecord) {
    this.record = record;
    this.client = createClient('http://session/', {
      fetch: async (input: string | URL | Request, init: RequestInit = {}) => {
        const { pathname, search } = new URL(input instanceof Request ? input.url : input);
        const headers = Object.fromEntries(new Headers(init.headers));
        const body = typeof init.body === 'string' ? init.body : undefined;
        const answer = await this.send(init.method ?? 'GET', pathname + search, body, headers);
        return new Response(answer.status === 204 ? null : answer.bytes, {
          status: answer.status,
          headers: { 'Content-Type': answer.contentType }
        });
      }
    });
  }

  /** The JSON of an answer of {@link client}. */
  async json<Given extends JsonAnswer>(answer: Promise<Given>): Promise<BodyOf<Given>> {
    return (await (await answer).json()) as BodyOf<Given>;
  }

  /** Throws SessionLost when nobody answers, and by kind of refusal DatasetError, StorageError, FilterError, RequestError. */
  async send(
    method: string,
    path: string,
    body?: Uint8Array | string,
    headers: Record<string, string> = {}
  ): Promise<Answer> {
    const sendOnce = () => ask(this.record, method, path, { body, headers });
    let answer = await sendOnce().catch(async (error: unknown) => {
      // A kept connection may have been closed while it was idle; a new one tells whether the server is there.
      this.#followRecord();
      return sendOnce().catch(() => {
        throw lost(this.record, error);
      });
    });
    if (answer.status === 401 && this.#followRecord()) {
      answer = await sendOnce();
    }
    if (answer.status >= 400) {
      throw await this.#toError(answer, typeof body === 'string' ? body : '');
    }
    return answer;
  }

  /** Whether the session has another server now; if so, it is used from here on. */
  #followRecord(): boolean {
    const record = readRecord(recordPath(this.record.id));
    if (
      record === undefined ||
      (record.pid === this.record.pid && record.token === this.record.token)
    ) {
      return false;
    }
    this.record = record;
    return true;
  }

  async #toError(answer: Answer, body: string): Promise<PhoenixError> {
    const refusal = readRefusal(answer);
    if (answer.status === 401 && !(await isHealthy(this.record))) {
      // Another program listens on the port of a server that is gone.
      return lost(this.record);
    }
    if (refusal === undefined) {
      return new PhoenixError(`Unexpected answer of the Phoenix server: status ${answer.status}`);
    }
    const { code, message, hint, details, at } = refusal;
    const more = hint === undefined ? { code } : { code, hint };
    const [area] = code.split('/');
    if (area === 'filter') {
      return new FilterError(message, readFilter(body), at, more);
    }
    if (area === 'dataset') {
      return new DatasetError(details ?? [message], more);
    }
    if (area === 'disk') {
      return new StorageError(message, more);
    }
    return answer.status < 500 ? new RequestError(message, more) : new PhoenixError(message, more);
  }
}

interface Refusal {
  code: string;
  message: string;
  hint?: string;
  details?: string[];
  at?: { from: number; to: number };
}

function readRefusal(answer: Answer): Refusal | undefined {
  try {
    const { error } = JSON.parse(answer.text()) as { error?: Refusal };
    return typeof error?.code === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}

/** The filter of the request that was refused. */
function readFilter(body: string): string {
  try {
    const { filter } = JSON.parse(body) as { filter?: unknown };
    return typeof filter === 'string' ? filter : '';
  } catch {
    return '';
  }
}

/** What to say when nobody answers for a session. */
export function lost({ id, name, port }: DiscoveryRecord, cause?: unknown): SessionLost {
  return existsSync(recordPath(id))
    ? new SessionLost(
        `The Phoenix server of session "${name}" has stopped (it ran on port ${port})`,
        { hint: 'launchApp() brings it back with the same data', cause }
      )
    : new SessionLost(`Session "${name}" is closed`, {
        code: 'session/closed',
        hint: 'Start a new one with launchApp(…)',
        cause
      });
}
