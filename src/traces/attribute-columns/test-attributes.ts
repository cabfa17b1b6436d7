import { findOnlyAttribute } from '../../filter/list-references.ts';
import { toValuePredicate } from '../../filter/to-value-predicate.ts';
import type { AttributePath, Condition } from '../../filter/tree.ts';
import { BLOCK_ROWS } from '../columns/span-block.ts';
import type { BlockAttributes } from './block-attributes.ts';
import { compileValuesTest } from './test-values.ts';

/** A test of rows by their attributes alone. */
export interface AttributesTest {
  paths: readonly AttributePath[];
  /** Marks the rows that pass with 1, and all others with 0; false when the columns cannot tell. */
  mark: (attributes: BlockAttributes, marks: Uint8Array) => boolean;
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
      return tests.every(test => {
        const isKnown = test.mark(attributes, scratch);
        for (let i = 0; i < BLOCK_ROWS; i++) {
          const [before, now] = [marks[i] ?? 0, scratch[i] ?? 0];
          marks[i] = isAll ? before & now : before | now;
        }
        return isKnown;
      });
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
  return {
    paths,
    mark: (attributes, marks) => {
      const columns = paths.map(path => attributes.find(path));
      marks.fill(Number(holds(null)));
      // The first path that leads to a value counts, so that its column comes last.
      for (const column of columns.reverse()) {
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
      return !columns.includes(undefined);
    }
  };
}
