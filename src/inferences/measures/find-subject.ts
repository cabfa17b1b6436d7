import { Failure } from '../../contract/failures.ts';
import { isMetric, METRIC_FACTS, METRICS, type Metric } from '../../contract/metrics.ts';
import type { Model, ModelDimension } from '../model.ts';
import type { Subject } from './meter.ts';
import { suggestName } from './suggest-name.ts';

export function findMetric(name: string): Metric {
  if (!isMetric(name)) {
    const hint = suggestName(name, METRICS) ?? `Use one of ${METRICS.join(', ')}`;
    throw new Failure('metric/unknown', `Cannot find metric ${JSON.stringify(name)}`, { hint });
  }
  return name;
}

interface Subjects {
  readonly dimensions: ReadonlyMap<string, ModelDimension>;
  readonly all: ReadonlyMap<string, Subject>;
}

const subjectsByModel = new WeakMap<Model, Subjects>();

function subjectsOf(model: Model): Subjects {
  let found = subjectsByModel.get(model);
  if (!found) {
    const dimensions = model.dimensions.map(
      dimension => [dimension.name, { kind: 'dimension', dimension }] as const
    );
    const embeddings = model.embeddings.map(
      embedding => [embedding.name, { kind: 'embedding', embedding }] as const
    );
    found = {
      dimensions: new Map(model.dimensions.map(dimension => [dimension.name, dimension])),
      all: new Map<string, Subject>([...embeddings, ...dimensions])
    };
    subjectsByModel.set(model, found);
  }
  return found;
}

/** All that is measured by name: dimensions, then embeddings. */
export function listSubjects(model: Model): Subject[] {
  return [
    ...model.dimensions.map((dimension): Subject => ({ kind: 'dimension', dimension })),
    ...model.embeddings.map((embedding): Subject => ({ kind: 'embedding', embedding }))
  ];
}

/** A scalar dimension, or an embedding where `kind` says so or no dimension has the name. */
export function findSubject(model: Model, name: string, kind?: Subject['kind']): Subject {
  const { dimensions, all } = subjectsOf(model);
  const dimension = dimensions.get(name);
  const found =
    dimension && kind !== 'embedding' ? { kind: 'dimension' as const, dimension } : all.get(name);
  if (!found) {
    const hint = suggestName(name, all.keys());
    throw new Failure(
      'dimension/unknown',
      `Cannot find dimension ${JSON.stringify(name)}: the data has ${all.size} other${all.size === 1 ? '' : 's'}`,
      hint === undefined ? {} : { hint }
    );
  }
  return found;
}

export function findDimension(model: Model, name: string): ModelDimension {
  const subject = findSubject(model, name);
  if (subject.kind !== 'dimension') {
    throw new Failure(
      'dimension/unknown',
      `Cannot look into ${JSON.stringify(name)}: it is an embedding, and a scalar dimension is needed`
    );
  }
  return subject.dimension;
}

/** Whether a metric says something of a subject (`on` of its facts). */
export function appliesTo(metric: Metric, subject: Subject): boolean {
  const { on } = METRIC_FACTS[metric];
  return subject.kind === 'dimension'
    ? on === 'any' || on === subject.dimension.dataType
    : subject.kind === on;
}

/** The subject of a request for one metric; throws Failure for one it cannot be measured on. */
export function resolveSubject(
  model: Model,
  metric: Metric,
  dimension: string | undefined
): Subject {
  const { on, kind } = METRIC_FACTS[metric];
  if (dimension === undefined) {
    if (on === 'model' || metric === 'count') {
      return { kind: 'model' };
    }
    throw new Failure('metric/invalid', `Cannot measure ${metric} without a dimension`, {
      hint: on === 'embedding' ? 'Name an embedding' : 'Name a dimension'
    });
  }
  const subject = findSubject(model, dimension, on === 'embedding' ? 'embedding' : undefined);
  // The numeric view of a categorical column has a sum and a mean as well (§4.1).
  if (!appliesTo(metric, subject) && !(kind === 'quality' && subject.kind === 'dimension')) {
    const what = subject.kind === 'dimension' ? subject.dimension.dataType : 'an embedding';
    throw new Failure(
      'metric/invalid',
      `Cannot measure ${metric} of ${JSON.stringify(dimension)}: it is ${what}, and ${metric} is measured on ${describeNeed(on)}`
    );
  }
  return subject;
}

function describeNeed(on: (typeof METRIC_FACTS)[Metric]['on']): string {
  switch (on) {
    case 'any':
      return 'scalar dimensions';
    case 'embedding':
      return 'embeddings';
    case 'model':
      return 'the model as a whole';
    default:
      return `${on} dimensions`;
  }
}
