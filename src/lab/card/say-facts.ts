import type { Words } from './words.ts';
import type {
  CardRow,
  CardTrace,
  CellCard,
  NamedTrace,
  TraceOutput
} from '../../contract/cell-card.ts';

/** A duration with three digits at most; an ellipsis for one that has no end yet. */
export function sayTime(microseconds: number | null, words: Words): string {
  const { trans } = words;
  if (microseconds === null) {
    return '…';
  }
  const size = Math.abs(microseconds);
  if (size > 0 && size < 999.5) {
    return trans.__('%1 µs', words.number(Math.round(microseconds)));
  }
  if (size < 999_500) {
    return trans.__('%1 ms', words.number(microseconds / 1000, size < 10_000 ? 1 : 0));
  }
  if (size < 59_995_000) {
    return trans.__('%1 s', words.number(microseconds / 1e6, 2));
  }
  const seconds = Math.round(size / 1e6);
  const minutes = Math.floor(seconds / 60) * Math.sign(microseconds);
  return trans.__('%1 min %2 s', words.number(minutes), seconds % 60);
}

/** Cents from a dollar on, two digits that count below. */
export function sayCost(dollars: number, words: Words): string {
  if (dollars >= 1 || dollars === 0) {
    return `$${words.number(dollars, 2)}`;
  }
  return dollars >= 0.0001
    ? `$${words.significant(dollars, 2)}`
    : `< $${words.significant(0.0001, 1)}`;
}

/** Spans, errors, tokens and cost, of a trace or of many; what is nothing is left out. */
export function sayAmounts(
  {
    spans,
    errors,
    running,
    tokens,
    cost
  }: Pick<CellCard, 'spans' | 'errors' | 'running' | 'tokens' | 'cost'>,
  words: Words
): string[] {
  const { trans } = words;
  return [
    trans._n('%2 span', '%2 spans', spans, words.number(spans)),
    errors > 0 ? trans._n('%2 error', '%2 errors', errors, words.number(errors)) : '',
    running > 0 ? trans.__('%1 running', words.number(running)) : '',
    tokens > 0 ? trans.__('%1 tok', words.number(Math.round(tokens))) : '',
    cost === null || cost === 0 ? '' : sayCost(cost, words)
  ].filter(Boolean);
}

/** `4.12 s · 6 spans · 1,204 tok · $0.004`. */
export function sayTrace(trace: CardTrace, words: Words): string {
  return [sayTime(trace.latencyUs, words), ...sayAmounts(trace, words)].join(' · ');
}

/** Which cell, which of its traces, and whether more may come. */
export function sayWhere(
  { cell, card, isArriving }: TraceOutput,
  at: number,
  words: Words
): string {
  const { trans } = words;
  const traces = card?.traces ?? 0;
  const shown = card?.shown.length ?? 0;
  const failed = card?.shown.filter(({ errors }) => errors > 0).length ?? 0;
  return [
    cell === null ? '' : trans.__('cell %1', cell),
    shown > 1
      ? trans.__('trace %1 of %2', at + 1, traces)
      : traces > 1
        ? trans._n('%2 trace', '%2 traces', traces, words.number(traces))
        : '',
    // The one in view may be fine while another is not.
    shown > 1 && failed > 0 ? trans._n('%1 with an error', '%1 with errors', failed) : '',
    isArriving ? trans.__('still arriving') : ''
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Why a line failed, else what it found, else which model it asked. */
export function sayNote({ message, documents, model }: CardRow, words: Words): string {
  return (
    message ??
    (documents > 0
      ? words.trans._n('%2 doc', '%2 docs', documents, words.number(documents))
      : (model ?? ''))
  );
}

/** Characters of a question in a list: why it failed must have its place behind it. */
const MAX_INPUT = 60;

/** A trace of a list: what went in, else its name, and why it failed. */
export function sayNamed({ name, input, message }: NamedTrace): string {
  const subject =
    input === null
      ? name
      : `“${input.length > MAX_INPUT ? `${input.slice(0, MAX_INPUT - 1)}…` : input}”`;
  return message === null ? subject : `${subject}: ${message}`;
}
