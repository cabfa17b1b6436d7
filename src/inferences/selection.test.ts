import { int32, utf8 } from '@uwdata/flechette';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SELECTION_MODES } from '../contract/selection.ts';
import { openFrame } from './build-frame.ts';
import { createModel } from './model.ts';
import { rowsFromMask, Selection, toRuns } from './selection.ts';

const ROWS = 20;

function openModel() {
  const ids = Array.from({ length: ROWS }, (_, i) => `id ${i >> 1}`);
  const times = Array.from({ length: ROWS }, (_, i) => ROWS - i);
  return createModel({
    primary: openFrame(
      [
        ['id', ids, utf8()],
        ['t', times, int32()]
      ],
      { predictionIdColumnName: 'id', timestampColumnName: 't' }
    ),
    corpus: openFrame([['id', ['id 3', 'doc'], utf8()]], { idColumnName: 'id' }, { role: 'corpus' })
  });
}

const model = openModel();
const primaryRows = (rows: readonly number[]) => ({
  dataset: new Uint8Array(rows.length),
  row: Uint32Array.from(rows)
});

describe('Selection', () => {
  test('is told as runs, and comes back from them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(ROWS - 1), { maxLength: ROWS }), fc.nat(1), (rows, doc) => {
        const selection = new Selection(model);
        selection.setRows(primaryRows(rows), 'replace');
        const documents = { dataset: Uint8Array.of(2), row: Uint32Array.of(doc) };
        const { revision, count } = selection.setRows(documents, 'add');
        const runs = selection.runs();
        expect([...runs.primary]).toEqual(toRuns(rows.sort((a, b) => a - b)));
        const again = new Selection(model);
        again.restore(runs, revision);
        expect(again.rows()).toEqual(selection.rows());
        expect(again.state).toMatchObject({ revision, count, canUndo: false });
      })
    );
    const selection = new Selection(model);
    const outside = { primary: [ROWS - 1, 2], reference: [], corpus: [] };
    expect(() => selection.restore(outside, 5)).toThrow('it has 20 rows');
    expect(selection.state).toMatchObject({ revision: 0, count: 0 });
  });

  test('follows a set through any changes, and undo and redo lead back and forth', () => {
    const change = fc.record({
      mode: fc.constantFrom(...SELECTION_MODES),
      rows: fc.array(fc.nat(ROWS - 1), { maxLength: ROWS })
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), changes => {
        const selection = new Selection(model);
        let expected = new Set<number>();
        const history = [expected];
        for (const { mode, rows } of changes) {
          const given = new Set(rows);
          const isIn = {
            replace: (row: number) => given.has(row),
            add: (row: number) => expected.has(row) || given.has(row),
            remove: (row: number) => expected.has(row) && !given.has(row),
            toggle: (row: number) => expected.has(row) !== given.has(row)
          }[mode];
          const next = new Set(Array.from({ length: ROWS }, (_, row) => row).filter(isIn));
          if (String([...next]) !== String([...expected])) {
            history.push(next);
          }
          selection.setRows(primaryRows(rows), mode);
          expected = next;
        }
        const shown = () => [...selection.rows().row];
        const sorted = (rows: ReadonlySet<number>) => [...rows].sort((a, b) => a - b);
        expect(shown()).toEqual(sorted(expected));
        for (const past of history.slice(0, -1).reverse()) {
          selection.undo();
          expect(shown()).toEqual(sorted(past));
        }
        expect(selection.state.canUndo).toBe(false);
        for (const future of history.slice(1)) {
          selection.redo();
          expect(shown()).toEqual(sorted(future));
        }
        expect(selection.state).toMatchObject({ canRedo: false, count: expected.size });
      })
    );
  });

  test('what changes nothing is no step, and a new step forgets what was undone', () => {
    const selection = new Selection(model);
    selection.clear();
    expect(selection.state).toMatchObject({ revision: 0, canUndo: false });
    selection.setRows(primaryRows([1]), 'add');
    selection.undo();
    selection.setRows(primaryRows([2]), 'add');
    expect(selection.state).toMatchObject({ revision: 3, canUndo: true, canRedo: false });
  });

  test('history is bounded', () => {
    const selection = new Selection(model);
    for (let i = 0; i < 200; i++) {
      selection.setRows(primaryRows([i % ROWS]), 'toggle');
    }
    let steps = 0;
    while (selection.state.canUndo) {
      selection.undo();
      steps++;
    }
    expect(steps).toBe(50);
  });

  test('rows are named by position, by position in the source, and by id', () => {
    const selection = new Selection(model);
    selection.setParts([{ by: 'rows', dataset: 'primary', runs: [0, 2, 5, 1] }], 'replace');
    expect([...selection.rows().row]).toEqual([0, 1, 5]);
    // The source is in the opposite order of time.
    selection.setParts([{ by: 'source', dataset: 'primary', runs: [0, 2] }], 'replace');
    expect([...selection.rows().row]).toEqual([18, 19]);
    selection.setParts([{ by: 'ids', ids: ['id 3'] }], 'replace');
    expect(selection.state.counts).toEqual({ primary: 2, reference: 0, corpus: 1 });
    selection.setParts([{ by: 'ids', dataset: 'corpus', ids: ['id 3'] }], 'replace');
    expect(selection.state.counts).toEqual({ primary: 0, reference: 0, corpus: 1 });
  });

  test.each([
    [
      { by: 'rows', dataset: 'primary', runs: [19, 2] },
      'Cannot select row 20 of primary: it has 20 rows'
    ],
    [{ by: 'source', dataset: 'reference', runs: [0, 1] }, 'reference: it has 0 rows'],
    [{ by: 'rows', dataset: 'primary', runs: [1] }, 'pairs of start and length'],
    [{ by: 'ids', ids: ['id 3', 'no', 'no'] }, 'Cannot find the id "no" in any data set']
  ] as const)('%j is refused, and nothing changes', (part, message) => {
    const selection = new Selection(model);
    selection.setRows(primaryRows([3]), 'replace');
    const runs = 'runs' in part ? { runs: [...part.runs] } : { ids: [...part.ids] };
    expect(() => selection.setParts([{ ...part, ...runs } as never], 'add')).toThrow(message);
    expect([...selection.rows().row]).toEqual([3]);
  });

  test('a lasso over points becomes rows, and rows become points of any map', () => {
    const points = { dataset: Uint8Array.of(0, 2, 0, 0), row: Uint32Array.of(7, 1, 3, 7) };
    const selection = new Selection(model);
    selection.setRows(rowsFromMask(points, Uint8Array.of(0b1111_0011)), 'replace');
    expect(selection.state.counts).toEqual({ primary: 1, reference: 0, corpus: 1 });
    expect(selection.maskPoints(points)).toEqual({ selected: Uint8Array.of(0b1011), count: 3 });
  });
});

test('toRuns() joins neighbors', () => {
  expect(toRuns([0, 1, 2, 5, 7, 8])).toEqual([0, 3, 5, 1, 7, 2]);
  expect(toRuns([])).toEqual([]);
});
