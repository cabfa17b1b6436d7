import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { CardTrace, CellCard, TraceOutput } from '../../contract/cell-card.ts';
import { createButton, createElement } from './create-element.ts';
import { drawSummary } from './draw-summary.ts';
import { drawTrace } from './draw-trace.ts';
import { sayAmounts, sayTrace, sayWhere } from './say-facts.ts';
import { toListPlace, toTracePlace } from './to-place.ts';
import { toPython } from './to-python.ts';
import type { TraceOutputDependencies } from './trace-output-view.ts';

/** The traces of one execution, one at a time, or many in sum. Everything on it is in the output; what opens needs the session. */
export class TraceCard extends Widget {
  readonly #output: TraceOutput;
  readonly #dependencies: TraceOutputDependencies;
  #at = 0;
  /** Whether the list was asked since the card exists: the absence of its session then means that it is closed. */
  #isLookedUp = false;

  // What stays while the traces change: a button that is taken away would lose the focus to the notebook.
  readonly #mark = createElement('span', 'mark');
  readonly #title = createElement('strong', 'title');
  readonly #facts = createElement('span', 'facts');
  readonly #where = createElement('span', 'where');
  readonly #body = createElement('div', 'body');
  readonly #copied = createElement('span', 'copied');
  readonly #sessionNote = createElement('span', 'session');
  readonly #head: HTMLElement;
  /** Links into the session. */
  readonly #opening: HTMLButtonElement[] = [];

  constructor(output: TraceOutput, dependencies: TraceOutputDependencies) {
    super();
    const { sessions, words } = dependencies;
    this.#output = output;
    this.#dependencies = dependencies;
    this.addClass('phoenix-TraceCard');
    this.node.setAttribute('role', 'group');
    this.node.setAttribute('aria-label', words.trans.__('Traces of this cell'));
    this.#head = createElement('div', 'head', this.#mark, this.#title, this.#facts, this.#where);
    const { card } = output;
    if (card === null || card.traces === 0) {
      this.node.append(this.#drawNothing());
    } else {
      this.#head.append(...(card.shown.length > 1 ? this.#drawSteps(card) : []));
      this.node.append(this.#head, this.#body, this.#drawLinks(card));
      this.#show(card);
    }
    sessions.changed.connect(this.#markSession, this);
    this.#markSession();
    if (sessions.findById(output.session.id) === undefined) {
      void this.#lookUp();
    }
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.#dependencies.sessions.changed.disconnect(this.#markSession, this);
    Signal.clearData(this);
    super.dispose();
  }

  #drawNothing(): HTMLElement {
    const { trans } = this.#dependencies.words;
    const said = createElement(
      'p',
      'nothing',
      this.#output.isArriving
        ? trans.__('The spans of this cell are still arriving')
        : trans.__('No span of this cell has arrived')
    );
    said.setAttribute('role', 'status');
    return said;
  }

  #drawSteps(card: CellCard): HTMLElement[] {
    const { trans } = this.#dependencies.words;
    const count = card.shown.length;
    const step = (by: number) => () => {
      this.#at = (this.#at + by + count) % count;
      this.#show(card);
      this.#markSession();
    };
    // Said aloud when it changes.
    this.#where.setAttribute('role', 'status');
    return [
      createButton('previous', trans.__('Previous trace'), step(-1), new Text('‹')),
      createButton('next', trans.__('Next trace'), step(1), new Text('›'))
    ];
  }

  #drawLinks(card: CellCard): HTMLElement {
    const { words, copy } = this.#dependencies;
    const { trans } = words;
    const { summary } = card;
    this.#copied.setAttribute('role', 'status');
    const link = (label: string, run: () => void) => createButton('link', label, run);
    const openTrace = () => {
      const trace = card.shown[this.#at];
      this.#open(trace ? toTracePlace(trace.traceId) : toListPlace(card, false));
    };
    const openList = (isFailed: boolean) => () => this.#open(toListPlace(card, isFailed));
    const copyCode = () => {
      copy(toPython(card, card.shown[this.#at]?.traceId));
      this.#copied.textContent = trans.__('Copied');
    };
    const opening = summary
      ? [
          link(trans.__('Open traces'), openList(false)),
          ...(summary.failures > 0 ? [link(trans.__('Open errors'), openList(true))] : [])
        ]
      : [link(trans.__('Open trace'), openTrace)];
    this.#opening.push(...opening);
    return createElement(
      'div',
      'links',
      ...opening,
      link(trans.__('Copy as Python'), copyCode),
      this.#copied,
      this.#sessionNote
    );
  }

  /** Fills in what belongs to the trace in view, or to all of many. */
  #show(card: CellCard): void {
    const { words } = this.#dependencies;
    const trace = card.shown[this.#at];
    this.#showState(trace ?? card);
    this.#title.textContent = trace?.name ?? '';
    this.#title.hidden = trace === undefined;
    this.#facts.textContent = trace ? sayTrace(trace, words) : sayAmounts(card, words).join(' · ');
    this.#where.textContent = sayWhere(this.#output, this.#at, words);
    this.#copied.textContent = '';
    if (trace) {
      const open = (spanId: string) => this.#open(toTracePlace(trace.traceId, spanId));
      this.#body.replaceChildren(...drawTrace(trace, open, words));
    } else if (card.summary) {
      const open = (traceId: string) => this.#open(toTracePlace(traceId));
      this.#body.replaceChildren(...drawSummary(card.summary, open, words));
    }
  }

  #showState({ errors, running }: CellCard | CardTrace): void {
    const { trans } = this.#dependencies.words;
    const [mark, said] =
      errors > 0
        ? ['✗', trans.__('Failed')]
        : running > 0
          ? ['…', trans.__('Running')]
          : ['✓', trans.__('No error')];
    this.#mark.textContent = mark;
    this.#mark.title = said;
    this.#head.toggleAttribute('data-phoenix-failed', errors > 0);
  }

  #open(place: string): void {
    this.#dependencies.open(this.#output.session.id, place);
  }

  async #lookUp(): Promise<void> {
    await this.#dependencies.sessions.refresh();
    this.#isLookedUp = true;
    if (!this.isDisposed) {
      this.#markSession();
    }
  }

  /** What opens a session that is closed is switched off; the card stays as it is. */
  #markSession(): void {
    const { sessions, words } = this.#dependencies;
    const isThere = sessions.findById(this.#output.session.id) !== undefined;
    this.#isLookedUp ||= isThere;
    const isClosed =
      !isThere &&
      (sessions.state === 'missing' || (sessions.state === 'ready' && this.#isLookedUp));
    this.#sessionNote.textContent = isClosed ? words.trans.__('Session closed') : '';
    for (const button of [...this.#opening, ...this.#body.querySelectorAll('button')]) {
      button.disabled = isClosed;
    }
  }
}
