import { type Inline, parseInlines } from './parse-inlines.ts';

/** What Markdown says, as data: nothing in it is markup of the page, HTML is text like any other. */
export type Block =
  | { kind: 'heading'; level: number; inlines: Inline[] }
  | { kind: 'paragraph'; inlines: Inline[] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'list'; start: number | null; items: Block[][] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'rule' };

/** Lists in lists in quotes beyond this are text. */
const MAX_DEPTH = 8;

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([^`]*)$/;
const HEADING = /^ {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$/;
const RULE = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(?:( +)(.*)|)$/;
const DIVIDER = /^ {0,3}\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?\s*)?$/;

/** Reads the Markdown that models write: headings, lists, code, quotes, tables, emphasis, links. Never throws; time is linear in the text. */
export function parseMarkdown(text: string): Block[] {
  return parseBlocks(text.replace(/\r\n?/g, '\n').replace(/\t/g, '    ').split('\n'), 0);
}

function parseBlocks(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const read =
      line.trim() === ''
        ? { next: at + 1 }
        : (readFence(lines, at) ??
          readHeading(line, at) ??
          (RULE.test(line) ? { block: { kind: 'rule' } as const, next: at + 1 } : undefined) ??
          (depth < MAX_DEPTH
            ? (readQuote(lines, at, depth) ?? readList(lines, at, depth))
            : undefined) ??
          readTable(lines, at) ??
          readParagraph(lines, at));
    if ('block' in read) {
      blocks.push(read.block);
    }
    at = read.next;
  }
  return blocks;
}

interface Read {
  block: Block;
  /** The line after it. */
  next: number;
}

function readFence(lines: readonly string[], at: number): Read | undefined {
  const [, fence, language = ''] = FENCE.exec(lines[at] ?? '') ?? [];
  if (fence === undefined) {
    return undefined;
  }
  const isEnd = (line: string) => {
    const written = line.trim();
    return written.length >= fence.length && written === (fence[0] ?? '').repeat(written.length);
  };
  let end = at + 1;
  while (end < lines.length && !isEnd(lines[end] ?? '')) {
    end++;
  }
  const text = lines.slice(at + 1, end).join('\n');
  return { block: { kind: 'code', language: language.trim(), text }, next: end + 1 };
}

function readHeading(line: string, at: number): Read | undefined {
  const [, marks, text = ''] = HEADING.exec(line) ?? [];
  return marks === undefined
    ? undefined
    : {
        block: { kind: 'heading', level: marks.length, inlines: parseInlines(text) },
        next: at + 1
      };
}

function readQuote(lines: readonly string[], at: number, depth: number): Read | undefined {
  let end = at;
  while (end < lines.length && QUOTE.test(lines[end] ?? '')) {
    end++;
  }
  if (end === at) {
    return undefined;
  }
  const inner = lines.slice(at, end).map(line => line.replace(QUOTE, ''));
  return { block: { kind: 'quote', blocks: parseBlocks(inner, depth + 1) }, next: end };
}

function readList(lines: readonly string[], at: number, depth: number): Read | undefined {
  const first = readItem(lines[at] ?? '');
  if (!first) {
    return undefined;
  }
  const items: Block[][] = [];
  let next = at;
  for (let item = readItem(lines[next] ?? ''); item; item = readItem(lines[next] ?? '')) {
    if (item.isOrdered !== first.isOrdered) {
      break;
    }
    const own = [item.text];
    next++;
    for (; next < lines.length; next++) {
      const line = lines[next] ?? '';
      const isBlank = line.trim() === '';
      const isInside = indentOf(line) >= item.indent;
      // A paragraph goes on in lines that are not indented.
      const isLazy = !isBlank && !isInside && own.at(-1)?.trim() !== '' && !startsBlock(line);
      if (!isBlank && !isInside && !isLazy) {
        break;
      }
      own.push(isInside ? line.slice(item.indent) : line.trim());
    }
    while (own.at(-1)?.trim() === '' && own.length > 1) {
      own.pop();
    }
    items.push(parseBlocks(own, depth + 1));
  }
  return { block: { kind: 'list', start: first.start, items }, next };
}

function readItem(line: string) {
  const [, before = '', mark, gap = ' ', text = ''] = RULE.test(line)
    ? []
    : (ITEM.exec(line) ?? []);
  if (mark === undefined) {
    return undefined;
  }
  const isOrdered = /\d/.test(mark);
  return {
    isOrdered,
    start: isOrdered ? parseInt(mark, 10) : null,
    indent: before.length + mark.length + Math.min(gap.length, 4),
    text
  };
}

function readTable(lines: readonly string[], at: number): Read | undefined {
  const head = lines[at] ?? '';
  if (!head.includes('|') || !DIVIDER.test(lines[at + 1] ?? '')) {
    return undefined;
  }
  let next = at + 2;
  while ((lines[next] ?? '').includes('|')) {
    next++;
  }
  const columns = splitCells(head);
  const rows = lines.slice(at + 2, next).map(line => {
    const cells = splitCells(line);
    return columns.map((_, i) => parseInlines(cells[i] ?? ''));
  });
  return { block: { kind: 'table', head: columns.map(parseInlines), rows }, next };
}

function splitCells(line: string): string[] {
  return line
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/)
    .map(cell => cell.trim().replaceAll('\\|', '|'));
}

function readParagraph(lines: readonly string[], at: number): Read {
  let next = at + 1;
  while (next < lines.length && lines[next]?.trim() !== '' && !startsBlock(lines[next] ?? '')) {
    next++;
  }
  const text = lines
    .slice(at, next)
    .map(line => line.trim())
    .join('\n');
  return { block: { kind: 'paragraph', inlines: parseInlines(text) }, next };
}

function startsBlock(line: string): boolean {
  return (
    FENCE.test(line) ||
    HEADING.test(line) ||
    RULE.test(line) ||
    QUOTE.test(line) ||
    readItem(line) !== undefined
  );
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
