/** Work that several may wait for; it is cancelled when the last of them has gone. */
export class SharedWork<Result> {
  readonly #cancel = new AbortController();
  readonly #result: Promise<Result>;
  #waiting = 0;

  constructor(run: (signal: AbortSignal) => Promise<Result>) {
    this.#result = run(this.#cancel.signal);
    // Everybody who waits hears of it; nobody may be left.
    this.#result.catch(() => undefined);
  }

  get isCancelled(): boolean {
    return this.#cancel.signal.aborted;
  }

  /** The result; rejects at once with the reason of `signal` when that is aborted. */
  async join(signal?: AbortSignal): Promise<Result> {
    signal?.throwIfAborted();
    this.#waiting++;
    let leave: (() => void) | undefined;
    try {
      return await Promise.race([
        this.#result,
        new Promise<never>((_, reject) => {
          leave = () => reject(signal?.reason as Error);
          signal?.addEventListener('abort', leave, { once: true });
        })
      ]);
    } finally {
      if (leave) signal?.removeEventListener('abort', leave);
      this.#waiting--;
      if (this.#waiting === 0 && signal?.aborted) {
        this.#cancel.abort(signal.reason);
      }
    }
  }
}
