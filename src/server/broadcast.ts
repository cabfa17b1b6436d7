import { randomUUID } from 'node:crypto';
import type { ServerEvents } from '../contract/events.ts';

type EventName = keyof ServerEvents;
export type ServerEvent = {
  [Name in EventName]: { event: Name; body: ServerEvents[Name] };
}[EventName];

/** An event and the id by which a reader says that it has heard it. */
export interface ToldEvent {
  told: ServerEvent;
  id: string;
}

/** Events of so many topics are kept for readers that were away for a moment. */
const MAX_KEPT = 500;

/** Tells every open page and kernel what changed. */
export class Broadcast {
  readonly #listeners = new Set<(event: ServerEvent, id: string) => void>();
  /** By topic, the one that was told last at the end. */
  readonly #kept = new Map<string, ToldEvent & { number: number }>();
  /** Ids of another process mean nothing here. */
  readonly #epoch = randomUUID().slice(0, 8);
  #last = 0;
  /** The latest that is not kept any more. */
  #forgotten = 0;

  subscribe(listener: (event: ServerEvent, id: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  send(event: ServerEvent): void {
    const number = ++this.#last;
    const id = this.lastId;
    const key = topic(event);
    this.#kept.delete(key);
    this.#kept.set(key, { told: event, id, number });
    for (const [oldest, { number }] of this.#kept) {
      if (this.#kept.size <= MAX_KEPT) {
        break;
      }
      this.#kept.delete(oldest);
      this.#forgotten = number;
    }
    for (const listener of this.#listeners) {
      listener(event, id);
    }
  }

  /** The id of the latest event. */
  get lastId(): string {
    return `${this.#epoch}-${this.#last}`;
  }

  /** What was told after the event with this id; undefined when that is not known any more. */
  tellAfter(id: string): ToldEvent[] | undefined {
    const [epoch, digits] = id.split('-');
    const number = Number(digits);
    if (epoch !== this.#epoch || !(number >= this.#forgotten) || number > this.#last) {
      return undefined;
    }
    return [...this.#kept.values()].filter(kept => kept.number > number);
  }
}

/**
 * Events that wait for one reader. A newer event replaces an older one that says the same thing (a later step of
 * the same job), so that a page which does not read cannot make the server hoard.
 */
export class EventQueue {
  readonly #events = new Map<string, ToldEvent>();
  #wake: (() => void) | undefined;

  push(told: ServerEvent, id: string): void {
    const key = topic(told);
    // Set again at the end: a replaced event takes the place of its newest version.
    this.#events.delete(key);
    this.#events.set(key, { told, id });
    this.#wake?.();
  }

  /** The next event, or undefined after `waitMs` without any. */
  async next(waitMs: number): Promise<ToldEvent | undefined> {
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
    case 'snapshot':
    case 'clusters':
      return `${event} ${body.layout}`;
    case 'export':
    case 'exportDeleted':
      return `export ${body.name}`;
    case 'hello':
    case 'turn':
    case 'session':
    case 'selection':
    case 'pins':
    case 'rules':
    case 'spans':
    case 'deletion':
    case 'spanSelection':
    case 'spanMap':
    case 'closing':
      return event;
  }
}
