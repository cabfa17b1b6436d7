import type { AnnotationName, AttributeRef, Condition, Value } from './tree.ts';

/** The different annotations of a filter, in the order they appear. */
export function listAnnotations(condition: Condition): AnnotationName[] {
  const found = new Map<string, AnnotationName>();
  const add = (annotation: AnnotationName) => {
    const key = annotationKey(annotation);
    if (!found.has(key)) {
      found.set(key, annotation);
    }
  };
  visit(condition, {
    condition: inner => {
      if (inner.kind === 'annotated') {
        add(inner.annotation);
      }
    },
    value: value => {
      if (value.kind === 'annotation') {
        add(value.annotation);
      }
    }
  });
  return [...found.values()];
}

export function annotationKey({ of, name }: AnnotationName): string {
  return `${of} ${name}`;
}

/** Every mention of an attribute. */
export function listAttributes(condition: Condition): AttributeRef[] {
  const found: AttributeRef[] = [];
  visit(condition, {
    value: value => {
      if (value.kind === 'attribute') {
        found.push(value);
      }
    }
  });
  return found;
}

/** The attribute that a condition depends on, when there is nothing else that it depends on. */
export function findOnlyAttribute(condition: Condition): AttributeRef | undefined {
  const attributes = listAttributes(condition);
  const [only] = attributes;
  const paths = JSON.stringify(only?.paths);
  let isOnly = attributes.every(other => JSON.stringify(other.paths) === paths);
  visit(condition, {
    condition: ({ kind }) => {
      isOnly &&= kind !== 'root' && kind !== 'annotated';
    },
    value: ({ kind }) => {
      isOnly &&= kind !== 'field' && kind !== 'annotation';
    }
  });
  return isOnly ? only : undefined;
}

interface Visitor {
  condition?: (condition: Condition) => void;
  value: (value: Value) => void;
}

function visit(condition: Condition, visitor: Visitor): void {
  visitor.condition?.(condition);
  switch (condition.kind) {
    case 'and':
    case 'or':
      condition.operands.forEach(operand => visit(operand, visitor));
      break;
    case 'not':
      visit(condition.operand, visitor);
      break;
    case 'missing':
    case 'one-of':
      visitValue(condition.value, visitor);
      break;
    case 'compare':
      visitValue(condition.left, visitor);
      visitValue(condition.right, visitor);
      break;
    case 'contains':
      visitValue(condition.haystack, visitor);
      visitValue(condition.needle, visitor);
      break;
    default:
  }
}

function visitValue(value: Value, visitor: Visitor): void {
  visitor.value(value);
  switch (value.kind) {
    case 'arithmetic':
    case 'joined':
      visitValue(value.left, visitor);
      visitValue(value.right, visitor);
      break;
    case 'negative':
    case 'to-number':
    case 'to-text':
      visitValue(value.operand, visitor);
      break;
    default:
  }
}
