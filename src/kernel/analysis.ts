import { table, type ColumnTable } from 'arquero';
import type { Layout, MapRequest } from '../contract/map.ts';
import {
  METRIC_FACTS,
  SIDES,
  type Band,
  type Limits,
  type Metric,
  type PerformanceAnswer,
  type Side,
  type Threshold
} from '../contract/metrics.ts';
import type { SessionState } from '../contract/session.ts';
import {
  checkOptions,
  toChoice,
  toCount,
  toLabel,
  toMilliseconds,
  toName,
  toNames,
  toNumber,
  toRange,
  toTime,
  type Range,
  type Time
} from './arguments.ts';
import type { Connection } from './connection.ts';
import { RequestError } from './errors.ts';
import { measured, type Measured } from './measured.ts';
import { toPerformance, type Performance } from './performance.ts';
import { UmapJob } from './umap-job.ts';
import { checkUmapParameters } from './umap-parameters.ts';

/** A metric's name; a wrong one is answered with the nearest right one. */
export type MetricName = Metric | (string & {});
/** The name of one class. */
export type Label = string | number | bigint | boolean;

export interface MetricOptions extends Range {
  /** Default primary. */
  dataset?: Side;
  /** Of performance metrics: this class alone; of `auc`, `brier` and `log_loss` the positive one. */
  label?: Label;
  /** Of retrieval metrics: the first k documents. Default all. */
  k?: number;
}

export interface TestOptions extends MetricOptions {
  /** Of drift metrics: random relabelings for a p-value, up to 10,000. */
  permutations: number;
  /** Of the relabelings, 0 to 4294967295. Default 0. */
  seed?: number;
}

export interface TimeseriesOptions extends MetricOptions {
  /** Length of a window: `2d` (default), `6h`, …; null for what fits the range. */
  window?: string | null;
  /** Distance between windows, in the same words. Default `1d`. */
  every?: string | null;
}

export interface TimeseriesFacts {
  metric: Metric;
  start: Date;
  stop: Date;
  windowMs: number;
  everyMs: number;
  /** Rows in each window. */
  rows: readonly number[];
  /** By column: over everything, over the reference, the metric inside the reference, limits, and times outside of them. */
  series: ReadonlyMap<
    string,
    {
      value: number | null;
      referenceValue: number | null;
      band: Band | null;
      limits: Limits | null;
      alerts: readonly Date[];
    }
  >;
}

export interface UmapOptions {
  /** 2 or 3. Default 3. */
  nComponents?: 2 | 3;
  /** 2 to 1000; clipped to the number of points. Default 30. */
  nNeighbors?: number;
  /** 0 to 1. Default 0. */
  minDist?: number;
  /** Rows drawn per data set at most; the corpus comes whole. Default 500. */
  nSamples?: number;
  /** At least 2. Default 10. */
  minClusterSize?: number;
  /** At least 1; counts the other points. Default 1. */
  minSamples?: number;
  /** At least 0; clusters nearer than this are not split. Default 0. */
  epsilon?: number;
  /** Default euclidean. */
  metric?: 'euclidean' | 'cosine';
  /** 0 to 4294967295, for the same sample and layout again; without one both are random. */
  seed?: number;
}

export interface ClusterOptions {
  /** `drift` (default; the most production first), `size`, or `metric` (the worst first). */
  sort?: 'drift' | 'size' | 'metric';
  /** A metric to measure in each cluster, and its column for metrics that need one. */
  metric?: MetricName;
  dimension?: string;
}

/** What raises an alert: limits in the metric's unit, deviations of the reference (0.1 to 100), or nothing. */
export type ThresholdRule =
  { lower?: number; upper?: number } | { deviations: number } | { off: true };

const METRIC_OPTIONS = ['dataset', 'start', 'stop', 'label', 'k'];
const SORTS = ['drift', 'size', 'metric'] as const;

/**
 * The analysis half of a session. Ranges are `[start, stop)`; a range narrows the primary rows, which are always compared with
 * all of the reference, or with the baseline. Numbers that do not exist are null.
 */
