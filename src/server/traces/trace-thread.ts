import type { Worker } from 'node:worker_threads';
import { Failure } from '../../contract/failures.ts';
import type { DeletionProgress } from '../../contract/traces.ts';
import type { TableNews } from '../../traces/columns/span-table.ts';
import type { JsonText } from '../json-text.ts';
import type { DeletionMessage, NewsMessage, TraceCall, TraceReply } from './trace-messages.ts';

interface Call {
  resolve: (answer: unknown) => void;
  reject: (reason: unknown) => void;
}

type CallsOf = Record<string, { ask: readonly unknown[]; answer: unknown }>;

interface ThreadRules {
  start: () => Worker;
  onLost: (error: Error) => void;
  /** What a new thread hears first. */
  greet?: () => TableNews;
  onNews?: (news: TableNews) => void;
  onDeletion?: (progress: DeletionProgress) => void;
  /** A thread that has had nothing to do for so long is ended; the next call starts another. Without it a thread stays. */
  idleMs?: number;
}

/** A thread that is called by the names of its methods. It starts with the first call; one that dies fails what it was asked, and the next call starts another. */
export class TraceThread<Calls extends CallsOf> {
  readonly #rules: ThreadRules;
  readonly #calls = new Map<number, Call>();
  #worker: Worker | undefined;
  #last = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(rules: ThreadRules) {
    this.#rules = rules;
  }

  get isAlive(): boolean {
    return this.#worker !== undefined;
  }

  /** Calls that have no answer yet. */
  get waiting(): number {
    return this.#calls.size;
  }

  /** `transfer`: memory that the thread gets for itself. */
  call<Name extends keyof Calls & string>(
    name: Name,
    given: Calls[Name]['ask'],
    transfer: readonly ArrayBuffer[] = []
  ): Promise<Calls[Name]['answer']> {
    // The thread answers a name with what its method returns.
    return this.#post({ name, given, asJson: false }, transfer);
  }

  /** As {@link call}, of an answer that is only sent on: thousands of objects need not be copied from thread to thread. */
  write<Name extends keyof Calls & string>(
    name: Name,
    given: Calls[Name]['ask']
  ): Promise<JsonText<Calls[Name]['answer']>> {
    return this.#post({ name, given, asJson: true }, []) as Promise<
      JsonText<Calls[Name]['answer']>
    >;
  }

  /** Tells a thread that is there; another one is greeted. */
  tell(news: TableNews): void {
    this.#worker?.postMessage({ news } satisfies NewsMessage);
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker) {
      await this.call('close', []);
      this.#worker = undefined;
      await worker.terminate();
    }
  }

  #post(call: Omit<TraceCall, 'id'>, transfer: readonly ArrayBuffer[]): Promise<unknown> {
    clearTimeout(this.#idle);
    const worker = this.#ensureWorker();
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      worker.postMessage({ ...call, id } satisfies TraceCall, transfer);
    });
  }

  #ensureWorker(): Worker {
    if (this.#worker) {
      return this.#worker;
    }
    const worker = this.#rules.start();
    const isCurrent = () => this.#worker === worker;
    worker.on('message', (message: TraceReply | NewsMessage | DeletionMessage) => {
      if ('news' in message) {
        this.#rules.onNews?.(message.news);
      } else if ('deletion' in message) {
        this.#rules.onDeletion?.(message.deletion);
      } else {
        this.#settle(message);
      }
    });
    worker.on('error', (error: Error) => {
      if (isCurrent()) this.#lose(error);
    });
    worker.on('exit', code => {
      if (isCurrent()) this.#lose(new Error(`A thread of the traces ended with code ${code}`));
    });
    this.#worker = worker;
    const { greet } = this.#rules;
    if (greet) {
      this.tell(greet());
    }
    return worker;
  }

  #settle(reply: TraceReply): void {
    const call = this.#calls.get(reply.id);
    this.#calls.delete(reply.id);
    if ('failure' in reply) {
      const { code, message, ...options } = reply.failure;
      call?.reject(new Failure(code, message, options));
    } else if ('fault' in reply) {
      call?.reject(reply.fault);
    } else {
      call?.resolve(reply.answer);
    }
    const { idleMs } = this.#rules;
    if (idleMs !== undefined && this.#calls.size === 0) {
      this.#idle = setTimeout(() => this.#rest(), idleMs).unref();
    }
  }

  #rest(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }

  #lose(error: Error): void {
    this.#worker = undefined;
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    calls.forEach(({ reject }) => reject(error));
    this.#rules.onLost(error);
  }
}
