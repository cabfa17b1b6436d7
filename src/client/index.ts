import { hc, type ClientRequestOptions } from 'hono/client';
import type { Api } from '../server/app.ts';

// The return type is inferred on purpose: `tsc` then writes the computed client into the declaration file, and
// its readers take it from there instead of deriving it from every route again.
/** The typed client of a session's server; `baseUrl` ends where `/api` begins and may be relative. */
export function createClient(baseUrl: string, options?: ClientRequestOptions) {
  return hc<Api>(baseUrl, options);
}
export type Client = ReturnType<typeof createClient>;

export { type EventStream, openEvents, type ServerEvent } from './open-events.ts';
export { EventParser } from './parse-events.ts';
export { readFrame } from './read-frame.ts';
export { eventSocketUrl, iterateSocket, readSocket } from './read-socket.ts';
export { readArrow, readJson, RequestFailure } from './read-answer.ts';
