import { BLOCK_ROWS } from '../columns/span-block.ts';
import { kindOfJson, MISSING, NESTED } from '../frame/value-kinds.ts';
import { QUOTE } from '../frame/json-scanner.ts';
import { HAS_VALUES, IS_OPAQUE, writeColumn } from './attribute-column.ts';

/** Bytes of JSON: longer values are texts that nobody compares as a whole. */
const MAX_VALUE = 256;
/** Of all different values of a path. */
const MAX_VALUES = 512 * 1024;

/** Halves of characters, and the one that ends texts elsewhere. */
const DOUBTFUL_TEXT = /\\u(?:0000|d[89a-f])/i;
/** What may be an integer beyond 64 bits. */
const LONG_NUMBER = /\d{19}/;

/** Whether the database may understand something else by a value. */
function isDoubtful(value: string, kind: number): boolean {
  return (
    (value.includes('\\u') && DOUBTFUL_TEXT.test(value)) ||
    (kind === NESTED && LONG_NUMBER.test(value))
  );
}

/** Gathers the values of one path, row by row, each different one once. */
export class ColumnMaker {
  #codes: Uint16Array | undefined;
  /** The bytes of their JSON, each as one character. */
  #values = new Map<string, number>();
  #size = 0;
  flags = 0;

  /** The value of a row whose JSON is there; marks and lists, too, but no objects. */
  set(row: number, json: Buffer, from: number, to: number): void {
    if ((this.flags & IS_OPAQUE) !== 0) {
      return;
    }
    const kind = kindOfJson(json, from, to);
    if (kind === MISSING) {
      return;
    }
    if (to - from > MAX_VALUE) {
      this.hide();
      return;
    }
    const value = json.toString('latin1', from, to);
    let code = this.#values.get(value);
    if (code === undefined) {
      this.#size += value.length;
      if (this.#size > MAX_VALUES || isDoubtful(value, kind)) {
        this.hide();
        return;
      }
      code = this.#values.size + 1;
      this.#values.set(value, code);
    }
    this.#codes ??= new Uint16Array(BLOCK_ROWS);
    this.#codes[row] = code;
  }

  /** The column as it is kept; undefined when there is nothing to tell. */
  finish(): Uint8Array | undefined {
    const codes = this.#codes;
    if (!codes) {
      return this.flags === 0 ? undefined : writeColumn(this.flags, undefined);
    }
    const texts: Buffer[] = [];
    const others: string[] = [];
    const isText = [...this.#values.keys()].map(value => value.charCodeAt(0) === QUOTE);
    const textCount = isText.filter(Boolean).length;
    const places = Uint16Array.from([
      0,
      ...[...this.#values.keys()].map((value, i) =>
        isText[i] === true ? texts.push(toText(value)) : textCount + others.push(toJson(value))
      )
    ]);
    const placed = codes.map(code => places[code] ?? 0);
    return writeColumn(this.flags | HAS_VALUES, { codes: placed, texts, others });
  }

  /** Rows have values here that no column tells. */
  hide(): void {
    this.flags |= IS_OPAQUE;
    this.#codes = undefined;
    this.#values = new Map();
  }
}

const toJson = (bytes: string) => Buffer.from(bytes, 'latin1').toString();

function toText(bytes: string): Buffer {
  return bytes.includes('\\')
    ? Buffer.from(JSON.parse(toJson(bytes)) as string)
    : Buffer.from(bytes.slice(1, -1), 'latin1');
}
