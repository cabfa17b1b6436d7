import type { IDisposable } from '@lumino/disposable';

/** Reads something whenever it may have changed, but one reading at a time and with a rest after each. */
export class Refresher implements IDisposable {
  readonly #read: () => Promise<void>;
  readonly #restMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isReading = false;
  #isWanted = false;
  #isDisposed = false;

  /** `read` must not reject. */
  constructor(read: () => Promise<void>, restMs: number) {
    this.#read = read;
    this.#restMs = restMs;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** A reading follows: at once, or when the one under way and its rest are over. */
  request(): void {
    this.#isWanted = true;
    if (!this.#isReading && this.#timer === undefined) {
      void this.#run();
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#isWanted = false;
    this.#isReading = true;
    await this.#read();
    this.#isReading = false;
    if (!this.#isDisposed) {
      this.#timer = setTimeout(() => this.#wake(), this.#restMs);
    }
  }

  #wake(): void {
    this.#timer = undefined;
    if (this.#isWanted) {
      void this.#run();
    }
  }
}
