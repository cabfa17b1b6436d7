import { AttributeSplitter } from './attribute-splitter.ts';
import type { BatchColumn, FrameBatch } from './frame-batch.ts';
import type { JsonScanner } from './json-scanner.ts';
import { TextColumn } from './text-column.ts';
import { TimeColumn } from './time-column.ts';

/** A span as a row of a frame. */
export interface FrameRow {
  name: string;
  kind: string;
  parentId: string | null;
  startUs: number;
  startRest: number;
  /** NaN while it runs. */
  endUs: number;
  endRest: number;
  /** Nanoseconds of both, when the others cannot tell; the second is missing while it runs. */
  exactTimes: string | null;
  statusCode: string;
  statusMessage: string;
  events: string | null;
  spanId: string;
  traceId: string;
}

/** The JSON of a span's attributes, of so many bytes from a place on. */
export interface RowAttributes {
  attributes: JsonScanner;
  from: number;
  size: number;
}

/** Rows of a frame, that become batches. */
export class FrameRows {
  length = 0;
  /** Bytes of their attributes and events, about. */
  size = 0;
  readonly #names = new TextColumn();
  readonly #kinds = new TextColumn();
  readonly #parentIds = new TextColumn();
  readonly #starts = new TimeColumn();
  readonly #ends = new TimeColumn();
  readonly #statusCodes = new TextColumn();
  readonly #statusMessages = new TextColumn();
  readonly #events = new TextColumn();
  readonly #spanIds = new TextColumn();
  readonly #traceIds = new TextColumn();
  readonly #attributes = new AttributeSplitter();

  add(row: FrameRow, { attributes, from, size }: RowAttributes): void {
    this.#names.add(row.name);
    this.#kinds.add(row.kind);
    this.#parentIds.add(row.parentId);
    this.#addTimes(row);
    this.#statusCodes.add(row.statusCode);
    this.#statusMessages.add(row.statusMessage);
    this.#events.add(row.events);
    this.#spanIds.add(row.spanId);
    this.#traceIds.add(row.traceId);
    this.#attributes.add(this.length, attributes, from);
    this.length++;
    this.size += size + (row.events?.length ?? 0);
  }

  #addTimes({ startUs, startRest, endUs, endRest, exactTimes }: FrameRow): void {
    if (exactTimes === null) {
      this.#starts.add(startUs, startRest);
      this.#ends.add(endUs, endRest);
    } else {
      const [start = '', end = ''] = exactTimes.split(' ');
      this.#starts.addExact(BigInt(start));
      this.#ends.addExact(end === '' ? null : BigInt(end));
    }
  }

  /** What was added, in the order of §3.2.1; it is overwritten by what is added next. */
  takeBatch(): FrameBatch {
    const { length } = this;
    this.length = 0;
    this.size = 0;
    const text = (column: TextColumn): BatchColumn => ({ kind: 'text', batch: column.take() });
    const columns = new Map<string, BatchColumn>([
      ['name', text(this.#names)],
      ['span_kind', text(this.#kinds)],
      ['parent_id', text(this.#parentIds)],
      ['start_time', this.#starts.take()],
      ['end_time', this.#ends.take()],
      ['status_code', text(this.#statusCodes)],
      ['status_message', text(this.#statusMessages)],
      ['events', { ...text(this.#events), kind: 'json' }],
      ['context.span_id', text(this.#spanIds)],
      ['context.trace_id', text(this.#traceIds)],
      ...this.#attributes.takeColumns(length)
    ]);
    return { length, columns };
  }
}
