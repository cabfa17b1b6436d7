import type { CardRow, CardTrace } from '../../contract/cell-card.ts';
import { createButton, createElement } from './create-element.ts';
import type { Words } from './words.ts';
import { sayNote, sayTime } from './say-facts.ts';

/** The lines of a trace, each a button that opens its span, and what was said last. */
export function drawTrace(
  trace: CardTrace,
  open: (spanId: string) => void,
  words: Words
): HTMLElement[] {
  const rows = trace.rows.map(row =>
    createElement(
      'li',
      'item',
      drawRow(row, () => open(row.spanId), words)
    )
  );
  const list = createElement('ol', 'rows', ...rows);
  return trace.output === null ? [list] : [list, createElement('p', 'said', `“${trace.output}”`)];
}

function drawRow(row: CardRow, run: () => void, words: Words): HTMLElement {
  const { name, count, depth, from, to, message, latencyUs } = row;
  const time = sayTime(latencyUs, words);
  const note = sayNote(row, words);
  const bar = createElement('span', 'bar');
  bar.style.insetInlineStart = `${from * 100}%`;
  bar.style.width = `${(to - from) * 100}%`;
  const track = createElement('span', 'track', bar);
  const label = createElement(
    'span',
    'name',
    count > 1 ? `${name} ×${count.toLocaleString('en')}` : name
  );
  label.style.paddingInlineStart = `${depth * 14}px`;
  if (message !== null) {
    label.prepend(createElement('span', 'mark', '✗ '));
  }
  const button = createButton(
    'row',
    words.trans.__('Open %1', [name, time, note].filter(Boolean).join(', ')),
    run,
    label,
    track,
    createElement('span', 'time', time),
    createElement('span', 'note', note)
  );
  button.toggleAttribute('data-phoenix-failed', message !== null);
  button.toggleAttribute('data-phoenix-below', depth > 0);
  return button;
}
