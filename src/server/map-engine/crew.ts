import type { Worker } from 'node:worker_threads';
import type { MapInput, StepName, StepReply, Steps } from './steps.ts';
import { keepThread, takeThread } from './threads.ts';

/** Larger maps leave so much behind in their threads that these end with them; to start others is little beside such a map. */
const MAX_KEPT_BYTES = 32 * 2 ** 20;

/**
 * Worker threads that do the steps of one map together. Aborting `signal` ends them at once, in the middle of a step; otherwise
 * those of a small map wait for the next one.
 */
export class Crew implements AsyncDisposable {
  readonly size: number;
  readonly #threads: { worker: Worker; release: () => void }[];
  readonly #signal: AbortSignal | undefined;
  readonly #isKept: boolean;
  readonly #stop = () => {
    void this.#terminate();
  };
  #input: MapInput | undefined;
  #failure: Error | undefined;
  /** Steps each worker has been sent and not answered; it answers them in order. */
  readonly #waiting: { resolve: (answer: unknown) => void; reject: (reason: unknown) => void }[][];

  /** `bytes` that the steps are about. */
  constructor(size: number, signal?: AbortSignal, bytes = 0) {
    signal?.throwIfAborted();
    this.size = size;
    this.#signal = signal;
    this.#isKept = bytes <= MAX_KEPT_BYTES;
    this.#waiting = Array.from({ length: size }, () => []);
    this.#threads = this.#waiting.map(waiting => {
      const worker = takeThread();
      const onMessage = (reply: StepReply) => {
        const step = waiting.shift();
        if ('error' in reply) step?.reject(reply.error);
        else step?.resolve(reply.answer);
      };
      const onError = (error: Error) => {
        this.#fail(error);
      };
      const onExit = (code: number) => {
        this.#fail(new Error(`Cannot go on with the map: a worker ended with code ${code}`));
      };
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      const release = () => {
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      };
      return { worker, release };
    });
    signal?.addEventListener('abort', this.#stop, { once: true });
  }

  /** What the following steps read. */
  share(input: MapInput): void {
    this.#input = input;
  }

  /** Runs a step in one thread: the first, or `thread`. */
  async runOne<Name extends StepName>(
    name: Name,
    ask: Steps[Name]['ask'],
    thread = 0
  ): Promise<Steps[Name]['answer']> {
    return this.#send(thread, name, ask);
  }

  /** Runs a step in the first `threads` threads and waits for all. */
  async runAll<Name extends StepName>(
    name: Name,
    ask: (thread: number) => Steps[Name]['ask'],
    threads = this.size
  ): Promise<Steps[Name]['answer'][]> {
    return Promise.all(
      Array.from({ length: threads }, (_, thread) => this.#send(thread, name, ask(thread)))
    );
  }

  /** Runs a step with `count` rows divided evenly. */
  async runRows<Name extends StepName>(
    name: Name,
    count: number,
    ask: (rows: { first: number; last: number }) => Steps[Name]['ask']
  ): Promise<Steps[Name]['answer'][]> {
    return this.runAll(name, thread =>
      ask({
        first: Math.floor((thread * count) / this.size),
        last: Math.floor(((thread + 1) * count) / this.size)
      })
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#stop);
    const isBusy = this.#waiting.some(({ length }) => length > 0);
    if (this.#failure || isBusy || !this.#isKept) {
      await this.#terminate();
      return;
    }
    this.#fail(new Error('Cannot go on with the map: it is over'));
    for (const { worker, release } of this.#threads) {
      release();
      keepThread(worker);
    }
  }

  async #send<Name extends StepName>(
    thread: number,
    name: Name,
    ask: Steps[Name]['ask']
  ): Promise<Steps[Name]['answer']> {
    this.#signal?.throwIfAborted();
    if (this.#failure) throw this.#failure;
    const worker = this.#threads[thread]?.worker;
    const waiting = this.#waiting[thread];
    if (!worker || !waiting) {
      throw new RangeError(`Cannot use thread ${thread}: there are ${this.size}`);
    }
    const answer = new Promise<unknown>((resolve, reject) => {
      waiting.push({ resolve, reject });
    });
    const message = { name, thread, ask, ...(this.#input && { input: this.#input }) };
    worker.postMessage(message);
    // The compiler does not follow that the answer belongs to `name`; the worker runs that step.
    return answer as Promise<Steps[Name]['answer']>;
  }

  #fail(error: Error): void {
    this.#failure ??= this.#signal?.aborted ? (this.#signal.reason as Error) : error;
    for (const waiting of this.#waiting) {
      for (const { reject } of waiting.splice(0)) reject(this.#failure);
    }
  }

  async #terminate(): Promise<void> {
    this.#fail(new Error('Cannot go on with the map: its workers were ended'));
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }
}
