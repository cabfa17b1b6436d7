import type { CellCard, NamedTrace } from '../../contract/cell-card.ts';
import { createButton, createElement } from './create-element.ts';
import type { Words } from './words.ts';
import { sayNamed, sayTime } from './say-facts.ts';

type Summary = NonNullable<CellCard['summary']>;

/** How the latencies of many traces are distributed, the slowest, and those that failed; each of these opens. */
export function drawSummary(
  { histogram, slowest, failed, failures }: Summary,
  open: (traceId: string) => void,
  words: Words
): HTMLElement[] {
  const draw = (trace: NamedTrace, isFailed: boolean) => {
    const time = sayTime(trace.latencyUs, words);
    const button = createButton(
      'named',
      words.trans.__('Open %1', `${sayNamed(trace)}, ${time}`),
      () => open(trace.traceId),
      createElement('span', 'time', time),
      createElement('span', 'note', isFailed ? `✗ ${sayNamed(trace)}` : sayNamed(trace))
    );
    button.toggleAttribute('data-phoenix-failed', isFailed);
    return createElement('li', 'item', button);
  };
  const unnamed = failures - failed.length;
  const named = [
    drawList(
      words.trans.__('Slowest'),
      slowest.map(trace => draw(trace, false))
    )
  ];
  if (failed.length > 0) {
    named.push(
      drawList(
        words.trans._n('%1 with an error', '%1 with errors', failures),
        failed.map(trace => draw(trace, true)),
        unnamed > 0 ? words.trans.__('and %1 more', unnamed) : ''
      )
    );
  }
  const lists = createElement('div', 'lists', ...named);
  return histogram.counts.length === 0 ? [lists] : [drawHistogram(histogram, words), lists];
}

function drawList(title: string, items: readonly HTMLElement[], rest = ''): HTMLElement {
  return createElement(
    'div',
    'list',
    createElement('div', 'title', title),
    createElement('ol', 'rows', ...items),
    rest === '' ? null : createElement('div', 'rest', rest)
  );
}

function drawHistogram({ edges, counts, errors }: Summary['histogram'], words: Words): HTMLElement {
  const top = Math.max(...counts);
  const bars = counts.map((count, at) => {
    const failed = errors[at] ?? 0;
    const whole = createElement('span', 'bin');
    whole.style.height = `${(count / top) * 100}%`;
    const part = createElement('span', 'failed');
    part.style.height = `${(failed / Math.max(count, 1)) * 100}%`;
    whole.append(part);
    const range = `${sayTime(edges[at] ?? 0, words)} – ${sayTime(edges[at + 1] ?? 0, words)}`;
    const column = createElement('span', 'column', whole);
    column.title = words.trans._n('%2: %1 trace', '%2: %1 traces', count, range);
    return column;
  });
  const chart = createElement('div', 'chart', ...bars);
  chart.setAttribute('role', 'img');
  chart.setAttribute(
    'aria-label',
    words.trans.__(
      'Traces by latency, from %1 to %2',
      sayTime(edges[0] ?? 0, words),
      sayTime(edges.at(-1) ?? 0, words)
    )
  );
  return createElement(
    'div',
    'histogram',
    chart,
    createElement(
      'div',
      'ends',
      createElement('span', 'end', sayTime(edges[0] ?? 0, words)),
      createElement('span', 'end', sayTime(edges.at(-1) ?? 0, words))
    )
  );
}
