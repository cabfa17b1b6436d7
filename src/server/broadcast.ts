import type { ServerEvents } from '../contract/events.ts';

type EventName = keyof ServerEvents;
export type ServerEvent = {
  [Name in EventName]: { event: Name; body: ServerEvents[Name] };
}[EventName];

/** Tells every open page and kernel what changed. */
export class Broadcast {
  readonly #listeners = new Set<(event: ServerEvent) => void>();

  subscribe(listener: (event: ServerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  send(event: ServerEvent): void {
    for (const listener of this.#listeners) {
      listener(event);
    }
  }
}

/**
 * Events that wait for one reader. A newer event replaces an older one that says the same thing (a later step of
 * the same job), so that a page which does not read cannot make the server hoard.
 */
export class EventQueue {
  readonly #events = new Map<string, ServerEvent>();
  #wake: (() => void) | undefined;

  push(event: ServerEvent): void {
    const key = topic(event);
    // Set again at the end: a replaced event takes the place of its newest version.
    this.#events.delete(key);
    this.#events.set(key, event);
    this.#wake?.();
  }

  /** The next event, or undefined after `waitMs` without any. */
  async next(waitMs: number): Promise<ServerEvent | undefined> {
    if (this.#events.size === 0) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, waitMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    const first = this.#events.entries().next();
    if (first.done) {
      return undefined;
    }
    const [key, event] = first.value;
    this.#events.delete(key);
    return event;
  }

  /** Ends a wait in {@link next} early. */
  wake(): void {
    this.#wake?.();
  }
}

function topic({ event, body }: ServerEvent): string {
  switch (event) {
    case 'job':
      return `job ${body.id}`;
    case 'positions':
    case 'clusters':
      return `${event} ${body.layout}`;
    case 'export':
    case 'exportDeleted':
      return `export ${body.name}`;
    case 'hello':
    case 'session':
    case 'selection':
    case 'pins':
    case 'rules':
    case 'spans':
    case 'spanSelection':
    case 'closing':
      return event;
  }
}
