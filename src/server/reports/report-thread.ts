import type { Worker } from 'node:worker_threads';
import { Failure } from '../../contract/failures.ts';
import type { ThreadMessage, ThreadReply } from './messages.ts';

/** A thread that has had nothing to do for so long is ended; the next request starts it again. */
const IDLE_MS = 5 * 60_000;

/** A piece that nobody waits for may go on for so long; then its thread is replaced, since others wait for that. */
const PATIENCE_MS = 2000;

export type Measured = Extract<ThreadReply, { answer: unknown }>;

/** The pieces of one request; while any are left, those of requests with fewer go first, and what nobody waits for goes last. */
export interface Batch {
  left: number;
  readonly isWanted: () => boolean;
  readonly signal: AbortSignal;
}

interface Task {
  readonly message: ThreadMessage;
  readonly batch: Batch;
  readonly resolve: (measured: Measured) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * One thread and what waits for it. It runs from the first request, or from {@link warm}, until it is closed or has been idle;
 * one that dies fails the piece it was at, and a new one goes on with the next.
 */
export class ReportThread {
  readonly #start: () => Worker;
  readonly #onLost: (error: Error) => void;
  #worker: Worker | undefined;
  #running: Task | undefined;
  #waiting: Task[] = [];
  #closedBy: Failure | undefined;
  #idle: NodeJS.Timeout | undefined;

  /** `start` makes the worker, `onLost` hears why one died. */
  constructor(start: () => Worker, onLost: (error: Error) => void) {
    this.#start = start;
    this.#onLost = onLost;
  }

  get isAlive(): boolean {
    return this.#worker !== undefined;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Starts the thread before anything is asked. */
  warm(): void {
    this.#ensureWorker();
    this.#next();
  }

  /** Measures one piece; rejects with the signal's reason when it is aborted before the piece has begun. */
  run(message: ThreadMessage, batch: Batch): Promise<Measured> {
    return new Promise((resolve, reject) => {
      const { signal } = batch;
      if (this.#closedBy || signal.aborted) {
        reject(this.#closedBy ?? (signal.reason as Error));
        return;
      }
      this.#waiting.push({ message, batch, resolve, reject });
      this.#next();
    });
  }

  /** Takes out what waits and was aborted; the piece that runs is let finish unless it takes long. */
  dropAborted(): void {
    const isAborted = ({ batch }: Task) => batch.signal.aborted;
    const dropped = this.#waiting.filter(isAborted);
    this.#waiting = this.#waiting.filter(task => !isAborted(task));
    dropped.forEach(({ batch, reject }) => reject(batch.signal.reason));
    const running = this.#running;
    if (running && isAborted(running)) {
      setTimeout(() => this.#abandon(running), PATIENCE_MS).unref();
    }
  }

  /** Ends the thread at once and fails with `reason` all that was asked of it. */
  async close(reason: Failure): Promise<void> {
    this.#closedBy = reason;
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    const tasks = [...(this.#running ? [this.#running] : []), ...this.#waiting];
    this.#running = undefined;
    this.#waiting = [];
    tasks.forEach(({ reject }) => reject(reason));
    await worker?.terminate();
  }

  #ensureWorker(): Worker {
    if (this.#worker) {
      return this.#worker;
    }
    const worker = this.#start();
    // What has ended, or was replaced, has nothing to say any more.
    const isCurrent = () => this.#worker === worker;
    worker.on('message', (reply: ThreadReply) => {
      if (isCurrent()) this.#settle(reply);
    });
    worker.on('error', (error: Error) => {
      if (isCurrent()) this.#lose(error);
    });
    worker.on('exit', code => {
      if (isCurrent()) this.#lose(new Error(`A report thread ended with code ${code}`));
    });
    this.#worker = worker;
    return worker;
  }

  #next(): void {
    clearTimeout(this.#idle);
    if (this.#running || this.#closedBy) {
      return;
    }
    this.#running = this.#take();
    if (this.#running) {
      this.#ensureWorker().postMessage(this.#running.message);
    } else {
      this.#idle = setTimeout(() => this.#rest(), IDLE_MS).unref();
    }
  }

  /** The next piece: of the request with the fewest left that somebody waits for, and of those the one that came first. */
  #take(): Task | undefined {
    let best = 0;
    this.#waiting.forEach(({ batch }, i) => {
      const { batch: before } = this.#waiting[best] ?? { batch };
      const [isWanted, wasWanted] = [batch.isWanted(), before.isWanted()];
      if (isWanted === wasWanted ? batch.left < before.left : isWanted) {
        best = i;
      }
    });
    return this.#waiting.splice(best, 1)[0];
  }

  #settle(reply: ThreadReply): void {
    const task = this.#running;
    this.#running = undefined;
    if (task) {
      task.batch.left--;
      if ('answer' in reply) {
        task.resolve(reply);
      } else {
        task.reject(toError(reply));
      }
    }
    this.#next();
  }

  #abandon(task: Task): void {
    if (this.#running === task) {
      this.#running = undefined;
      task.reject(task.batch.signal.reason);
      this.#rest();
      this.#next();
    }
  }

  #lose(error: Error): void {
    this.#onLost(error);
    this.#worker = undefined;
    const task = this.#running;
    this.#running = undefined;
    task?.reject(
      new Failure(
        'report/interrupted',
        'Cannot measure: the thread that measured ended unexpectedly',
        { hint: 'Ask again', cause: error }
      )
    );
    this.#next();
  }

  #rest(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }
}

function toError(reply: Exclude<ThreadReply, Measured>): unknown {
  if ('fault' in reply) {
    return reply.fault;
  }
  const { code, message, hint, details } = reply.failure;
  return new Failure(code, message, { ...(hint && { hint }), ...(details && { details }) });
}
