import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { CardTrace, CellCard, TraceOutput } from '../../contract/cell-card.ts';
import { createButton, createElement } from './create-element.ts';
import { drawSummary } from './draw-summary.ts';
import { drawTrace } from './draw-trace.ts';
import { sayAmounts, sayTrace, sayWhere } from './say-facts.ts';
import { toPython } from './to-python.ts';
import type { TraceOutputDependencies } from './trace-output-view.ts';

/** The traces of one execution, one at a time, or many in sum. Everything on it is in the output; what opens needs the session. */
export class TraceCard extends Widget {
  readonly #output: TraceOutput;
  readonly #dependencies: TraceOutputDependencies;
  #at = 0;
  /** Whether the list was asked since the card exists: the absence of its session then means that it is closed. */
  #isLookedUp = false;

  constructor(output: TraceOutput, dependencies: TraceOutputDependencies) {
    super();
    this.#output = output;
    this.#dependencies = dependencies;
    this.addClass('phoenix-TraceCard');
    // Keys pressed on a card must not reach the notebook, where some of them delete cells.
    this.node.dataset['lmSuppressShortcuts'] = 'true';
    this.node.setAttribute('role', 'group');
    this.node.setAttribute('aria-label', dependencies.words.trans.__('Traces of this cell'));
    this.#draw();
    const { sessions } = dependencies;
    sessions.changed.connect(this.#markSession, this);
    this.#markSession();
    if (sessions.findById(output.session.id) === undefined) {
      void sessions.refresh().then(() => {
        this.#isLookedUp = true;
        this.#markSession();
      });
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

  #draw(): void {
    const { card } = this.#output;
    this.node.replaceChildren();
    if (card === null || card.traces === 0) {
      this.node.append(this.#drawNothing());
      return;
    }
    const trace = card.shown[this.#at];
    if (card.summary !== null) {
      this.node.append(
        this.#drawHead(card, undefined),
        drawSummary(card.summary, traceId => this.#open(traceId), this.#dependencies.words)
      );
    } else if (trace !== undefined) {
      this.node.append(
        this.#drawHead(card, trace),
        drawTrace(trace, spanId => this.#open(trace.traceId, spanId), this.#dependencies.words)
      );
    }
    this.node.append(this.#drawLinks(trace));
  }

  #drawNothing(): HTMLElement {
    const { words } = this.#dependencies;
    const said = createElement(
      'p',
      'nothing',
      this.#output.isArriving
        ? words.trans.__('The spans of this cell are still arriving')
        : words.trans.__('No span of this cell has arrived')
    );
    said.setAttribute('role', 'status');
    return said;
  }

  #drawHead(card: CellCard, trace: CardTrace | undefined): HTMLElement {
    const { words } = this.#dependencies;
    const { errors, running } = trace ?? card;
    const mark = createElement('span', 'mark', errors > 0 ? '✗' : running > 0 ? '…' : '✓');
    mark.title =
      errors > 0
        ? words.trans.__('Failed')
        : running > 0
          ? words.trans.__('Running')
          : words.trans.__('No error');
    const head = createElement(
      'div',
      'head',
      mark,
      trace === undefined ? null : createElement('strong', 'title', trace.name),
      createElement(
        'span',
        'facts',
        trace === undefined ? sayAmounts(card, words).join(' · ') : sayTrace(trace, words)
      ),
      createElement('span', 'where', sayWhere(this.#output, this.#at, words)),
      ...(card.shown.length > 1 ? this.#drawSteps(card.shown.length) : [])
    );
    head.toggleAttribute('data-phoenix-failed', errors > 0);
    return head;
  }

  #drawSteps(count: number): HTMLElement[] {
    const { words } = this.#dependencies;
    const step = (by: number, part: string) => () => {
      this.#at = (this.#at + by + count) % count;
      this.#draw();
      this.#markSession();
      this.node.querySelector<HTMLElement>(`.phoenix-TraceCard-${part}`)?.focus();
    };
    return [
      createButton(
        'previous',
        words.trans.__('Previous trace'),
        step(-1, 'previous'),
        new Text('‹')
      ),
      createButton('next', words.trans.__('Next trace'), step(1, 'next'), new Text('›'))
    ];
  }

  #drawLinks(trace: CardTrace | undefined): HTMLElement {
    const { words, copy } = this.#dependencies;
    const ids =
      trace === undefined
        ? [
            ...(this.#output.card?.summary?.failed ?? []),
            ...(this.#output.card?.summary?.slowest ?? [])
          ]
        : [trace];
    const copied = createElement('span', 'copied');
    copied.setAttribute('role', 'status');
    const code = toPython([...new Set(ids.map(({ traceId }) => traceId))]);
    return createElement(
      'div',
      'links',
      trace === undefined
        ? createButton('link', words.trans.__('Open traces'), () => this.#open(''))
        : createButton('link', words.trans.__('Open trace'), () => this.#open(trace.traceId)),
      createButton('link', words.trans.__('Copy as Python'), () => {
        copy(code);
        copied.textContent = words.trans.__('Copied');
      }),
      copied,
      createElement('span', 'session')
    );
  }

  #open(traceId: string, spanId?: string): void {
    const path = traceId === '' ? '#/traces' : `#/traces/${traceId}`;
    const { id } = this.#output.session;
    this.#dependencies.open(id, spanId === undefined ? path : `${path}?span=${spanId}`);
  }

  /** What opens a session that is closed is switched off; the card stays as it is. */
  #markSession(): void {
    const { sessions, words } = this.#dependencies;
    const isThere = sessions.findById(this.#output.session.id) !== undefined;
    const isClosed =
      !isThere &&
      (sessions.state === 'missing' || (sessions.state === 'ready' && this.#isLookedUp));
    if (isThere) {
      this.#isLookedUp = true;
    }
    this.node.toggleAttribute('data-phoenix-closed', isClosed);
    const note = this.node.querySelector('.phoenix-TraceCard-session');
    if (note !== null) {
      note.textContent = isClosed ? words.trans.__('Session closed') : '';
    }
    for (const button of this.node.querySelectorAll<HTMLButtonElement>(OPENING)) {
      button.disabled = isClosed;
    }
  }
}

const OPENING =
  '.phoenix-TraceCard-row, .phoenix-TraceCard-named, .phoenix-TraceCard-link:first-child';
