import { findOnlyAttribute } from '../../filter/list-references.ts';
import { toValuePredicate } from '../../filter/to-value-predicate.ts';
import type { AttributePath, Condition } from '../../filter/tree.ts';
import { BLOCK_ROWS } from '../columns/span-block.ts';
import type { AttributeColumn } from './attribute-column.ts';
import type { BlockAttributes } from './block-attributes.ts';
import { compileValuesTest } from './test-values.ts';
import { compileWordsTest, type Found } from './test-words.ts';

/** A test of rows by their attributes alone. */
export interface AttributesTest {
  paths: readonly AttributePath[];
  /** Marks rows with 1, and all others with 0; undefined when the columns cannot tell. */
  mark: (attributes: BlockAttributes, marks: Uint8Array) => Found | undefined;
}

/** The test of a condition that is made of conditions on one attribute each; undefined for any other. */
export function compileAttributesTest(
  condition: Condition,
  wanted = true
): AttributesTest | undefined {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const tests = condition.operands.map(operand => compileAttributesTest(operand, wanted));
      const known = tests.filter(test => test !== undefined);
      return known.length === tests.length
        ? joinTests(known, (condition.kind === 'and') === wanted)
        : undefined;
    }
    case 'not':
      return compileAttributesTest(condition.operand, !wanted);
    default:
      return compileLeaf(condition, wanted);
  }
}

function joinTests(tests: readonly AttributesTest[], isAll: boolean): AttributesTest {
  const scratch = new Uint8Array(BLOCK_ROWS);
  return {
    paths: tests.flatMap(({ paths }) => paths),
    mark: (attributes, marks) => {
      marks.fill(isAll ? 1 : 0);
      let joined: Found = 'rows';
      for (const test of tests) {
        const found = test.mark(attributes, scratch);
        if (found === undefined) {
          return undefined;
        }
        joined = found === 'candidates' ? found : joined;
        for (let i = 0; i < BLOCK_ROWS; i++) {
          const [before, now] = [marks[i] ?? 0, scratch[i] ?? 0];
          marks[i] = isAll ? before & now : before | now;
        }
      }
      return joined;
    }
  };
}

function compileLeaf(condition: Condition, wanted: boolean): AttributesTest | undefined {
  const attribute = findOnlyAttribute(condition);
  // Where a list ends differs from row to row.
  if (
    !attribute ||
    attribute.paths.some(path => path.some(step => typeof step === 'number' && step < 0))
  ) {
    return undefined;
  }
  const { paths } = attribute;
  const asked: Condition = wanted ? condition : { kind: 'not', operand: condition };
  const holds = toValuePredicate(asked, attribute);
  const findTruths = compileValuesTest(asked, holds);
  const testWords = compileWordsTest(asked, holds);
  return {
    paths,
    mark: (attributes, marks) => {
      const found = paths.map(path => ({ path, column: attributes.find(path) }));
      const columns = found.flatMap(({ column }) => (column === undefined ? [] : [column]));
      if (columns.length === paths.length) {
        markByValues(columns, { findTruths, none: holds(null) }, marks);
        return 'rows';
      }
      const [only, ...others] = found.filter(({ column }) => column !== null);
      const words = only && others.length === 0 ? attributes.findWords(only.path) : undefined;
      return words && testWords(words, marks);
    }
  };
}

/** `none`: the truth of rows that have no value. */
function markByValues(
  columns: readonly (AttributeColumn | null)[],
  { findTruths, none }: { findTruths: (column: AttributeColumn) => Uint8Array; none: boolean },
  marks: Uint8Array
): void {
  marks.fill(Number(none));
  // The first path that leads to a value counts, so that its column comes last.
  for (const column of [...columns].reverse()) {
    if (column) {
      const truths = findTruths(column);
      const { codes } = column;
      for (let i = 0; i < BLOCK_ROWS; i++) {
        const code = codes[i] ?? 0;
        if (code > 0) {
          marks[i] = truths[code] ?? 0;
        }
      }
    }
  }
}
