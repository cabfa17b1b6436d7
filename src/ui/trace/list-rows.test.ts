import { describe, expect, test } from 'vitest';
import {
  canFold,
  findRow,
  foldAll,
  foldRow,
  type Folding,
  listRows,
  NOTHING_FOLDED,
  reveal,
  unfoldAll
} from './list-rows.ts';
import { buildSpanTree, type SpanTree } from './span-tree.ts';
import { makeRow } from './span-row-fixture.ts';

const TREE = buildSpanTree([
  makeRow({ id: 'root' }),
  makeRow({ id: 'agent', parent: 'root', at: 1, kind: 'AGENT' }),
  makeRow({ id: 'call', parent: 'agent', at: 2, kind: 'LLM' }),
  ...Array.from({ length: 24 }, (_, i) =>
    makeRow({
      id: `e${i}`,
      parent: 'root',
      at: 10 + i,
      name: 'embed',
      kind: 'EMBEDDING',
      ...(i === 7 && { statusCode: 'ERROR' as const })
    })
  ),
  makeRow({ id: 'deep', parent: 'e7', at: 40, kind: 'TOOL' }),
  makeRow({ id: 'lost', parent: 'gone', at: 50 })
]);

const drawn = (folding: Folding, tree: SpanTree = TREE) =>
  listRows(tree, folding).map(row => {
    const name =
      row.kind === 'span'
        ? row.node.span.spanId + (row.isFaint ? '?' : '')
        : row.kind === 'run'
          ? `×${row.run.nodes.length} !${row.errors}`
          : `missing ${row.parentId}`;
    return `${' '.repeat(row.depth)}${name}${row.isFolded ? ' ▸' : ''}`;
  });
const nodeOf = (id: string) => TREE.byId.get(id) ?? expect.fail(id);

describe('rows of a trace', () => {
  test('many siblings of a name are one row with their errors; orphans stand under who is missing', () => {
    expect(drawn(NOTHING_FOLDED)).toEqual([
      'root',
      ' agent',
      '  call',
      ' ×24 !1 ▸',
      'missing gone',
      ' lost'
    ]);
    expect(drawn({ ...NOTHING_FOLDED, hasRuns: false })).toHaveLength(30);
  });

  test('a row is folded and unfolded, whatever it is', () => {
    let folding = NOTHING_FOLDED;
    const fold = (at: number, isFolded: boolean) => {
      const row = listRows(TREE, folding)[at] ?? expect.fail('no row');
      expect(canFold(row)).toBe(true);
      folding = foldRow(row, isFolded, folding);
    };
    fold(4, true);
    fold(1, true);
    expect(drawn(folding)).toEqual(['root', ' agent ▸', ' ×24 !1 ▸', 'missing gone ▸']);
    fold(2, false);
    expect(drawn(folding).slice(2, 5)).toEqual([' ×24 !1', '  e0', '  e1']);
    fold(0, true);
    expect(drawn(folding)).toEqual(['root ▸', 'missing gone ▸']);
    expect(drawn(unfoldAll(folding))[1]).toBe(' agent');
  });

  test('everything folded is the outline below the top', () => {
    expect(drawn(foldAll(TREE, NOTHING_FOLDED))).toEqual([
      'root',
      ' agent ▸',
      ' ×24 !1 ▸',
      'missing gone',
      ' lost'
    ]);
  });

  test('a span is brought to light through folds, runs and a filter of kinds', () => {
    const hidden: Folding = {
      ...NOTHING_FOLDED,
      folded: new Set(['root', 'e7', 'gone']),
      kinds: new Set(['LLM'])
    };
    const shown = reveal(nodeOf('deep'), hidden);
    expect(drawn(shown)).toContain('   deep');
    expect(drawn(reveal(nodeOf('lost'), shown))).toContain(' lost');
  });

  test('kinds keep what leads to them, faintly', () => {
    expect(drawn({ ...NOTHING_FOLDED, kinds: new Set(['LLM', 'TOOL']) })).toEqual([
      'root?',
      ' agent?',
      '  call',
      ' ×1 !1 ▸',
      'missing gone'
    ]);
  });

  test('a span that is folded away is found at the row that holds it', () => {
    const rows = listRows(TREE, NOTHING_FOLDED);
    const keyOf = (id: string) => rows[findRow(rows, TREE, id)]?.key;
    expect([keyOf('call'), keyOf('deep'), keyOf('nobody')]).toEqual(['call', 'e0…', undefined]);
    const folded = listRows(TREE, { ...NOTHING_FOLDED, folded: new Set(['gone', 'agent']) });
    expect(folded[findRow(folded, TREE, 'lost')]?.kind).toBe('missing');
    expect(folded[findRow(folded, TREE, 'call')]?.key).toBe('agent');
  });

  test('20,000 spans under each other are listed', () => {
    const chain = buildSpanTree(
      Array.from({ length: 20_000 }, (_, i) =>
        makeRow({ id: `s${i}`, at: i, ...(i > 0 && { parent: `s${i - 1}` }) })
      )
    );
    expect(listRows(chain, NOTHING_FOLDED)).toHaveLength(20_000);
  });
});
