import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { Failure } from '../../contract/failures.ts';
import type { WhereSource } from '../../contract/metrics.ts';
import type { MeasureName, Measures, Rules } from '../../inferences/measures/measures.ts';
import type { Rows } from '../../inferences/rows.ts';
import type { LoadedData } from '../loaded-data.ts';
import type { Log } from '../log.ts';
import type { SharedData } from '../shared-data.ts';
import { AnswerCache } from './answer-cache.ts';
import { listFirstAsks } from './first-asks.ts';
import type { ThreadAsk } from './messages.ts';
import type { ReportCrew } from './report-crew.ts';
import { SharedWork } from './shared-work.ts';

/** Two are enough to answer while one is busy; the others are left to maps. */
const MAX_THREADS = 2;
const CACHE_BYTES = 16 * 2 ** 20;

interface ReportRules {
  data: () => Promise<LoadedData>;
  rules: () => Rules;
  start: (data: SharedData) => Worker;
  log: Log;
}

interface AskOptions {
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal;
  /** Says in short what is asked, when the request itself is large. */
  key?: string;
  /** Nobody waits for the answer yet: what somebody waits for goes first. */
  isAhead?: boolean;
}

/** Everything that belongs to one load of data. */
interface Bench {
  data: LoadedData;
  crew: ReportCrew;
  cache: AnswerCache;
  workByKey: Map<string, Running>;
}

interface Running {
  work: SharedWork<unknown>;
  isWanted: boolean;
}

/**
 * What is measured, is measured in threads of its own, so that no request waits for another's report. Equal requests are measured
 * once, and answers are kept while there is room.
 */
export class Reports {
  readonly #given: ReportRules;
  #bench: Promise<Bench> | undefined;
  #benchData: LoadedData | undefined;

  constructor(given: ReportRules) {
    this.#given = given;
  }

  /** Threads that run now. */
  async countThreads(): Promise<number> {
    return (await this.#bench)?.crew.alive ?? 0;
  }

  /** Pieces of requests that have not begun. */
  async countWaiting(): Promise<number> {
    return (await this.#bench)?.crew.waiting ?? 0;
  }

  /** Bytes of the answers kept. */
  async countCachedBytes(): Promise<number> {
    return (await this.#bench)?.cache.bytes ?? 0;
  }

  /**
   * Starts the threads for new data and lets them measure what a page is likely to ask for first: texts are numbered and quantiles
   * found by then. Requests go first. Resolves when that is done, or was given up.
   */
  async warm(data: LoadedData): Promise<void> {
    if (!hasRows(data)) {
      return;
    }
    try {
      await this.#warm(data);
    } catch (error) {
      // What replaces the data interrupts it.
      if (!(error instanceof Failure)) {
        this.#given.log.fault('The report threads could not start', error);
      }
    }
  }

  async #warm(data: LoadedData): Promise<void> {
    const { crew } = await this.#benchOf(data);
    crew.warm();
    for (const ask of listFirstAsks(data.summary, this.#given.rules())) {
      await this.#ask(ask, { isAhead: true });
    }
  }

  /** Measures; throws Failure `dataset/missing` before anything was loaded, and what the request itself is refused with. */
  async ask<Name extends MeasureName>(
    name: Name,
    ask: Measures[Name]['ask'],
    options: AskOptions = {}
  ): Promise<Measures[Name]['answer']> {
    // The compiler does not join a name and its ask again once they were apart.
    return this.#ask({ ...ask, name } as ThreadAsk, options) as Promise<Measures[Name]['answer']>;
  }

  /** The rows that meet conditions: primary before reference, each by time. */
  async findRows(where: WhereSource, options: AskOptions = {}): Promise<Rows> {
    return this.#ask({ ...where, name: 'where' }, options) as Promise<Rows>;
  }

  /** Ends the threads and refuses what they were at. */
  async close(reason = 'the data was replaced in the meantime'): Promise<void> {
    const bench = this.#bench;
    this.#bench = undefined;
    this.#benchData = undefined;
    await (
      await bench
    )?.crew.close(
      new Failure('report/interrupted', `Cannot measure: ${reason}`, { hint: 'Ask again' })
    );
  }

  async #ask(ask: ThreadAsk, { signal, key, isAhead = false }: AskOptions): Promise<unknown> {
    signal?.throwIfAborted();
    const data = await this.#given.data();
    if (!hasRows(data)) {
      throw new Failure('dataset/missing', 'Cannot measure: no data set is loaded', {
        hint: 'Launch the app with a data set'
      });
    }
    const bench = await this.#benchOf(data);
    const rules = this.#given.rules();
    const whole = keyOf([ask.name, key ?? ask, ...rulesFor(ask, rules)]);
    const known = bench.cache.get(whole);
    if (known) {
      return known.answer;
    }
    const begun = bench.workByKey.get(whole);
    const running =
      begun?.work.isCancelled === false ? begun : this.#run(bench, whole, rules, ask, !isAhead);
    running.isWanted ||= !isAhead;
    return running.work.join(signal);
  }

  #run(bench: Bench, key: string, rules: Rules, ask: ThreadAsk, isWanted: boolean): Running {
    const running: Running = {
      isWanted,
      work: new SharedWork(async signal => {
        // Only now the thread can ask whether anybody waits.
        await Promise.resolve();
        try {
          const { answer, bytes } = await bench.crew.run(rules, ask, {
            signal,
            isWanted: () => running.isWanted
          });
          bench.cache.set(key, answer, bytes);
          return answer;
        } finally {
          if (bench.workByKey.get(key) === running) {
            bench.workByKey.delete(key);
          }
        }
      })
    };
    bench.workByKey.set(key, running);
    return running;
  }

  #benchOf(data: LoadedData): Promise<Bench> {
    if (!this.#bench || this.#benchData !== data) {
      const before = this.#bench && this.close();
      this.#benchData = data;
      this.#bench = this.#open(data, before);
    }
    return this.#bench;
  }

  async #open(data: LoadedData, before: Promise<void> | undefined): Promise<Bench> {
    await before;
    // Read with the first data: a server that has just started answers before it knows how to measure.
    const { ReportCrew } = await import('./report-crew.ts');
    const { start, log } = this.#given;
    const crew = new ReportCrew(data.model, {
      threads: Math.min(MAX_THREADS, availableParallelism()),
      start: () => start(data.shared),
      onLost: error => log.fault('A report thread died', error)
    });
    return { data, crew, cache: new AnswerCache(CACHE_BYTES), workByKey: new Map() };
  }
}

function hasRows({ model }: LoadedData): boolean {
  return Object.values(model.datasets).some(dataset => dataset !== null);
}

/** The same for questions that differ in nothing but the order of their fields. */
function keyOf(question: unknown): string {
  return JSON.stringify(question, (_, value: unknown) =>
    value?.constructor === Object
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value
  );
}

/** What of the rules an answer depends on: only series are held against thresholds. */
function rulesFor({ name }: ThreadAsk, { baseline, thresholds }: Rules): unknown[] {
  return name === 'timeseries' ? [baseline, thresholds] : [baseline];
}
