import {
  setProperty,
  type AttributeObject,
  type AttributeValue
} from '../contract/attribute-value.ts';
import { BLANK_SUBJECT } from './blank-subject.ts';
import { toPredicate } from './to-predicate.ts';
import type { AttributePath, AttributeRef, Condition } from './tree.ts';

/** A condition that depends on `attribute` alone, as a function of its value; null is a missing one. */
export function toValuePredicate(
  condition: Condition,
  { paths }: AttributeRef
): (value: AttributeValue) => boolean {
  const matches = toPredicate({ text: '', condition });
  const [path = []] = paths;
  const span = { ...BLANK_SUBJECT.span };
  const subject = { ...BLANK_SUBJECT, span };
  return value => {
    // A path begins with a key.
    span.attributes = wrap(value, path) as AttributeObject;
    return matches(subject);
  };
}

/** Attributes that have nothing but a value at a path. */
function wrap(value: AttributeValue, path: AttributePath): AttributeValue {
  return path.reduceRight<AttributeValue>((inner, step) => {
    if (typeof step === 'number') {
      return step < 0 ? [inner] : [...Array<null>(step).fill(null), inner];
    }
    const outer: AttributeObject = {};
    setProperty(outer, step, inner);
    return outer;
  }, value);
}
