import { CARD_NAME_LENGTH, CARD_TEXT_LENGTH, type CardRow } from '../contract/cell-card.ts';
import type { SpanKind } from '../contract/span.ts';

/** What a card needs to know of a span. */
export interface CardSpan {
  spanId: string;
  parentId: string | null;
  name: string;
  kind: SpanKind;
  hasFailed: boolean;
  statusMessage: string;
  startUs: number;
  /** Null while running. */
  endUs: number | null;
  documents: number;
  model: string | null;
}

/** Spans of one name below one parent: one line. */
interface Line {
  spans: CardSpan[];
  depth: number;
  startUs: number;
  endUs: number | null;
  hasError: boolean;
  /** That have been picked, in order of start. */
  below: Line[];
}

/**
 * The lines of a trace that tell where its time went: the roots, then again and again the line below those picked that holds an error, or else takes
 * longest. Lines of several spans are not opened.
 */
export function pickRows(spans: readonly CardSpan[], limit: number): CardRow[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const byParent = new Map<string | null, CardSpan[]>();
  for (const span of spans) {
    const isRoot =
      span.parentId === null || !known.has(span.parentId) || span.parentId === span.spanId;
    const parent = isRoot ? null : span.parentId;
    const siblings = byParent.get(parent);
    if (siblings) {
      siblings.push(span);
    } else {
      byParent.set(parent, [span]);
    }
  }
  const failing = findFailing(spans);
  const open = (parent: string | null, depth: number) =>
    foldSiblings(byParent.get(parent) ?? [], depth, failing);
  const top = open(null, 0);
  const picked: Line[] = [];
  const waiting = top.map(line => ({ line, above: picked }));
  for (let count = 0; count < limit && waiting.length > 0; count++) {
    const best = waiting.reduce((a, b) => (isBefore(b.line, a.line) ? b : a));
    waiting.splice(waiting.indexOf(best), 1);
    best.above.push(best.line);
    const [only] = best.line.spans;
    if (best.line.spans.length === 1 && only) {
      const above = best.line.below;
      waiting.push(...open(only.spanId, best.line.depth + 1).map(line => ({ line, above })));
    }
  }
  return toRows(picked, measureTime(spans));
}

/** Spans with an error in them or below them. */
function findFailing(spans: readonly CardSpan[]): ReadonlySet<string> {
  const byId = new Map(spans.map(span => [span.spanId, span]));
  const failing = new Set<string>();
  for (const span of spans) {
    let at: CardSpan | undefined = span.hasFailed ? span : undefined;
    while (at && !failing.has(at.spanId)) {
      failing.add(at.spanId);
      at = at.parentId === null ? undefined : byId.get(at.parentId);
    }
  }
  return failing;
}

function foldSiblings(
  siblings: readonly CardSpan[],
  depth: number,
  failing: ReadonlySet<string>
): Line[] {
  const lines = new Map<string, Line>();
  for (const span of siblings) {
    const hasError = failing.has(span.spanId);
    // What failed among many of one name is looked for, so it has a line of its own.
    const key = `${hasError ? 'x' : ' '}${span.kind} ${span.name}`;
    const line = lines.get(key);
    if (line) {
      line.spans.push(span);
      line.startUs = Math.min(line.startUs, span.startUs);
      line.endUs =
        line.endUs === null || span.endUs === null ? null : Math.max(line.endUs, span.endUs);
    } else {
      const { startUs, endUs } = span;
      lines.set(key, { spans: [span], depth, startUs, endUs, hasError, below: [] });
    }
  }
  return [...lines.values()];
}

function isBefore(a: Line, b: Line): boolean {
  return a.hasError === b.hasError ? durationOf(a) > durationOf(b) : a.hasError;
}

function durationOf({ startUs, endUs }: Line): number {
  return endUs === null ? Infinity : endUs - startUs;
}

interface Time {
  startUs: number;
  lengthUs: number;
}

/** From the first start to the last end; what is running ends where anything was last heard of. */
function measureTime(spans: readonly CardSpan[]): Time {
  let startUs = Infinity;
  let endUs = -Infinity;
  for (const span of spans) {
    startUs = Math.min(startUs, span.startUs);
    endUs = Math.max(endUs, span.startUs, span.endUs ?? span.startUs);
  }
  return { startUs, lengthUs: endUs - startUs };
}

function toRows(lines: readonly Line[], time: Time): CardRow[] {
  return [...lines]
    .sort((a, b) => a.startUs - b.startUs)
    .flatMap(line => [toRow(line, time), ...toRows(line.below, time)]);
}

function toRow(line: Line, time: Time): CardRow {
  const { spans, depth, startUs, endUs, hasError } = line;
  const place = (us: number) =>
    time.lengthUs <= 0 ? 0 : Math.min(1, Math.max(0, (us - time.startUs) / time.lengthUs));
  const from = place(startUs);
  const [first] = spans as [CardSpan];
  const failed = spans.find(({ hasFailed }) => hasFailed);
  return {
    spanId: first.spanId,
    depth,
    name: first.name.slice(0, CARD_NAME_LENGTH),
    kind: first.kind,
    count: spans.length,
    hasError,
    from,
    to: endUs === null || time.lengthUs <= 0 ? 1 : Math.max(from, place(endUs)),
    latencyUs: endUs === null ? null : endUs - startUs,
    documents: spans.reduce((sum, { documents }) => sum + documents, 0),
    model: first.model === null ? null : first.model.slice(0, CARD_NAME_LENGTH),
    message: failed && failed.statusMessage !== '' ? toLine(failed.statusMessage) : null
  };
}

/** A text on one line, as long as a card shows it. */
export function toLine(text: string): string {
  return text
    .slice(0, 4 * CARD_TEXT_LENGTH)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, CARD_TEXT_LENGTH);
}
