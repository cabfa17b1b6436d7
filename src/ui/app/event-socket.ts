import { EventParser, readSocket } from '../../client/index.ts';
import type { EventPipe } from './server-events.ts';

/** A stream of server-sent events that comes through a web socket, with the face of an EventSource. */
export class EventSocket implements EventPipe {
  onerror: ((event: Event) => unknown) | null = null;
  readonly close: () => void;
  readonly #events = new EventTarget();

  /** `refused` is called when the socket never opened, before `onerror`. */
  constructor(socket: WebSocket, refused: () => void) {
    const parser = new EventParser();
    this.close = readSocket(socket, {
      onText: text => {
        for (const { event, data, id } of parser.push(text)) {
          this.#events.dispatchEvent(new MessageEvent(event, { data, lastEventId: id }));
        }
      },
      onEnd: hasOpened => {
        if (!hasOpened) {
          refused();
        }
        this.onerror?.(new Event('error'));
      }
    });
  }

  addEventListener(name: string, listener: (message: MessageEvent<string>) => void): void {
    this.#events.addEventListener(name, listener as EventListener);
  }
}
