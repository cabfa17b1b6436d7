import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAttributeJson, writeAttributeJson } from '../../contract/attribute-json.ts';
import {
  Double,
  fromDouble,
  fromInteger,
  isAttributeObject,
  setProperty,
  type AttributeObject,
  type AttributeValue
} from '../../contract/attribute-value.ts';
import { CONVENTION_PATHS } from '../convention-paths.ts';
import { AttributeSplitter } from './attribute-splitter.ts';
import { JsonScanner } from './json-scanner.ts';

type Cells = Map<string, AttributeValue>;

/** What the splitter does, with values instead of bytes. */
function toCells(attributes: AttributeObject): Cells {
  const cells: Cells = new Map();
  // A key with dots may stand beside the object it names: the first value is in the column.
  const put = (name: string, value: AttributeValue) => {
    cells.set(name, cells.get(name) ?? value);
  };
  const take = (value: AttributeValue, path: readonly string[]): AttributeValue | undefined => {
    const known = CONVENTION_PATHS.filter(each => path.every((step, i) => step === each[i]));
    if (known.some(each => each.length === path.length)) {
      put(`attributes.${path.join('.')}`, value);
      return undefined;
    }
    if (known.length === 0 || !isAttributeObject(value)) {
      return value;
    }
    let left: AttributeObject | undefined;
    for (const [key, each] of Object.entries(value)) {
      const rest = take(each, [...path, key]);
      if (rest !== undefined) {
        left ??= {};
        setProperty(left, key, rest);
      }
    }
    return left;
  };
  for (const [key, value] of Object.entries(attributes)) {
    const rest = take(value, [key]);
    if (rest !== undefined) {
      put(`attributes.${key}`, rest);
    }
  }
  return cells;
}

/** Columns as values again, row by row. */
function split(rows: readonly AttributeObject[]): { kinds: Map<string, string>; cells: Cells[] } {
  const texts = rows.map(row => Buffer.from(writeAttributeJson(row)));
  const scanner = new JsonScanner(Buffer.concat(texts));
  const splitter = new AttributeSplitter();
  let from = 0;
  for (const [row, { length }] of texts.entries()) {
    splitter.add(row, scanner, from);
    from += length;
  }
  const kinds = new Map<string, string>();
  const cells = rows.map(() => new Map<string, AttributeValue>());
  for (const [name, { kind, batch }] of splitter.takeColumns(rows.length)) {
    kinds.set(name, kind);
    for (const [row, each] of cells.entries()) {
      const cell = batch.at(row) as AttributeValue;
      if (cell !== null) {
        each.set(name, kind === 'json' ? readAttributeJson(cell as string) : toValue(cell));
      }
    }
  }
  return { kinds, cells };
}

function toValue(cell: AttributeValue): AttributeValue {
  return typeof cell === 'bigint'
    ? fromInteger(cell)
    : typeof cell === 'number'
      ? fromDouble(cell)
      : cell;
}

/** A cell of a column of floats, or of texts in UTF-8, which has no halves of pairs. */
function expectCell(value: AttributeValue, kind: string | undefined): AttributeValue {
  if (kind === 'number') {
    return fromDouble(value instanceof Double ? value.value : Number(value));
  }
  return kind === 'text' ? Buffer.from(value as string).toString() : value;
}

const key = fc.constantFrom(
  ...['llm', 'token_count', 'prompt', 'model_name', 'input', 'value', 'metadata', 'tag', 'tags'],
  ...[
    'mine',
    'a"b\\',
    'é',
    '',
    '$bytes',
    '$$float',
    '__proto__',
    'llm.model_name',
    'a long name of a key'
  ]
);
const leaf = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom<AttributeValue>(
    ...['"', '\\', '\ud800', '\udc00', 'ünï😀\n\t\u0001', '{"a":"b\\n"}', 'x'.repeat(100)],
    ...[null, true, false, 0, -7, 0.5, NaN, Infinity, -Infinity, 1e300, 2 ** 53],
    ...[2n ** 62n, -(2n ** 63n), 2n ** 64n, new Double(3), new Double(-0), Uint8Array.of(1, 2)]
  )
);
const { value } = fc.letrec<{ value: AttributeValue; object: AttributeObject }>(tie => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, tie('object'), fc.array(leaf, { maxLength: 3 })),
  object: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true })
}));
const attributes = fc.dictionary(key, value, { maxKeys: 5, noNullPrototype: true });

test('attributes are sorted into columns as their values would be', () => {
  fc.assert(
    fc.property(fc.array(attributes, { minLength: 1, maxLength: 5 }), rows => {
      const { kinds, cells } = split(rows);
      rows.forEach((row, i) => {
        const expected = [...toCells(row)].filter(([, cell]) => cell !== null);
        const given = expected.map(([name, cell]) => [name, expectCell(cell, kinds.get(name))]);
        expect(new Map(cells[i])).toEqual(new Map(given as [string, AttributeValue][]));
      });
    }),
    { numRuns: 300 }
  );
});

test('the kind of a column is that of all its values', () => {
  const kindOf = (...values: AttributeValue[]) =>
    split(values.map(each => ({ x: each }))).kinds.get('attributes.x');
  expect([
    kindOf('a', null, 'b'),
    kindOf(1, -(2n ** 63n)),
    kindOf(2n ** 63n),
    kindOf(1, 0.5),
    kindOf(NaN),
    kindOf(new Double(3)),
    kindOf(true, false),
    kindOf('a', 1),
    kindOf(1, true),
    kindOf([1]),
    kindOf(Uint8Array.of(1)),
    kindOf(null)
  ]).toEqual([
    ...['text', 'integer', 'json', 'number', 'number', 'number', 'boolean'],
    ...['json', 'json', 'json', 'json', 'nothing']
  ]);
});

test('columns come in the order of the spans, and begin anew with each batch', () => {
  const splitter = new AttributeSplitter();
  const add = (row: number, each: AttributeObject) =>
    splitter.add(row, new JsonScanner(Buffer.from(writeAttributeJson(each))), 0);
  add(0, { mine: 1, llm: { custom: 1, model_name: 'm' } });
  add(1, { input: { value: 'x' } });
  expect(splitter.takeColumns(2).map(([name]) => name)).toEqual([
    'attributes.mine',
    'attributes.llm.model_name',
    'attributes.llm',
    'attributes.input.value'
  ]);
  add(0, { mine: 'text' });
  const [[name, { kind, batch }] = ['', { kind: 'nothing', batch: undefined }], ...others] =
    splitter.takeColumns(1);
  expect([name, kind, batch?.at(0), others]).toEqual(['attributes.mine', 'text', 'text', []]);
});

test('JSON that breaks off is an error', () => {
  for (const text of ['{"a":"b', '{"a', '{"a":{"b":1', '{"a":[']) {
    const broken = new JsonScanner(Buffer.from(text));
    expect(() => new AttributeSplitter().add(0, broken, 0)).toThrow(SyntaxError);
  }
});
