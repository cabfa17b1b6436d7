import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { printFilter } from '../filter/print-filter.ts';
import { toPredicate } from '../filter/to-predicate.ts';
import type { Filter } from '../filter/tree.ts';
import { validateFilter } from '../filter/validate-filter.ts';
import { FILTER_SUBJECTS } from './filter-fixture.ts';
import { FilterStore } from './filter-store.ts';

const FOLDER = new URL('../filter/cases/', import.meta.url);

interface Case {
  title: string;
  filter: string;
  /** Kind and the rest of each line that begins with `==>`. */
  outcomes: [kind: string, expected: string][];
}

/** The README beside the cases says how they are written. */
function readCases(file: string): Case[] {
  const blocks = readFileSync(new URL(file, FOLDER), 'utf8').split(/\n\n(?=# )/);
  return blocks.map(block => {
    const [title = '', ...lines] = block.trimEnd().split('\n');
    const isOutcome = (line: string) => line.startsWith('==>');
    return {
      title: title.replace(/^# /, ''),
      filter: lines.filter(line => !isOutcome(line)).join('\n'),
      outcomes: lines.filter(isOutcome).map(line => {
        const [, kind = '', expected = ''] = /^==> (\w+) ?(.*)$/.exec(line) ?? [];
        return [kind, expected];
      })
    };
  });
}

const VOCABULARY = {
  attributes: ['llm.model_name', 'input.value', 'output.value', 'score', 'flag', 'metadata'],
  annotations: ['q', 'l', 'correctness']
};
const subjects = [...FILTER_SUBJECTS.values()];
const names = [...FILTER_SUBJECTS.keys()];
const store = new FilterStore(subjects);
const columned = new FilterStore(subjects);
columned.keepAttributes();
afterAll(() => {
  store[Symbol.dispose]();
  columned[Symbol.dispose]();
});

function describeFailure(filter: string): string {
  const validation = validateFilter(filter);
  if (validation.isValid) {
    return printFilter(validation.filter.condition);
  }
  const { code, at, message, hint } = validation.failure;
  const where = at ? `${at.from}-${at.to}` : '';
  return `${code} ${where} ${message}${hint === undefined ? '' : ` | ${hint}`}`;
}

function parse(text: string): Filter {
  const validation = validateFilter(text);
  if (!validation.isValid) {
    throw validation.failure;
  }
  return validation.filter;
}

function findRows(filter: Filter): string[] {
  const matches = toPredicate(filter);
  const rows = names.filter((_, i) => matches(subjects[i] as (typeof subjects)[number]));
  expect(store.find(filter).map(i => names[i])).toEqual(rows);
  expect(store.findInColumns(filter).map(i => names[i])).toEqual(rows);
  expect(columned.findInColumns(filter).map(i => names[i])).toEqual(rows);
  return rows;
}

function check(filter: string, kind: string, expected: string): void {
  switch (kind) {
    case 'tree':
      expect(printFilter(parse(filter).condition)).toBe(expected);
      // Every filter that is valid is one for SQLite, too.
      findRows(parse(filter));
      break;
    case 'rows':
      expect(findRows(parse(filter)).join(' ')).toBe(expected);
      break;
    case 'error':
      expect(describeFailure(filter)).toBe(expected);
      break;
    case 'warning': {
      const validation = validateFilter(filter, VOCABULARY);
      const warnings = validation.isValid ? validation.warnings : [];
      expect(warnings.map(({ at, message }) => `${at.from}-${at.to} ${message}`)).toContain(
        expected
      );
      break;
    }
    default:
      throw new TypeError(`No case ends in "${kind}"`);
  }
}

for (const file of readdirSync(FOLDER).filter(name => name.endsWith('.txt'))) {
  describe(file, () => {
    test.each(readCases(file))('$title', ({ filter, outcomes }) => {
      expect(outcomes.length).toBeGreaterThan(0);
      for (const [kind, expected] of outcomes) {
        check(filter, kind, expected);
      }
    });
  });
}
