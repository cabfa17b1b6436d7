import { randomBytes } from 'node:crypto';
import { Failure } from '../../contract/failures.ts';
import type { Job, JobStage, MapParameters } from '../../contract/map.ts';
import type { Broadcast } from '../broadcast.ts';
import { toFailureBody } from '../failure.ts';
import type { Log } from '../log.ts';
import { Estimate, Pace, type JobSize } from './estimate.ts';

/** Finished jobs that can still be asked for. */
const MAX_FINISHED = 100;

/** Progress is told at most this often within one stage. */
const REPORT_MS = 100;

/** What the work of a job may say and must obey. */
export interface JobContext {
  signal: AbortSignal;
  setSize: (size: JobSize) => void;
  report: (stage: Exclude<JobStage, 'waiting'>, done: number, total: number) => void;
}

export interface JobRequest {
  embedding: string;
  parameters: MapParameters;
  /** The layout being made. Together with `key` it tells whether two requests ask for the same. */
  layout: string;
  key: string;
  run: (context: JobContext) => Promise<void>;
}

interface Entry {
  job: Job;
  request: JobRequest;
  cancel: AbortController;
  createdMs: number;
  ended: Promise<void>;
  markEnded: () => void;
}

/** Runs one job at a time, in the order they came; each layout already takes all cores. */
export class JobQueue {
  readonly #broadcast: Broadcast;
  readonly #log: Log;
  readonly #pace = new Pace();
  /** In the order they came. */
  readonly #entryById = new Map<string, Entry>();
  #running: Entry | undefined;

  constructor(broadcast: Broadcast, log: Log) {
    this.#broadcast = broadcast;
    this.#log = log;
  }

  /** Queues the work, or joins the job that does the same already. */
  start(request: JobRequest): Job {
    const same = this.#pending().find(
      ({ request: { layout, key } }) => layout === request.layout && key === request.key
    );
    if (same) {
      return this.#current(same);
    }
    const entry = this.#add(request, 'waiting', false);
    this.#announceWaiting();
    void this.#runNext();
    return this.#current(entry);
  }

  /** Notes a request that needed no work. */
  recordCached(request: Omit<JobRequest, 'run' | 'key'>): Job {
    const entry = this.#add({ ...request, key: '', run: () => Promise.resolve() }, 'done', true);
    entry.markEnded();
    this.#dropOld();
    return this.#current(entry);
  }

  list(): Job[] {
    return [...this.#entryById.values()].map(entry => this.#current(entry));
  }

  get(id: string): Job {
    return this.#current(this.#find(id));
  }

  /** Returns when the job has ended. A finished job stays as it is. */
  async cancel(id: string): Promise<Job> {
    const entry = this.#find(id);
    await this.#cancel(entry);
    return this.#current(entry);
  }

  async cancelAll(): Promise<void> {
    await Promise.all(this.#pending().map(entry => this.#cancel(entry)));
  }

  async #cancel(entry: Entry): Promise<void> {
    entry.cancel.abort();
    if (entry.job.state === 'waiting') {
      this.#end(entry, 'cancelled');
    }
    await entry.ended;
  }

  #add(
    { embedding, parameters, layout, ...rest }: JobRequest,
    state: 'waiting' | 'done',
    cached: boolean
  ): Entry {
    const { promise: ended, resolve: markEnded } = withResolver();
    const entry: Entry = {
      job: {
        id: randomBytes(6).toString('hex'),
        embedding,
        parameters,
        state,
        stage: state === 'done' ? 'names' : 'waiting',
        done: 0,
        total: 0,
        elapsedMs: 0,
        remainingMs: state === 'done' ? 0 : null,
        layout,
        cached,
        error: null
      },
      request: { embedding, parameters, layout, ...rest },
      cancel: new AbortController(),
      createdMs: performance.now(),
      ended,
      markEnded
    };
    this.#entryById.set(entry.job.id, entry);
    return entry;
  }

  async #runNext(): Promise<void> {
    const entry = this.#pending()[0];
    if (this.#running !== undefined || entry === undefined) {
      return;
    }
    this.#running = entry;
    entry.job.state = 'running';
    try {
      await this.#run(entry);
      this.#end(entry, 'done');
    } catch (error) {
      this.#endWith(entry, error);
    }
    this.#running = undefined;
    this.#announceWaiting();
    void this.#runNext();
  }

  async #run(entry: Entry): Promise<void> {
    const { job, request, cancel } = entry;
    const estimate = new Estimate(this.#pace, performance.now());
    let toldMs = -Infinity;
    await request.run({
      signal: cancel.signal,
      setSize: size => estimate.setSize(size),
      report: (stage, done, total) => {
        const nowMs = performance.now();
        const isNew = stage !== job.stage;
        if (isNew) {
          estimate.enter(stage, nowMs);
        }
        const remainingMs = estimate.remainingMs(done, total, nowMs);
        Object.assign(job, { stage, done, total, remainingMs } satisfies Partial<Job>);
        if (isNew || nowMs - toldMs >= REPORT_MS) {
          toldMs = nowMs;
          this.#tell(entry);
        }
      }
    });
    cancel.signal.throwIfAborted();
  }

  #endWith(entry: Entry, error: unknown): void {
    if (entry.cancel.signal.aborted) {
      this.#end(entry, 'cancelled');
      return;
    }
    const { status, body } = toFailureBody(error);
    if (status === 500) {
      this.#log.fault('A map failed', error);
    }
    entry.job.error = body.error;
    this.#end(entry, 'failed');
  }

  #end(entry: Entry, state: 'done' | 'failed' | 'cancelled'): void {
    entry.job.elapsedMs = Math.round(performance.now() - entry.createdMs);
    entry.job.remainingMs = 0;
    entry.job.state = state;
    entry.markEnded();
    this.#broadcast.send({ event: 'job', body: { ...entry.job } });
    this.#dropOld();
  }

  /** A waiting job says how many are before it: `total`. */
  #announceWaiting(): void {
    for (const [position, entry] of this.#pending().entries()) {
      if (entry.job.state === 'waiting' && entry.job.total !== position) {
        entry.job.total = position;
        this.#tell(entry);
      }
    }
  }

  #tell(entry: Entry): void {
    this.#broadcast.send({ event: 'job', body: this.#current(entry) });
  }

  #current({ job, createdMs }: Entry): Job {
    const isPending = job.state === 'waiting' || job.state === 'running';
    const elapsedMs = isPending ? Math.round(performance.now() - createdMs) : job.elapsedMs;
    return { ...job, elapsedMs };
  }

  #pending(): Entry[] {
    return [...this.#entryById.values()].filter(
      ({ job: { state } }) => state === 'waiting' || state === 'running'
    );
  }

  #find(id: string): Entry {
    const entry = this.#entryById.get(id);
    if (!entry) {
      throw new Failure('job/unknown', `Cannot find a job with the id "${id}"`);
    }
    return entry;
  }

  #dropOld(): void {
    const finished = [...this.#entryById.values()].filter(
      ({ job: { state } }) => state !== 'waiting' && state !== 'running'
    );
    for (const { job } of finished.slice(0, Math.max(0, finished.length - MAX_FINISHED))) {
      this.#entryById.delete(job.id);
    }
  }
}

function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>(done => {
    resolve = done;
  });
  return { promise, resolve };
}
