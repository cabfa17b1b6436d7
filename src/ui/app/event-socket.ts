import { EventParser } from '../../client/index.ts';
import type { EventPipe } from './server-events.ts';

/** A stream of server-sent events that comes through a web socket, with the face of an EventSource. */
export class EventSocket implements EventPipe {
  onerror: ((event: Event) => unknown) | null = null;
  readonly #socket: WebSocket;
  readonly #parser = new EventParser();
  readonly #decoder = new TextDecoder();
  readonly #events = new EventTarget();

  /** `refused` is called when the socket never opened, before `onerror`. */
  constructor(socket: WebSocket, refused: () => void) {
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    let hasOpened = false;
    socket.onopen = () => {
      hasOpened = true;
    };
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      for (const { event, data: text, id } of this.#parser.push(
        this.#decoder.decode(data, { stream: true })
      )) {
        this.#events.dispatchEvent(new MessageEvent(event, { data: text, lastEventId: id }));
      }
    };
    socket.onclose = () => {
      if (!hasOpened) {
        refused();
      }
      this.onerror?.(new Event('error'));
    };
  }

  addEventListener(name: string, listener: (message: MessageEvent<string>) => void): void {
    this.#events.addEventListener(name, listener as EventListener);
  }

  close(): void {
    this.#socket.onclose = null;
    this.#socket.onmessage = null;
    this.#socket.close();
  }
}
