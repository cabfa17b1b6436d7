import { Failure } from '../contract/failures.ts';
import type { FilterDoubt } from '../contract/traces.ts';
import { FIELD_NAMES } from './fields.ts';
import { listAnnotations, listAttributes } from './list-references.ts';
import { findNearest } from './nearest-name.ts';
import { parseFilter } from './parse-filter.ts';
import type { AnnotationName, AttributeRef, Filter } from './tree.ts';
import type { FilterVocabulary } from './vocabulary.ts';

export type Validation =
  { isValid: true; filter: Filter; warnings: FilterDoubt[] } | { isValid: false; failure: Failure };

/** Whether a text is a filter, and what is doubtful about it: names that no span has may be misspelled, but are not wrong (§4.2.2). */
export function validateFilter(text: string, vocabulary: FilterVocabulary = {}): Validation {
  try {
    const filter = parseFilter(text);
    return { isValid: true, filter, warnings: findDoubts(filter, vocabulary) };
  } catch (error) {
    if (error instanceof Failure) {
      return { isValid: false, failure: error };
    }
    throw error;
  }
}

function findDoubts({ condition }: Filter, vocabulary: FilterVocabulary): FilterDoubt[] {
  if (!condition) {
    return [];
  }
  return [
    ...listAttributes(condition).map(attribute => doubtAttribute(attribute, vocabulary)),
    ...listAnnotations(condition).map(annotation => doubtAnnotation(annotation, vocabulary))
  ].filter(warning => warning !== undefined);
}

/** Constants that somebody may write as another language does. */
const CONSTANTS = ['True', 'False', 'None'];

function doubtAttribute(
  { paths, at }: AttributeRef,
  { attributes }: FilterVocabulary
): FilterDoubt | undefined {
  const names = paths.map(path => path.filter(step => typeof step === 'string').join('.'));
  if (!attributes || names.some(name => isKnown(name, attributes))) {
    return undefined;
  }
  const name = names.at(-1) ?? '';
  const nearest = findNearest(name, [...FIELD_NAMES, ...attributes, ...CONSTANTS]);
  return {
    message: describe('attribute', name, nearest),
    at,
    ...(nearest !== undefined && { nearest })
  };
}

/** An object around what is known, or a part within it, is known as well. */
function isKnown(name: string, attributes: readonly string[]): boolean {
  return attributes.some(
    known => known === name || known.startsWith(`${name}.`) || name.startsWith(`${known}.`)
  );
}

function doubtAnnotation(
  { of, name, at }: AnnotationName,
  { annotations, traceAnnotations }: FilterVocabulary
): FilterDoubt | undefined {
  const known = of === 'span' ? annotations : traceAnnotations;
  return !known || known.includes(name)
    ? undefined
    : { message: describe('annotation', name, findNearest(name, known)), at };
}

function describe(kind: string, name: string, nearest: string | undefined): string {
  const advice = nearest === undefined ? '' : `: did you mean ${nearest}?`;
  return `No span has the ${kind} ${name} yet${advice}`;
}
