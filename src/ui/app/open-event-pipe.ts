import { eventSocketUrl } from '../../client/index.ts';
import type { EventsQuery } from '../../contract/events.ts';
import { EventSocket } from './event-socket.ts';
import type { EventPipe } from './server-events.ts';

const BEHIND_JUPYTER = /\/phoenix\/proxy\/[0-9a-f]{12}\/$/;

/**
 * Opens the stream of events of the session at `base`. Behind Jupyter it comes through a web socket: browsers keep six
 * HTTP connections to one host, and six open views would leave none to JupyterLab. Where sockets are refused it is
 * tried over HTTP.
 */
export function createEventOpener(base: string): (query: EventsQuery) => EventPipe {
  const isBehindJupyter = BEHIND_JUPYTER.test(new URL(base).pathname);
  let isRefused = false;
  return ({ after, turns }) => {
    const query = new URLSearchParams({
      ...(after !== undefined && { after }),
      ...(turns !== undefined && { turns })
    }).toString();
    const mayTry = isBehindJupyter && !isRefused && turns === undefined;
    // The next attempt after one over HTTP may try again: Jupyter may have been away as a whole.
    isRefused = false;
    if (mayTry) {
      const address = eventSocketUrl(base);
      address.search = query;
      return new EventSocket(new WebSocket(address), () => {
        isRefused = true;
      });
    }
    return new EventSource(new URL(`api/events?${query}`, base));
  };
}