export abstract class Analysis {
  /** @internal */
  protected abstract readonly connection: Connection;

  /** What the server says of itself: data sets, dimensions, embeddings, warnings, memory. */
  abstract state(): Promise<SessionState>;

  /**
   * What can be measured, one row per column that has a role and per embedding: `name`, `role`, `type` (`numeric`, `categorical`
   * or `embedding`), `shape` (`continuous`, `discrete`, of embeddings the numbers per vector) and `datasets`.
   */
  async dimensions(): Promise<ColumnTable> {
    const { dimensions, embeddings } = await this.state();
    return table({
      name: [...dimensions, ...embeddings].map(({ name }) => name),
      role: [...dimensions.map(({ type }) => type), ...embeddings.map(({ kind }) => kind)],
      type: [...dimensions.map(({ dataType }) => dataType), ...embeddings.map(() => 'embedding')],
      shape: [
        ...dimensions.map(({ dataType }) => (dataType === 'numeric' ? 'continuous' : 'discrete')),
        ...embeddings.map(({ length }) => length)
      ],
      datasets: [
        ...dimensions.map(({ datasets }) => datasets),
        ...embeddings.map(({ vectorCounts }) =>
          Object.entries(vectorCounts).flatMap(([role, count]) => (count > 0 ? [role] : []))
        )
      ]
    });
  }

  /**
   * Many metrics of every dimension at once.
   *
   * @param metrics one name or several; without any, those that say something of this data.
   * @returns one row per dimension: `name`, `type`, `role`, one column per metric, and beside every metric that compares nothing
   * its value in the reference, `<metric>_reference`.
   */
  async signals(
    metrics?: MetricName | readonly MetricName[],
    range: Range = {}
  ): Promise<ColumnTable> {
    checkOptions(range, ['start', 'stop'], 'signals');
    const names = metrics === undefined ? {} : { metrics: toNames(metrics, 'metrics') };
    const { client } = this.connection;
    const answer = await this.connection.json(
      client.api.signals.$post({ json: { ...names, ...toRange(range) } })
    );
    const columns: Record<string, unknown[]> = {
      name: answer.signals.map(({ name }) => name),
      type: answer.signals.map(({ dataType }) => dataType),
      role: answer.signals.map(({ type }) => type)
    };
    answer.metrics.forEach((metric, i) => {
      columns[metric] = answer.signals.map(({ values }) => values[i]?.[0] ?? null);
      if (METRIC_FACTS[metric].against === null) {
        columns[`${metric}_reference`] = answer.signals.map(({ values }) => values[i]?.[1] ?? null);
      }
    });
    return table(columns);
  }

  /**
   * One number, in the unit of the column for `mean`, `mae` and the like; null when there is none, as for an empty range.
   * With `permutations` it comes with its p-value.
   *
   * @param dimension the column or embedding; none for metrics of the model as a whole, and for `count`.
   */
  metric(
    name: MetricName,
    dimension?: string | null,
    options?: MetricOptions
  ): Promise<number | null>;
  metric(
    name: MetricName,
    dimension: string | null | undefined,
    options: TestOptions
  ): Promise<{ value: number | null; pValue: number | null }>;
  async metric(
    name: MetricName,
    dimension?: string | null,
    options: MetricOptions & Partial<TestOptions> = {}
  ): Promise<number | null | { value: number | null; pValue: number | null }> {
    checkOptions(options, [...METRIC_OPTIONS, 'permutations', 'seed'], 'metric');
    const { permutations, seed = 0 } = options;
    const answer = await this.connection.json(
      this.connection.client.api.metric.$post({
        json: {
          metric: toName(name, 'metric'),
          ...toDimension(dimension),
          ...toMetricOptions(options),
          permutations: toCount(permutations ?? 0, 'permutations', 0, 10_000),
          seed: toCount(seed, 'seed', 0, 2 ** 32 - 1)
        }
      })
    );
    return permutations === undefined ? answer.value : answer;
  }

