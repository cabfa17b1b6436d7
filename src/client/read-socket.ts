/** Where Jupyter's proxy gives the events of the session at `base`, which is absolute and ends with a slash. */
export function eventSocketUrl(base: string): URL {
  return new URL('ws/events', base.replace(/^http/, 'ws'));
}

export interface SocketReader {
  onText: (text: string) => void;
  /** The other end closed, or never opened. */
  onEnd: (hasOpened: boolean) => void;
}

/** Reads the text that comes through a web socket in bytes; what is returned closes it, and then nothing is told any more. */
export function readSocket(socket: WebSocket, { onText, onEnd }: SocketReader): () => void {
  socket.binaryType = 'arraybuffer';
  const decoder = new TextDecoder();
  let hasOpened = false;
  socket.onopen = () => {
    hasOpened = true;
  };
  socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) =>
    // A piece may end within a character.
    onText(decoder.decode(data, { stream: true }));
  socket.onclose = () => onEnd(hasOpened);
  return () => {
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  };
}

/** The same to be iterated, until either end closes. */
export async function* iterateSocket(
  socket: WebSocket,
  signal: AbortSignal
): AsyncIterable<string> {
  /** Null is the end. */
  const texts: (string | null)[] = [];
  let wake: () => void = () => undefined;
  const add = (text: string | null) => {
    texts.push(text);
    wake();
  };
  const end = () => add(null);
  const close = readSocket(socket, { onText: add, onEnd: end });
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
    close();
  }
}
