import { isMetric, METRIC_FACTS, METRICS } from '../../contract/metrics.ts';
import { appliesTo, listSubjects } from '../../inferences/measures/find-subject.ts';
import type { MeasureAsk, Measures } from '../../inferences/measures/measures.ts';
import { nameOf } from '../../inferences/measures/meter.ts';
import type { Model } from '../../inferences/model.ts';
import type { ThreadAsk } from './messages.ts';

/** Part of a request that one thread does. */
export interface Piece {
  readonly thread: number;
  readonly ask: ThreadAsk;
}

type ManyAsk = Extract<MeasureAsk, { name: 'signals' | 'timeseries' }>;

/** Pieces of a request per thread: enough that others get in between, few enough that they cost nothing. */
const MAX_PIECES = 64;

/** Which thread measures what: a dimension is always measured by the same one, which keeps what it found out about it. */
export class PiecePlan {
  readonly #model: Model;
  readonly #threads: number;
  readonly #threadByName = new Map<string, number>();

  constructor(model: Model, threads: number) {
    this.#model = model;
    this.#threads = threads;
    const cost = { embedding: 0, numeric: 1, categorical: 2 };
    const subjects = listSubjects(model)
      .map(subject => ({
        name: nameOf(subject),
        type: subject.kind === 'dimension' ? subject.dimension.dataType : ('embedding' as const)
      }))
      .sort((a, b) => cost[a.type] - cost[b.type]);
    subjects.forEach(({ name }, i) => this.#threadByName.set(name, i % threads));
  }

  /** The parts of a request, one for each thread at least when it is about many dimensions. */
  split(ask: ThreadAsk): Piece[] {
    if (ask.name !== 'signals' && ask.name !== 'timeseries') {
      return [{ thread: this.#threadOf(ask), ask }];
    }
    const names = this.#namesOf(ask);
    // Names that stand for two things, or twice for one, mean what they mean only together.
    if (names.length < 2 || new Set(names).size < names.length) {
      return [{ thread: this.#threadOfName(names[0]), ask }];
    }
    return Array.from({ length: this.#threads }, (_, thread) => {
      const own = names.filter(name => this.#threadOfName(name) === thread);
      const size = Math.ceil(own.length / MAX_PIECES);
      return chunk(own, size).map(dimensions => ({ thread, ask: { ...ask, dimensions } }));
    }).flat();
  }

  /** The answer to a request from those to its parts, as one thread would have given it. */
  merge(ask: ThreadAsk, answers: readonly unknown[]): unknown {
    if (answers.length === 1) {
      return answers[0];
    }
    if (ask.name === 'signals') {
      return mergeSignals(this.#namesOf(ask), answers as Measures['signals']['answer'][]);
    }
    if (ask.name === 'timeseries') {
      return mergeSeries(this.#namesOf(ask), answers as Measures['timeseries']['answer'][]);
    }
    throw new TypeError(`Cannot merge ${answers.length} answers to ${ask.name}`);
  }

  /** The dimensions a request is about, in the order of its answer; none when it is about the model. */
  #namesOf({ name, ...ask }: ManyAsk): readonly string[] {
    if (ask.dimensions) {
      return ask.dimensions;
    }
    const subjects = listSubjects(this.#model);
    if (name === 'signals') {
      return subjects.map(nameOf);
    }
    const { metric } = ask as Measures['timeseries']['ask'];
    return isMetric(metric) && METRIC_FACTS[metric].on !== 'model'
      ? subjects.filter(subject => appliesTo(metric, subject)).map(nameOf)
      : [];
  }

  #threadOf(ask: Exclude<ThreadAsk, ManyAsk>): number {
    switch (ask.name) {
      case 'metric':
      case 'segments':
      case 'clusters':
        return this.#threadOfName(ask.dimension);
      case 'where':
        return this.#threadOfName(
          ask.conditions.flatMap(each => (each.kind === 'bin' ? [each.dimension] : []))[0]
        );
      case 'compare':
        return 0;
      case 'performance':
      case 'worstSegments':
        return this.#threadOfName(undefined);
    }
  }

  /** What is about the model as a whole goes to the last thread; so do names that the thread will refuse. */
  #threadOfName(name: string | undefined): number {
    return this.#threadByName.get(name ?? '') ?? this.#threads - 1;
  }
}

function chunk<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / Math.max(1, size)) }, (_, i) =>
    items.slice(i * size, (i + 1) * size)
  );
}

function inOrder<Item extends { name: string }>(names: readonly string[], items: Item[]): Item[] {
  const place = new Map(names.map((name, i) => [name, i]));
  return items.sort((a, b) => (place.get(a.name) ?? 0) - (place.get(b.name) ?? 0));
}

function mergeSignals(
  names: readonly string[],
  answers: readonly Measures['signals']['answer'][]
): Measures['signals']['answer'] {
  const lists = new Set(answers.map(({ metrics }) => metrics.join()));
  const [first] = answers;
  const all = new Set(answers.flatMap(answer => answer.metrics));
  // Without a wish each part has the metrics that apply to it.
  const metrics = lists.size === 1 && first ? first.metrics : METRICS.filter(each => all.has(each));
  const signals = answers.flatMap(answer => {
    const place = new Map(answer.metrics.map((metric, i) => [metric, i]));
    return answer.signals.map(signal => ({
      ...signal,
      values: metrics.map(
        (metric): [number | null, number | null] =>
          signal.values[place.get(metric) ?? -1] ?? [null, null]
      )
    }));
  });
  return { metrics, signals: inOrder(names, signals) };
}

function mergeSeries(
  names: readonly string[],
  answers: readonly Measures['timeseries']['answer'][]
): Measures['timeseries']['answer'] {
  const [first] = answers;
  if (!first) {
    throw new TypeError('Cannot merge no answers');
  }
  const series = answers.flatMap(answer => answer.series);
  return { ...first, series: inOrder(names, series) };
}