  /**
   * A metric over windows of time: `[t − window, t)` for t = stop, stop − every, … while later than start.
   *
   * @param dimension one, several, or none for all that the metric is measured on.
   * @returns one row per window: `time` (its right edge; `window_end` when a dimension is called time) and one column per
   * dimension, or one called by the metric; `attrs` has values, bands, limits and alerts.
   */
  async timeseries(
    metric: MetricName,
    dimension?: string | readonly string[] | null,
    options: TimeseriesOptions = {}
  ): Promise<Measured<TimeseriesFacts>> {
    checkOptions(options, [...METRIC_OPTIONS, 'window', 'every'], 'timeseries');
    const { window = '2d', every = '1d' } = options;
    const answer = await this.connection.json(
      this.connection.client.api.timeseries.$post({
        json: {
          metric: toName(metric, 'metric'),
          ...(dimension === undefined || dimension === null
            ? // Every dimension has as many rows.
              metric === 'count'
              ? { dimensions: [] }
              : {}
            : { dimensions: toNames(dimension, 'dimension') }),
          ...toMetricOptions(options),
          ...(window === null ? {} : { windowMs: toMilliseconds(window, 'window') }),
          ...(every === null ? {} : { everyMs: toMilliseconds(every, 'every') })
        }
      })
    );
    const times = answer.times.map(time => new Date(time));
    const nameOf = (name: string) => name || answer.metric;
    const columns = answer.series.map(({ name, values }) => [nameOf(name), values] as const);
    return measured(
      {
        [columns.some(([name]) => name === 'time') ? 'window_end' : 'time']: times,
        ...Object.fromEntries(columns)
      },
      {
        metric: answer.metric,
        start: new Date(answer.start),
        stop: new Date(answer.end),
        windowMs: answer.windowMs,
        everyMs: answer.everyMs,
        rows: answer.counts,
        series: new Map(
          answer.series.map(({ name, value, referenceValue, band, limits, alerts }) => [
            nameOf(name),
            { value, referenceValue, band, limits, alerts: alerts.flatMap(at => times[at] ?? []) }
          ])
        )
      }
    );
  }

  /**
   * Rows per bin of a dimension: deciles of the reference for numbers, categories otherwise, missing cells last.
   *
   * @param metric a performance metric to measure in each bin.
   * @returns one row per bin: `segment`, for numbers `start` and `stop`, `primary` and `reference` (rows), `primary_share` and
   * `reference_share` (0 to 1), `psi` (the bin's part), and with a metric `<metric>` and `<metric>_reference`; `attrs` has the
   * whole `psi` and the `rows` of both.
   */
  async segments(
    dimension: string,
    metric?: MetricName | null,
    options: Range & { label?: Label } = {}
  ): Promise<Measured<{ type: string; psi: number | null; rows: Record<Side, number | null> }>> {
    checkOptions(options, ['start', 'stop', 'label'], 'segments');
    const answer = await this.connection.json(
      this.connection.client.api.segments.$post({
        json: {
          dimension: toName(dimension, 'dimension'),
          ...(metric ? { metric: toName(metric, 'metric') } : {}),
          ...toRange(options),
          ...(options.label === undefined ? {} : { label: toLabel(options.label) })
        }
      })
    );
    const { segments } = answer;
    return measured(
      {
        segment: segments.map(({ label }) => label),
        ...(answer.dataType === 'numeric'
          ? { start: segments.map(({ start }) => start), stop: segments.map(({ end }) => end) }
          : {}),
        primary: segments.map(({ primary }) => primary),
        reference: segments.map(({ reference }) => reference),
        primary_share: segments.map(({ primaryShare }) => primaryShare),
        reference_share: segments.map(({ referenceShare }) => referenceShare),
        psi: segments.map(({ psi }) => psi),
        ...(metric
          ? {
              [metric]: segments.map(({ primaryMetric }) => primaryMetric),
              [`${metric}_reference`]: segments.map(({ referenceMetric }) => referenceMetric)
            }
          : {})
      },
      { type: answer.dataType, psi: answer.psi, rows: answer.totals }
    );
  }

