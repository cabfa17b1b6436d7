import {
  bool,
  dateDay,
  dictionary,
  float32,
  float64,
  int32,
  int64,
  list,
  utf8
} from '@uwdata/flechette';
import { describe, expect, test } from 'vitest';
import { openFrame, vectorBatch } from './build-frame.ts';
import { createModel } from './model.ts';
import { readCard, readLink } from './read-card.ts';
import { readRows, type RowsRequest } from './read-rows.ts';
import { rowsOfDataset } from './rows.ts';

const primary = openFrame(
  [
    ['id', ['A1', 'b2', 'C3', 'd4'], utf8()],
    ['t', [4, 3, 2, 1], int32()],
    ['text', ['Straße', 'über alles', null, 'x'.repeat(2000)], utf8()],
    ['cat', ['low', 'high', null, 'low'], dictionary(utf8(), int32())],
    ['n', [10, 9, NaN, 100], float64()],
    ['f', [0.1, Infinity, -Infinity, null], float32()],
    ['big', [2n ** 60n + 1n, 1n, null, 0n], int64()],
    ['yes', [true, false, null, true], bool()],
    ['day', [0, 86_400_000, null, 0].map(ms => (ms === null ? null : new Date(ms))), dateDay()],
    ['words', [['a', 'b'], [], null, ['c']], list(utf8())],
    ['v', vectorBatch([[1, 2], null, [3, 4], [5, 6]], 2)],
    [
      'url',
      [
        'https://a.org/x.mp4?y',
        `data:image/png;base64,${'A'.repeat(999)}`,
        '/tmp/a.wav',
        'javascript:alert(1)'
      ],
      utf8()
    ],
    ['pred', [1, 0, 1, null], int32()],
    ['act', [1, 1, null, null], float64()]
  ],
  {
    predictionIdColumnName: 'id',
    timestampColumnName: 't',
    predictionLabelColumnName: 'pred',
    actualLabelColumnName: 'act',
    embeddingFeatures: [
      { name: 'e', vectorColumnName: 'v', rawDataColumnName: 'text', linkToDataColumnName: 'url' }
    ]
  }
);
const model = createModel({ primary });
const rows = rowsOfDataset('primary', 4);
const read = (request: Partial<RowsRequest>) =>
  readRows(model, rows, { offset: 0, limit: 100, ...request });
const idsOf = (request: Partial<RowsRequest>) =>
  read({ ...request, columns: ['id'] }).rows.map(({ cells }) => cells[0]);

