import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Inline } from './parse-inlines.ts';
import { type Block, parseMarkdown } from './parse-markdown.ts';

/** A short way to write what came out. */
const said = (inlines: readonly Inline[]): string =>
  inlines
    .map(inline => {
      switch (inline.kind) {
        case 'text':
          return inline.text;
        case 'code':
          return `<c ${inline.text}>`;
        case 'link':
          return `<${inline.isImage ? 'image' : 'link'} ${inline.href}|${inline.text}>`;
        default:
          return `<${inline.kind} ${said(inline.inlines)}>`;
      }
    })
    .join('');
const drawn = (blocks: readonly Block[]): unknown =>
  blocks.map(block => {
    switch (block.kind) {
      case 'heading':
        return [`h${block.level}`, said(block.inlines)];
      case 'paragraph':
        return said(block.inlines);
      case 'code':
        return ['code', block.language, block.text];
      case 'list':
        return [block.start === null ? 'ul' : `ol ${block.start}`, ...block.items.map(drawn)];
      case 'quote':
        return ['quote', drawn(block.blocks)];
      case 'table':
        return ['table', block.head.map(said), ...block.rows.map(row => row.map(said))];
      case 'rule':
        return 'rule';
    }
  });
const read = (text: string) => drawn(parseMarkdown(text));

describe('parseMarkdown()', () => {
  test('blocks', () => {
    expect(
      read('# Title #\n\nSome\nwords\n---\n> quoted\n> # deep\n\n```py\nx = "**1**"\n```')
    ).toEqual([
      ['h1', 'Title'],
      'Some\nwords',
      'rule',
      ['quote', ['quoted', ['h1', 'deep']]],
      ['code', 'py', 'x = "**1**"']
    ]);
  });

  test('lists hold paragraphs, lists and code', () => {
    expect(
      read('1. one\n   - a\n   - b\ngoes on\n2. two\n\n   ```\n   x\n   ```\n\nafter')
    ).toEqual([
      ['ol 1', ['one', ['ul', ['a'], ['b\ngoes on']]], ['two', ['code', '', 'x']]],
      'after'
    ]);
    expect(read('- a\n\n- b\n* * *')).toEqual([['ul', ['a'], ['b']], 'rule']);
    expect(read('-not a list\n1986\\. A year')).toEqual(['-not a list\n1986. A year']);
  });

  test('tables', () => {
    expect(read('| a | **b** |\n|---|:-:|\n| 1 \\| 2 | `x` |\n| 3 |\nend')).toEqual([
      ['table', ['a', '<strong b>'], ['1 | 2', '<c x>'], ['3', '']],
      'end'
    ]);
  });

  test.each([
    ['**bold** and *it* and ~~gone~~', '<strong bold> and <em it> and <del gone>'],
    ['***both***', '<strong <em both>>'],
    ['__b__ snake_case_name _i_', '<strong b> snake_case_name <em i>'],
    ['2 * 3 * 4 and a ** b', '2 * 3 * 4 and a ** b'],
    ['`a *b*` and `` ` ``', '<c a *b*> and <c `>'],
    [
      '[site](https://x.org/a_(b)) ![cat](http://x/c.png)',
      '<link https://x.org/a_(b)|site> <image http://x/c.png|cat>'
    ],
    ['(see https://x.org/a.b).', '(see <link https://x.org/a.b|https://x.org/a.b>).'],
    ['[x](javascript:alert(1))', '<link javascript:alert(1)|x>'],
    ['\\*no\\* ** `open', '*no* ** `open'],
    ['<script>alert(1)</script> <b>x</b>', '<script>alert(1)</script> <b>x</b>']
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });

  test('any text is read, and none of its letters is lost', () => {
    const letters = (text: string) => text.replace(/[^a-z]/g, '');
    const flat = (blocks: readonly Block[]): string => JSON.stringify(drawn(blocks));
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'a',
            'b',
            '*',
            '**',
            '_',
            '`',
            '[',
            '](c)',
            '\n',
            ' ',
            '> ',
            '- ',
            '1. ',
            '#',
            '|',
            '~~',
            '\\'
          ),
          { maxLength: 60 }
        ),
        parts => {
          const text = parts.join('');
          const out = flat(parseMarkdown(text));
          for (const letter of letters(text)) {
            expect(out).toContain(letter);
          }
        }
      )
    );
  });

  test.each([
    '*',
    '**',
    '`',
    '[',
    '![',
    '> ',
    '- ',
    '_a ',
    '**a ',
    '[a](',
    '\\',
    '|',
    '~~~\n',
    'http://'
  ])('a long row of %j takes no time', part => {
    // Any other way than straight through it takes minutes, and the test does not.
    const [first] = parseMarkdown(part.repeat(200_000 / part.length));
    expect(first).toBeDefined();
  });
});