  /** How right the model was: metrics, classes, confusion, calibration, residuals. */
  async performance(options: Range & { label?: Label } = {}): Promise<Performance> {
    checkOptions(options, ['start', 'stop', 'label'], 'performance');
    const label = options.label === undefined ? {} : { label: toLabel(options.label) };
    const answer = await this.connection.json(
      this.connection.client.api.performance.$post({ json: { ...toRange(options), ...label } })
    );
    return toPerformance(answer as PerformanceAnswer);
  }

  /**
   * Parts of the data in which the model is worse than overall: one bin, or two bins of different dimensions.
   *
   * @param metric a performance metric; without one the usual one of the task.
   * @returns one row per segment, the worst first: `segment` (text), `rows`, `share` (0 to 1), the metric, its 95 % confidence
   * interval `low` to `high`, and `difference` from the `overall` value, which `attrs` has.
   */
  async worstSegments(
    metric?: MetricName | null,
    options: Omit<MetricOptions, 'k'> & { minRows?: number; limit?: number } = {}
  ): Promise<Measured<{ metric: Metric; overall: number | null }>> {
    checkOptions(
      options,
      ['dataset', 'start', 'stop', 'label', 'minRows', 'limit'],
      'worstSegments'
    );
    const answer = await this.connection.json(
      this.connection.client.api['worst-segments'].$post({
        json: {
          ...(metric ? { metric: toName(metric, 'metric') } : {}),
          ...toMetricOptions(options),
          minRows: toCount(options.minRows ?? 30, 'minRows'),
          limit: toCount(options.limit ?? 20, 'limit', 1, 1000)
        }
      })
    );
    const { segments } = answer;
    return measured(
      {
        segment: segments.map(({ where }) =>
          where
            .map(
              ({ dimension, bin, label }) =>
                `${dimension} ${bin.kind === 'interval' ? 'in' : '='} ${label}`
            )
            .join(' and ')
        ),
        rows: segments.map(({ count }) => count),
        share: segments.map(({ share }) => share),
        [answer.metric]: segments.map(({ value }) => value),
        low: segments.map(({ low }) => low),
        high: segments.map(({ high }) => high),
        difference: segments.map(({ difference }) => difference)
      },
      { metric: answer.metric, overall: answer.overall }
    );
  }

