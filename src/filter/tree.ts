import type { TextRange } from '../contract/failures.ts';
import type { FieldName } from './fields.ts';

/** A filter whose names and types are known: what SQL, the predicate and the completions are made of. */
export type Condition =
  | { kind: 'and' | 'or'; operands: Condition[] }
  | { kind: 'not'; operand: Condition }
  | { kind: 'constant'; value: boolean }
  /** Whether a value is missing: the one thing beside `annotated` and `root` that is never missing itself. */
  | { kind: 'missing'; value: Value }
  /** Whether there is an annotation of that name. */
  | { kind: 'annotated'; annotation: AnnotationName }
  /** Whether the span has no parent, or one that is not stored. */
  | { kind: 'root' }
  | Comparison
  | { kind: 'one-of'; type: ComparedType; value: Value; items: Literal[]; negated: boolean }
  | { kind: 'contains'; haystack: Value; needle: Value; negated: boolean };

export interface Comparison {
  kind: 'compare';
  operator: Order;
  /** Attributes of another type are missing for this comparison; `same`: two attributes of one type, whichever. */
  type: ComparedType;
  left: Value;
  right: Value;
}

export type Order = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type ComparedType = 'text' | 'number' | 'boolean' | 'time' | 'same';

export type Value =
  | { kind: 'field'; name: FieldName }
  | AttributeRef
  | { kind: 'annotation'; annotation: AnnotationName; member: AnnotationMember }
  | Literal
  | { kind: 'arithmetic'; operator: '+' | '-' | '*' | '/' | '%'; left: Value; right: Value }
  | { kind: 'negative'; operand: Value }
  | { kind: 'joined'; left: Value; right: Value }
  | { kind: 'to-number' | 'to-text'; operand: Value };

export interface AttributeRef {
  kind: 'attribute';
  /** Paths to try, the first that leads to a value counts: a key with dots may be one key, or nested (§14.13). */
  paths: AttributePath[];
  at: TextRange;
}

/** Keys, and positions in lists; a negative one counts from the end. */
export type AttributePath = (string | number)[];

export interface AnnotationName {
  of: 'span' | 'trace';
  name: string;
  at: TextRange;
}

export const ANNOTATION_MEMBERS = ['score', 'label', 'explanation', 'identifier'] as const;
export type AnnotationMember = (typeof ANNOTATION_MEMBERS)[number];

export type Literal =
  | { kind: 'text'; value: string }
  | { kind: 'number'; value: number | bigint }
  | { kind: 'boolean'; value: boolean }
  /** Nanoseconds since 1970. */
  | { kind: 'time'; value: bigint };

export interface Filter {
  text: string;
  /** Undefined: every span matches. */
  condition: Condition | undefined;
}
