import type { TextRange } from '../contract/failures.ts';

export type CompareOperator =
  '==' | '!=' | '<' | '<=' | '>' | '>=' | 'is' | 'is not' | 'in' | 'not in';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/** A filter as it is written, before anything is known of its names and types; parentheses are gone. */
export type Syntax = TextRange &
  (
    | PathSyntax
    | { kind: 'string'; value: string }
    | { kind: 'number'; value: number | bigint }
    | { kind: 'constant'; value: boolean | null }
    | { kind: 'list'; items: Syntax[] }
    | { kind: 'call'; name: string; nameAt: TextRange; operands: Syntax[] }
    | { kind: 'logic'; operator: 'and' | 'or'; operands: Syntax[] }
    | { kind: 'not'; operand: Syntax }
    | { kind: 'compare'; first: Syntax; rest: { operator: CompareOperator; right: Syntax }[] }
    | { kind: 'arithmetic'; operator: ArithmeticOperator; left: Syntax; right: Syntax }
    | { kind: 'sign'; operator: '+' | '-'; operand: Syntax }
  );

/** `root.name['key'][0]`. */
export interface PathSyntax {
  kind: 'path';
  root: string;
  steps: PathStep[];
}

export type PathStep = TextRange &
  (
    | { by: 'name'; name: string }
    | { by: 'key'; key: string }
    | { by: 'position'; position: number }
    /** `[['a', 'b']]` */
    | { by: 'keys'; keys: (string | number)[] }
  );