  /**
   * Projects an embedding and finds clusters, in the server: `await session.umap('image', { seed: 7 }).result()`.
   *
   * @param embedding display name; may be left out when there is one.
   */
  umap(embedding?: string | null, options: UmapOptions = {}): UmapJob {
    checkUmapParameters(options);
    const request = this.#nameEmbedding(embedding).then((name): MapRequest => ({
      embedding: name,
      parameters: options
    }));
    return new UmapJob(this.connection, request);
  }

  /**
   * Clusters of the newest layout of an embedding; without a layout one is made, with the defaults of `umap`.
   *
   * @returns one row per cluster: `cluster`, `name`, `points`, their number per data set, `drift` (−1 to 1), `accuracy`,
   * `accuracy_reference`, and with a metric `<metric>` and `<metric>_reference`; `attrs` has the `layout`, its `parameters`, and
   * `noise`, the points in no cluster.
   */
  async clusters(
    embedding?: string | null,
    options: ClusterOptions = {}
  ): Promise<Measured<Pick<Layout, 'embedding' | 'parameters' | 'noise'> & { layout: string }>> {
    checkOptions(options, ['sort', 'metric', 'dimension'], 'clusters');
    const sort = toChoice(options.sort ?? 'drift', 'order of clusters', SORTS);
    const { metric } = options;
    if (sort === 'metric' && metric === undefined) {
      throw new RequestError('Cannot sort clusters by a metric: name one, { metric: … }', {
        code: 'metric/invalid'
      });
    }
    const layout = await this.#findLayout(embedding);
    const columns = toClusterColumns(layout);
    if (metric !== undefined) {
      await this.#addMeasures(columns, layout, metric, options.dimension);
    }
    const by = { drift: 'drift', size: 'points', metric: metric ?? '' }[sort];
    const isAscending = sort === 'metric' && METRIC_FACTS[metric as Metric].better === 'higher';
    const sorted = sortColumns(columns, by, isAscending);
    const { hash, parameters, noise } = layout;
    const attrs = { layout: hash, embedding: layout.embedding, parameters, noise };
    return measured(sorted, attrs);
  }

  /** Limits that were set: `metric`, `dimension` (null: all), `lower`, `upper`, `deviations` and `off`. */
  async thresholds(): Promise<ColumnTable> {
    const all = await this.#readThresholds();
    const rules = all.map(({ rule }) => rule);
    return table({
      metric: all.map(({ metric }) => metric),
      dimension: all.map(({ dimension }) => dimension ?? null),
      lower: rules.map(rule => (rule.kind === 'constant' ? rule.lower : null)),
      upper: rules.map(rule => (rule.kind === 'constant' ? rule.upper : null)),
      deviations: rules.map(rule => (rule.kind === 'deviations' ? rule.k : null)),
      off: rules.map(rule => rule.kind === 'off')
    });
  }

  /** Sets what raises an alert, here and in the app, in place of what was set for the same metric and dimension. */
  async setThreshold(
    metric: MetricName,
    dimension: string | null,
    rule: ThresholdRule
  ): Promise<void> {
    const entry: Threshold = {
      metric: toName(metric, 'metric'),
      ...toDimension(dimension),
      rule: toRule(rule)
    };
    const others = (await this.#readThresholds()).filter(known => !isFor(known, entry));
    await this.connection.client.api.thresholds.$put({ json: [...others, entry] });
  }

  /** Takes back what `setThreshold` set for this metric and dimension: the default holds again. */
  async removeThreshold(metric: MetricName, dimension: string | null = null): Promise<void> {
    const known = await this.#readThresholds();
    const others = known.filter(each => !isFor(each, { metric, ...toDimension(dimension) }));
    if (others.length === known.length) {
      throw new RequestError(
        `Cannot remove a threshold for ${metric}${dimension === null ? '' : ` of "${dimension}"`}: none is set`,
        { code: 'metric/invalid', hint: 'await session.thresholds() lists them' }
      );
    }
    await this.connection.client.api.thresholds.$put({ json: others });
  }

  /** The period of the primary rows that stands in for the reference, or null. */
  async baseline(): Promise<{ start: Date; stop: Date } | null> {
    const kept = await this.connection.json(this.connection.client.api.baseline.$get());
    return kept && { start: new Date(kept.start), stop: new Date(kept.end) };
  }

  /** Makes a period of the primary rows the baseline, here and in the app; null goes back to the reference data set. */
  async setBaseline(period: { start: Time; stop: Time } | null): Promise<void> {
    const json = period && {
      start: toTime(period.start, 'start'),
      end: toTime(period.stop, 'stop')
    };
    await this.connection.client.api.baseline.$put({ json });
  }

  async #readThresholds(): Promise<Threshold[]> {
    return this.connection.json(this.connection.client.api.thresholds.$get());
  }

  async #nameEmbedding(embedding: string | null | undefined): Promise<string> {
    if (embedding !== null && embedding !== undefined) {
      return toName(embedding, 'embedding');
    }
    const names = (await this.state()).embeddings.map(({ name }) => name);
    const [only] = names;
    if (only === undefined) {
      throw new RequestError('Cannot project anything: the data has no embedding', {
        code: 'embedding/unknown',
        hint: 'Name columns of vectors in the schema, embeddingFeatureColumnNames: { … }'
      });
    }
    if (names.length > 1) {
      const listed = names.map(name => `"${name}"`).join(', ');
      throw new RequestError(`Cannot tell which embedding to project: name one of ${listed}`, {
        code: 'embedding/unknown'
      });
    }
    return only;
  }

  /** The newest layout, made when there is none. */
  async #findLayout(embedding: string | null | undefined): Promise<Layout> {
    const { client } = this.connection;
    const query = embedding ? { embedding: toName(embedding, 'embedding') } : {};
    const [newest] = await this.connection.json(client.api.layouts.$get({ query }));
    if (newest) {
      return newest;
    }
    const { layout } = await this.umap(embedding).ended();
    return this.connection.json(
      client.api.layouts[':hash'].$get({ param: { hash: layout ?? '' } })
    );
  }

  async #addMeasures(
    columns: Record<string, unknown[]>,
    { hash, clusters }: Layout,
    metric: string,
    dimension: string | undefined
  ): Promise<void> {
    const measures = await this.connection.json(
      this.connection.client.api.layouts[':hash'].measures.$post({
        param: { hash },
        json: { metric, ...toDimension(dimension) }
      })
    );
    const byId = new Map(measures.map(measure => [measure.id, measure]));
    columns[metric] = clusters.map(({ id }) => byId.get(id)?.primary ?? null);
    columns[`${metric}_reference`] = clusters.map(({ id }) => byId.get(id)?.reference ?? null);
  }
}