describe('readRows()', () => {
  test('every type becomes a cell that can be read, and travel as JSON', () => {
    const page = read({});
    const [, , second] = page.rows;
    const cells = Object.fromEntries(page.columns.map(({ name }, i) => [name, second?.cells[i]]));
    expect(cells).toMatchObject({
      id: 'b2',
      t: '1970-01-01T00:00:03Z',
      text: 'über alles',
      cat: 'high',
      n: 9,
      f: 'inf',
      big: 1,
      yes: false,
      day: '1970-01-02',
      words: '[]',
      v: null,
      url: 'data:image/png;base64, 1021 characters'
    });
    expect(page.rows[3]?.cells[5]).toBe(0.1);
    expect(page.rows[3]?.cells[6]).toBe('1152921504606846977');
    expect(page.rows[0]?.cells[2]).toHaveLength(1001);
    expect(JSON.parse(JSON.stringify(page))).toEqual(page);
    expect(page.columns.map(({ kind }) => kind).join(' ')).toBe(
      'text time text text number number number boolean time list vector link number number'
    );
    expect(page.columns.slice(-4).map(({ role }) => role)).toEqual([
      'vector of "e"',
      'link of "e"',
      'prediction label',
      'actual label'
    ]);
  });

  test.each([
    ['a1', ['A1']],
    ['ÜBER', ['b2']],
    ['LOW', ['d4', 'A1']],
    ['100', ['d4']],
    ['1970-01-01t00:00:02', ['C3']],
    ['true', ['d4', 'A1']],
    ['mp4', ['A1']],
    ['AAAA', []],
    ['1152921504606846977', ['A1']],
    ['no such text', []]
  ])(
    'find %j looks into ids, texts, labels and all other scalars, whatever the case',
    (find, ids) => {
      expect(idsOf({ find })).toEqual(ids);
      expect(read({ find })).toMatchObject({ total: 4, matched: ids.length });
    }
  );

  test('sorts numbers as numbers, text by code point, missing last in both directions', () => {
    expect(idsOf({ sort: { column: 'n', descending: false } })).toEqual(['b2', 'A1', 'd4', 'C3']);
    expect(idsOf({ sort: { column: 'n', descending: true } })).toEqual(['d4', 'A1', 'b2', 'C3']);
    expect(idsOf({ sort: { column: 'id', descending: false } })).toEqual(['A1', 'C3', 'b2', 'd4']);
    expect(idsOf({ sort: { column: 'cat', descending: false } })).toEqual(['b2', 'd4', 'A1', 'C3']);
    expect(idsOf({ sort: { column: 'big', descending: true } })).toEqual(['A1', 'b2', 'd4', 'C3']);
  });

  test('pages, and refuses columns that are not there', () => {
    const page = read({
      offset: 1,
      limit: 2,
      sort: { column: 'id', descending: false },
      columns: ['n', 'id']
    });
    expect(page.rows.map(({ cells }) => cells)).toEqual([
      [null, 'C3'],
      [9, 'b2']
    ]);
    expect(page.columns.map(({ name }) => name)).toEqual(['n', 'id']);
    expect(() => read({ columns: ['x'] })).toThrow('Cannot find column "x"');
    expect(() => read({ sort: { column: 'x', descending: true } })).toThrow(
      'Cannot find column "x"'
    );
  });
});

describe('readCard()', () => {
  test('says what a row is, the types of its cells kept', () => {
    // Row 3 is the first of the source: the last in time.
    expect(readCard(model, { dataset: 'primary', row: 3 }, 'e')).toMatchObject({
      id: 'A1',
      timestamp: '1970-01-01T00:00:04Z',
      text: 'Straße',
      link: { kind: 'video', from: 'remote', href: 'https://a.org/x.mp4?y' },
      prompt: null,
      predictionLabel: '1',
      actualLabel: '1',
      correctness: 'correct'
    });
    const { dimensions } = readCard(model, { dataset: 'primary', row: 3 }, 'e');
    expect(dimensions.find(({ name }) => name === 'n')).toEqual({
      name: 'n',
      type: 'feature',
      value: 10
    });
  });

  test('links: own media by a relative address, no scheme that could run', () => {
    const linkOf = (row: number) => readCard(model, { dataset: 'primary', row }, 'e').link;
    expect(linkOf(2)).toEqual({
      kind: 'image',
      from: 'media',
      href: 'api/media/primary/2?embedding=e'
    });
    expect(linkOf(1)).toMatchObject({ kind: 'audio', from: 'media' });
    expect(linkOf(0)).toBeNull();
    expect(readLink(model, { dataset: 'primary', row: 1 }, 'e')).toBe('/tmp/a.wav');
  });

  test('a document of the corpus shows its text and its own columns', () => {
    const corpus = openFrame(
      [
        ['d', vectorBatch([[1, 2]], 2)],
        ['body', ['words'], utf8()],
        ['page', [7], int32()]
      ],
      { documentColumnNames: { vectorColumnName: 'd', rawDataColumnName: 'body' } },
      { role: 'corpus' }
    );
    const query = openFrame([['q', vectorBatch([[1, 2]], 2)]], {
      promptColumnNames: { vectorColumnName: 'q' }
    });
    const card = readCard(
      createModel({ primary: query, corpus }),
      { dataset: 'corpus', row: 0 },
      'q'
    );
    expect(card).toMatchObject({
      text: 'words',
      prompt: null,
      correctness: 'unknown',
      dimensions: [{ name: 'page', type: 'feature', value: 7 }]
    });
  });

  test.each([-1, 4, 0.5, NaN])('row %d is refused', row => {
    expect(() => readCard(model, { dataset: 'primary', row })).toThrow(
      `Cannot find row ${row} of primary`
    );
  });
});
