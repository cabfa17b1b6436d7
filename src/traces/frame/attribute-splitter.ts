import { fromStoredKey } from '../../contract/attribute-json.ts';
import { CONVENTION_PATHS } from '../convention-paths.ts';
import type { BatchColumn } from './frame-batch.ts';
import { FrameColumn } from './frame-column.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { COMMA, JsonScanner, OBJECT, OBJECT_END, QUOTE } from './json-scanner.ts';
import { KeyTable } from './key-table.ts';
import { isMark } from './value-kinds.ts';

/** A column by its name. */
interface Slot {
  name: string;
  column: FrameColumn;
  /** Whether it came since the last batch. */
  isOpen: boolean;
}

/** A key of the conventions: a column, or an object with such keys. */
type Convention = { slot: Slot } | { below: KeyTable<Convention> };

/** A key of a span: where its value goes, or what the conventions leave of it. */
interface SpanKey {
  slot: Slot;
  below: KeyTable<Convention> | undefined;
}

const NO_KEY = Buffer.alloc(0);

/**
 * Sorts the attributes of spans into columns (§3.3), by the bytes of their JSON: one for each key of the conventions, and one for the first step of
 * everything else, whose cells hold what is below it.
 */
export class AttributeSplitter {
  readonly #slots = new Map<string, Slot>();
  #open: Slot[] = [];
  readonly #keys = new KeyTable<SpanKey>();
  /** What the conventions leave of an object. */
  readonly #rest = new GrowingBytes(1024);
  #scanner = new JsonScanner(Buffer.alloc(0));
  #row = 0;

  constructor() {
    CONVENTION_PATHS.forEach(path => this.#plant(path));
  }

  /** Adds the attributes of a row behind all others; their JSON begins at `from`. */
  add(row: number, scanner: JsonScanner, from: number): void {
    const { json } = scanner;
    this.#scanner = scanner;
    this.#row = row;
    let at = json[from] === OBJECT ? from + 1 : from;
    while (json[at] === QUOTE) {
      const keyEnd = scanner.findTextEnd(at + 1);
      const key = this.#keys.find(json, at + 1, keyEnd) ?? this.#addKey(at + 1, keyEnd);
      const end = this.#take(key, keyEnd + 2);
      at = json[end] === COMMA ? end + 1 : end;
    }
  }

  /** The columns that have come, in their order. They are overwritten by what is added next, which begins anew. */
  takeColumns(length: number): [name: string, column: BatchColumn][] {
    const columns = this.#open.map(({ name, column }): [string, BatchColumn] => [
      name,
      { kind: column.kind ?? 'nothing', batch: column.toBatch(length) }
    ]);
    for (const slot of this.#open) {
      slot.column.clear();
      slot.isOpen = false;
    }
    this.#open = [];
    return columns;
  }

  /** Gives the place behind the value. */
  #take({ slot, below }: SpanKey, from: number): number {
    if (!below) {
      return this.#put(slot, from);
    }
    const rest = this.#rest;
    rest.length = 0;
    const end = this.#takeConventions(below, from);
    if (rest.length > 0) {
      this.#set(slot, rest.bytes, 0, rest.length);
    }
    return end;
  }

  /** Puts what the conventions name into its columns, and everything else to the rest. */
  #takeConventions(known: KeyTable<Convention>, from: number): number {
    const { json } = this.#scanner;
    const rest = this.#rest;
    if (json[from] !== OBJECT || isMark(json, from)) {
      return this.#leave(from, from);
    }
    let at = from + 1;
    let isLeft = false;
    while (json[at] === QUOTE) {
      const keyEnd = this.#scanner.findTextEnd(at + 1);
      const value = keyEnd + 2;
      const convention = known.find(json, at + 1, keyEnd);
      let end: number;
      if (convention && 'slot' in convention) {
        end = this.#put(convention.slot, value);
      } else {
        const before = rest.length;
        rest.pushByte(isLeft ? COMMA : OBJECT);
        if (convention) {
          rest.push(json, at, value);
          const start = rest.length;
          end = this.#takeConventions(convention.below, value);
          rest.length = rest.length > start ? rest.length : before;
        } else {
          end = this.#leave(at, value);
        }
        isLeft ||= rest.length > before;
      }
      at = json[end] === COMMA ? end + 1 : end;
    }
    if (isLeft) {
      rest.pushByte(OBJECT_END);
    }
    return at + 1;
  }

  /** Leaves a value, with the key in front of it, to the rest. */
  #leave(from: number, value: number): number {
    const end = this.#scanner.findValueEnd(value);
    this.#rest.push(this.#scanner.json, from, end);
    return end;
  }

  #put(slot: Slot, from: number): number {
    const end = this.#scanner.findValueEnd(from);
    this.#set(slot, this.#scanner.json, from, end);
    return end;
  }

  #set(slot: Slot, json: Buffer, from: number, to: number): void {
    if (!slot.isOpen) {
      slot.isOpen = true;
      this.#open.push(slot);
    }
    slot.column.set(this.#row, json, from, to);
  }

  #addKey(from: number, to: number): SpanKey {
    const key = Buffer.from(this.#scanner.json.subarray(from, to));
    const name = fromStoredKey(JSON.parse(`"${key.toString()}"`) as string);
    return this.#keys.add(key, { slot: this.#openSlot(name), below: undefined });
  }

  #plant(path: readonly string[]): void {
    const column = this.#openSlot(path.join('.'));
    const [first = NO_KEY, ...steps] = path.map(step => Buffer.from(step));
    const key =
      this.#keys.find(first, 0, first.length) ??
      this.#keys.add(first, { slot: this.#openSlot(path[0] ?? ''), below: undefined });
    const last = steps.pop();
    if (last) {
      key.below ??= new KeyTable();
      steps.reduce(openBelow, key.below).add(last, { slot: column });
    }
  }

  #openSlot(path: string): Slot {
    const name = `attributes.${path}`;
    const slot = this.#slots.get(name) ?? { name, column: new FrameColumn(), isOpen: false };
    this.#slots.set(name, slot);
    return slot;
  }
}

function openBelow(table: KeyTable<Convention>, step: Buffer): KeyTable<Convention> {
  const found = table.find(step, 0, step.length);
  if (found && 'below' in found) {
    return found.below;
  }
  const below = new KeyTable<Convention>();
  table.add(step, { below });
  return below;
}