/** All columns by the values of one; rows without a value come last. */
function sortColumns(
  columns: Record<string, unknown[]>,
  by: string,
  isAscending: boolean
): Record<string, unknown[]> {
  const values = columns[by] as (number | null)[];
  const sign = isAscending ? 1 : -1;
  const rank = (row: number) => (values[row] ?? Infinity * sign) * sign;
  const rows = values
    .map((_, row) => row)
    .sort((a, b) => {
      const [first, second] = [rank(a), rank(b)];
      return first < second ? -1 : first > second ? 1 : 0;
    });
  return Object.fromEntries(
    Object.entries(columns).map(([name, cells]) => [name, rows.map(row => cells[row])])
  );
}

function toMetricOptions({ dataset = 'primary', label, k, ...range }: MetricOptions) {
  return {
    dataset: toChoice(dataset, 'data set with metrics', SIDES),
    ...toRange(range),
    ...(label === undefined ? {} : { label: toLabel(label) }),
    ...(k === undefined ? {} : { k: toCount(k, 'k', 1, 1_000_000) })
  };
}

function toDimension(dimension: string | null | undefined): { dimension?: string } {
  return dimension === null || dimension === undefined
    ? {}
    : { dimension: toName(dimension, 'dimension') };
}

function toRule(rule: ThresholdRule): Threshold['rule'] {
  checkOptions(rule, ['lower', 'upper', 'deviations', 'off'], 'setThreshold');
  const { lower, upper, deviations, off } = rule as Record<string, unknown>;
  const ways = [lower !== undefined || upper !== undefined, deviations !== undefined, off === true];
  if (ways.filter(Boolean).length !== 1) {
    throw new RequestError(
      'Cannot set a threshold: give lower or upper or both, or deviations, or off: true',
      { code: 'metric/invalid', hint: 'session.removeThreshold(…) goes back to the default' }
    );
  }
  if (off === true) {
    return { kind: 'off' };
  }
  const limit = (value: unknown, name: string) =>
    value === undefined ? null : toNumber(value, name);
  return deviations === undefined
    ? { kind: 'constant', lower: limit(lower, 'lower'), upper: limit(upper, 'upper') }
    : { kind: 'deviations', k: toNumber(deviations, 'deviations') };
}

function isFor(known: Threshold, wanted: Pick<Threshold, 'metric' | 'dimension'>): boolean {
  return known.metric === wanted.metric && known.dimension === wanted.dimension;
}

function toClusterColumns({ clusters, counts }: Layout): Record<string, unknown[]> {
  const roles = (['primary', 'reference', 'corpus'] as const).filter(
    role => role === 'primary' || counts[role] > 0
  );
  return {
    cluster: clusters.map(({ id }) => Number(id)),
    name: clusters.map(({ name }) => name),
    points: clusters.map(({ count }) => count),
    ...Object.fromEntries(roles.map(role => [role, clusters.map(each => each.counts[role])])),
    drift: clusters.map(
      ({ driftRatio, primaryToCorpusRatio }) => driftRatio ?? primaryToCorpusRatio
    ),
    accuracy: clusters.map(({ accuracy }) => accuracy.primary),
    accuracy_reference: clusters.map(({ accuracy }) => accuracy.reference)
  };
}
