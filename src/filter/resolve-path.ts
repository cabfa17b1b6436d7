import type { TextRange } from '../contract/failures.ts';
import { findField } from './fields.ts';
import { filterFailure } from './filter-failure.ts';
import { findNearest } from './nearest-name.ts';
import type { PathStep, PathSyntax } from './syntax.ts';
import {
  ANNOTATION_MEMBERS,
  type AnnotationMember,
  type AnnotationName,
  type AttributePath,
  type Value
} from './tree.ts';

/** What a path stands for; an annotation without a member and the parent are no values. */
export type Resolved =
  Value | { kind: 'annotated'; annotation: AnnotationName } | { kind: 'parent' };

const ANNOTATIONS = new Map<string, 'span' | 'trace'>([
  ['annotations', 'span'],
  ['evals', 'span'],
  ['trace_annotations', 'trace']
]);

/** Finds the field, attribute or annotation that a path names; any path that is nothing else is an attribute's (§4.2.2). */
export function resolvePath(path: PathSyntax & TextRange): Resolved {
  const { root, steps } = withoutSpan(path);
  const annotations = ANNOTATIONS.get(root);
  if (annotations !== undefined && (steps.length === 0 || steps[0]?.by !== 'name')) {
    return resolveAnnotation(path, root, annotations, steps);
  }
  if (annotations !== undefined && isMember(steps.at(-1))) {
    throw filterFailure(
      'filter/syntax',
      `Cannot read the annotation: its name stands in brackets`,
      path,
      `Write ${root}['name'].score`
    );
  }
  if (root === 'parent_span') {
    if (steps.length > 0) {
      throw filterFailure(
        'filter/unsupported',
        'Cannot look into the parent of a span: only parent_span is None and parent_span is not None exist',
        path
      );
    }
    return { kind: 'parent' };
  }
  return resolveAttribute(path, root, steps);
}

/** `span.` may stand before every name. */
function withoutSpan({ root, steps }: PathSyntax): { root: string; steps: PathStep[] } {
  const [first, ...rest] = steps;
  return root === 'span' && first?.by === 'name'
    ? { root: first.name, steps: rest }
    : { root, steps };
}

function isMember(step: PathStep | undefined): boolean {
  return step?.by === 'name' && (ANNOTATION_MEMBERS as readonly string[]).includes(step.name);
}

function resolveAnnotation(
  at: TextRange,
  root: string,
  of: 'span' | 'trace',
  [nameStep, memberStep, ...rest]: PathStep[]
): Resolved {
  if (nameStep?.by !== 'key' || nameStep.key.trim() === '') {
    throw filterFailure(
      'filter/syntax',
      'Cannot read the annotation: its name is missing',
      nameStep ?? at,
      `Write ${root}['name']`
    );
  }
  const annotation = { of, name: nameStep.key, at: pick(nameStep) };
  if (!memberStep) {
    return { kind: 'annotated', annotation };
  }
  if (!isMember(memberStep) || memberStep.by !== 'name' || rest.length > 0) {
    throw unknownMember(rest.at(-1) ?? memberStep);
  }
  return { kind: 'annotation', annotation, member: memberStep.name as AnnotationMember };
}

function unknownMember(step: PathStep): Error {
  const name = step.by === 'name' ? step.name : undefined;
  const nearest = name === undefined ? undefined : findNearest(name, ANNOTATION_MEMBERS);
  return filterFailure(
    'filter/unknown-name',
    name === undefined
      ? 'Cannot take this part of an annotation'
      : `Cannot take .${name} of an annotation: it has .score, .label, .explanation and .identifier`,
    pick(step),
    nearest === undefined ? undefined : `Did you mean .${nearest}?`
  );
}

const pick = ({ from, to }: TextRange): TextRange => ({ from, to });

function resolveAttribute(at: TextRange, root: string, steps: PathStep[]): Value {
  if (root === 'attributes' && steps.length === 0) {
    throw filterFailure(
      'filter/not-a-condition',
      'Cannot use attributes as a whole: name one of them',
      at,
      "Write attributes['key']"
    );
  }
  const isPlain = steps.every(({ by }) => by === 'name');
  const dotted = [root, ...steps.map(step => (step.by === 'name' ? step.name : ''))].join('.');
  const field = isPlain ? findField(dotted) : undefined;
  if (field !== undefined) {
    return { kind: 'field', name: field };
  }
  const first: PathStep[] = root === 'attributes' ? [] : [{ ...pick(at), by: 'name', name: root }];
  const paths = findPaths([...first, ...steps]);
  const tokenCount = paths
    .map(path => path.join('.'))
    .find(path => path.startsWith('llm.token_count.'));
  const counted = tokenCount === undefined ? undefined : findField(tokenCount);
  return counted === undefined
    ? { kind: 'attribute', paths, at: pick(at) }
    : { kind: 'field', name: counted };
}

/** A key in brackets is tried as it is, and cut at its dots. */
function findPaths(steps: PathStep[]): AttributePath[] {
  const literal = steps.flatMap(readStep);
  const cut = steps.flatMap(step => (step.by === 'key' ? cutKey(step.key) : readStep(step)));
  const isSame = literal.length === cut.length;
  return isSame ? [literal] : [literal, cut];
}

function readStep(step: PathStep): AttributePath {
  switch (step.by) {
    case 'name':
      return [step.name];
    case 'key':
      return [step.key];
    case 'position':
      return [step.position];
    case 'keys':
      return step.keys;
  }
}

function cutKey(key: string): string[] {
  const names = key
    .split('.')
    .map(name => name.trim())
    .filter(name => name !== '');
  return names.length > 1 ? names : [key];
}
