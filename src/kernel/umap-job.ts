import type { ColumnTable } from 'arquero';
import type { Job, MapParameters, MapRequest } from '../contract/map.ts';
import type { Connection } from './connection.ts';
import { JobFailed } from './errors.ts';
import { sleep } from './platform.ts';
import { toArquero } from './tables/to-arquero.ts';

const FIRST_POLL_MS = 10;
const LAST_POLL_MS = 250;

/** A running or finished projection; `result()` waits for it and gives the points. */
export class UmapJob {
  readonly #connection: Connection;
  #job: Promise<Job>;
  /** As it was last heard of. */
  #known: Job | undefined;

  constructor(connection: Connection, request: Promise<MapRequest>) {
    this.#connection = connection;
    this.#job = request.then(
      json => connection.json(connection.client.api.maps.$post({ json })) as Promise<Job>
    );
    this.#note();
  }

  /** Every parameter of the map, defaults filled in. */
  async parameters(): Promise<MapParameters> {
    return (await this.#job).parameters;
  }

  /** `waiting`, `running`, `done`, `failed` or `cancelled`, with the stage and how far it is, as of now. */
  async state(): Promise<Job> {
    const job = await this.#job;
    if (!hasEnded(job)) {
      const { client } = this.#connection;
      this.#job = this.#connection.json(
        client.api.jobs[':id'].$get({ param: { id: job.id } })
      ) as Promise<Job>;
      this.#note();
    }
    return this.#job;
  }

  /** Stops the work; an ended job stays as it is. */
  async cancel(): Promise<void> {
    const job = await this.state();
    if (!hasEnded(job)) {
      await this.#connection.client.api.jobs[':id'].$delete({ param: { id: job.id } });
    }
  }

  /**
   * Waits for the end and gives one row per point: `dataset` (`primary`, `reference` or `corpus`), `row` (position by time, as
   * `session.select` takes it), `id`, `x`, `y`, with three components `z`, and `cluster` (null for points in none).
   *
   * @throws JobFailed when it ended without a result.
   */
  async result(): Promise<ColumnTable> {
    const job = await this.ended();
    const answer = await this.#connection.send(
      'GET',
      `/api/layouts/${job.layout ?? ''}/table.arrow`
    );
    return toArquero(answer.bytes);
  }

  toString(): string {
    const what =
      this.#known === undefined ? '' : ` of "${this.#known.embedding}": ${this.#known.state}`;
    return `<UMAP${what}; await .result() gives its points>`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  [Symbol.for('Deno.customInspect')](): string {
    return this.toString();
  }

  /** Whoever asks for the job hears of a failure; nobody has to. */
  #note(): void {
    this.#job.then(
      job => (this.#known = job),
      () => undefined
    );
  }

  /** Waits for the end. @internal */
  async ended(): Promise<Job> {
    let pauseMs = FIRST_POLL_MS;
    let job = await this.state();
    while (!hasEnded(job)) {
      await sleep(pauseMs);
      pauseMs = Math.min(pauseMs * 1.5, LAST_POLL_MS);
      job = await this.state();
    }
    if (job.state === 'cancelled') {
      throw new JobFailed(`The UMAP of "${job.embedding}" was cancelled`, {
        code: 'job/cancelled'
      });
    }
    if (job.state === 'failed') {
      const { code = 'internal', message, hint } = job.error ?? {};
      throw new JobFailed(message ?? `The UMAP of "${job.embedding}" failed`, {
        code,
        ...(hint === undefined ? {} : { hint })
      });
    }
    return job;
  }
}

function hasEnded({ state }: Job): boolean {
  return state !== 'waiting' && state !== 'running';
}
