import type { ServerConnection } from '@jupyterlab/services';

type Settings = Pick<ServerConnection.ISettings, 'WebSocket' | 'appendToken' | 'token'>;

/**
 * Reads the events of the session at `base` through a web socket: a stream over HTTP would take one of the six
 * connections that a browser keeps to Jupyter. Where sockets are refused, JupyterLab has no kernels either.
 */
export function createSocketReader(
  { WebSocket, appendToken, token }: Settings,
  base: string
): (signal: AbortSignal) => AsyncIterable<string> {
  const url = new URL('ws/events', base.replace(/^http/, 'ws'));
  if (appendToken && token !== '') {
    url.searchParams.set('token', token);
  }
  return async function* (signal) {
    const socket = new WebSocket(url.href);
    socket.binaryType = 'arraybuffer';
    const decoder = new TextDecoder();
    /** Null is the end. */
    const texts: (string | null)[] = [];
    let wake: () => void = () => undefined;
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      texts.push(decoder.decode(data, { stream: true }));
      wake();
    };
    const end = () => {
      texts.push(null);
      wake();
    };
    socket.onclose = end;
    signal.addEventListener('abort', end);
    try {
      for (;;) {
        const text = texts.shift();
        if (text === null) {
          return;
        }
        if (text !== undefined) {
          yield text;
        } else {
          await new Promise<void>(resolve => (wake = resolve));
        }
      }
    } finally {
      signal.removeEventListener('abort', end);
      socket.close();
    }
  };
}
