import type { Condition, Value } from './tree.ts';

/** A filter's tree on one line, for people who test or debug: `(and (== text span_kind "LLM") (missing attr ["a","b"]))`. */
export function printFilter(condition: Condition | undefined): string {
  if (!condition) {
    return 'everything';
  }
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${[condition.kind, ...condition.operands.map(printFilter)].join(' ')})`;
    case 'not':
      return `(not ${printFilter(condition.operand)})`;
    case 'constant':
      return String(condition.value);
    case 'missing':
      return `(missing ${printValue(condition.value)})`;
    case 'annotated':
      return `(annotated ${printAnnotation(condition.annotation)})`;
    case 'root':
      return '(root)';
    case 'compare': {
      const { operator, type, left, right } = condition;
      return `(${operator} ${type} ${printValue(left)} ${printValue(right)})`;
    }
    case 'one-of': {
      const { type, value, items, negated } = condition;
      return `(${negated ? 'none-of' : 'one-of'} ${type} ${[value, ...items].map(printValue).join(' ')})`;
    }
    case 'contains': {
      const { haystack, needle, negated } = condition;
      return `(${negated ? 'lacks' : 'contains'} ${printValue(haystack)} ${printValue(needle)})`;
    }
  }
}

function printAnnotation({ of, name }: { of: string; name: string }): string {
  return `${of} ${JSON.stringify(name)}`;
}

function printValue(value: Value): string {
  switch (value.kind) {
    case 'field':
      return value.name;
    case 'attribute':
      return `attr ${value.paths.map(path => JSON.stringify(path)).join('|')}`;
    case 'annotation':
      return `${printAnnotation(value.annotation)}.${value.member}`;
    case 'text':
      return JSON.stringify(value.value);
    case 'number':
    case 'boolean':
      return String(value.value);
    case 'time':
      return `${value.value}ns`;
    case 'arithmetic':
      return `(${value.operator} ${printValue(value.left)} ${printValue(value.right)})`;
    case 'negative':
      return `(- ${printValue(value.operand)})`;
    case 'joined':
      return `(join ${printValue(value.left)} ${printValue(value.right)})`;
    case 'to-number':
    case 'to-text':
      return `(${value.kind} ${printValue(value.operand)})`;
  }
}
