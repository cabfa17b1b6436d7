import { ServerConnection } from '@jupyterlab/services';
import { type Client, createClient, eventSocketUrl, iterateSocket } from '../../client/index.ts';

/** A session's server as the panel reaches it. */
export interface SessionConnection {
  routes: Client['api'];
  /** Absolute address of the app; ends with a slash. */
  base: string;
  fetch: typeof fetch;
  /** The text of its stream of events. */
  readEvents: (signal: AbortSignal) => AsyncIterable<string>;
}

/** Through Jupyter's proxy, with Jupyter's own `fetch`: it carries the token and the XSRF cookie. */
export function connectSession(
  settings: ServerConnection.ISettings,
  base: string
): SessionConnection {
  const request = (input: RequestInfo | URL, init: RequestInit = {}) =>
    ServerConnection.makeRequest(
      input instanceof Request ? input.url : input.toString(),
      init,
      settings
    );
  return {
    routes: createClient(base, { fetch: request }).api,
    base,
    fetch: request,
    readEvents: signal => iterateSocket(openSocket(settings, base), signal)
  };
}

/**
 * A stream over HTTP would take one of the six connections that a browser keeps to Jupyter. Where sockets are refused,
 * JupyterLab has no kernels either.
 */
function openSocket(
  { WebSocket, appendToken, token }: ServerConnection.ISettings,
  base: string
): WebSocket {
  const url = eventSocketUrl(base);
  if (appendToken && token !== '') {
    url.searchParams.set('token', token);
  }
  return new WebSocket(url.href);
}
