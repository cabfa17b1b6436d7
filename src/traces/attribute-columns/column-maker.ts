import { BLOCK_ROWS } from '../columns/span-block.ts';
import { kindOfJson, MISSING, NESTED, TEXT } from '../frame/value-kinds.ts';
import { QUOTE } from '../frame/json-scanner.ts';
import { IS_OPAQUE, writeColumn } from './attribute-column.ts';
import { isDoubtfulText } from './doubtful-text.ts';
import type { GatherBudget } from './gather-budget.ts';
import { WordMaker } from './word-maker.ts';

/** Bytes of JSON: longer values are texts that nobody compares as a whole. */
const MAX_VALUE = 256;
/** Of all different values of a path. */
const MAX_VALUES = 512 * 1024;

/** What may be an integer beyond 64 bits. */
const LONG_NUMBER = /\d{19}/;

/** Gathers the values of one path, row by row, each different one once; of long texts, or too many, their words if that is wanted. */
export class ColumnMaker {
  readonly #budget: GatherBudget;
  readonly #hasWords: boolean;
  #codes: Uint16Array | undefined;
  /** The bytes of their JSON, each as one character. */
  #values = new Map<string, number>();
  #size = 0;
  #words: WordMaker | undefined;
  flags = 0;
  /** Whether words are all that could be told. */
  wantsWords = false;

  constructor(budget: GatherBudget, hasWords: boolean) {
    this.#budget = budget;
    this.#hasWords = hasWords;
  }

  /** The value of a row, whose JSON is there; marks and lists, too, but no objects. */
  set(row: number, json: Buffer, from: number, to: number): void {
    const kind = kindOfJson(json, from, to);
    if (kind === MISSING) {
      return;
    }
    if ((this.flags & IS_OPAQUE) !== 0) {
      this.#addText(row, kind, json, from, to);
      return;
    }
    const isLong = to - from > MAX_VALUE;
    const value = isLong ? '' : json.toString('latin1', from, to);
    const code = this.#values.get(value);
    if (!isLong && code === undefined) {
      this.#size += value.length;
      this.#budget.values--;
    }
    if (isLong || this.#size > MAX_VALUES || this.#budget.values < 0) {
      this.#turnToWords();
      this.#addText(row, kind, json, from, to);
    } else if (code === undefined && isDoubtful(value, kind)) {
      this.hide();
    } else {
      this.#codes ??= new Uint16Array(BLOCK_ROWS);
      this.#codes[row] = code ?? this.#addValue(value);
    }
  }

  /** Rows have values here that no column tells. */
  hide(): void {
    this.flags |= IS_OPAQUE;
    this.#codes = undefined;
    this.#values = new Map();
    this.#words = undefined;
    this.wantsWords = false;
  }

  /** The column as it is kept; undefined when there is nothing to tell. */
  finish(): Uint8Array | undefined {
    const codes = this.#codes;
    if (!codes) {
      const words = this.#words?.finish();
      if (words) {
        words[0] = (words[0] ?? 0) | this.flags;
        return words;
      }
      return this.flags === 0 ? undefined : writeColumn(this.flags, undefined);
    }
    const values = [...this.#values.keys()];
    const textCount = values.filter(isText).length;
    const texts: Buffer[] = [];
    const others: string[] = [];
    const places = values.map(value =>
      isText(value) ? texts.push(toText(value)) : textCount + others.push(toJson(value))
    );
    const placed = codes.map(code => (code === 0 ? 0 : (places[code - 1] ?? 0)));
    return writeColumn(this.flags, { codes: placed, texts, others });
  }

  #addValue(value: string): number {
    const code = this.#values.size + 1;
    this.#values.set(value, code);
    return code;
  }

  #addText(row: number, kind: number, json: Buffer, from: number, to: number): void {
    const isKept = kind === TEXT && this.#words?.add(row, json, from + 1, to - 1);
    if (isKept !== true) {
      this.#words = undefined;
    }
    this.wantsWords &&= kind === TEXT;
  }

  /** What has come as values comes again, as texts. */
  #turnToWords(): void {
    const codes = this.#codes ?? new Uint16Array(0);
    const values = [...this.#values.keys()];
    this.hide();
    this.wantsWords = values.every(isText);
    if (!this.wantsWords || !this.#hasWords) {
      return;
    }
    const words = new WordMaker(this.#budget);
    const texts = values.map(value => Buffer.from(value, 'latin1'));
    const isKept = codes.every((code, row) => {
      const text = texts[code - 1];
      return !text || words.add(row, text, 1, text.length - 1);
    });
    this.#words = isKept ? words : undefined;
  }
}

const isText = (json: string) => json.charCodeAt(0) === QUOTE;

const toJson = (bytes: string) => Buffer.from(bytes, 'latin1').toString();

function toText(bytes: string): Buffer {
  return bytes.includes('\\')
    ? Buffer.from(JSON.parse(toJson(bytes)) as string)
    : Buffer.from(bytes.slice(1, -1), 'latin1');
}

/** Whether the database may understand something else by a value. */
function isDoubtful(json: string, kind: number): boolean {
  return isDoubtfulText(json) || (kind === NESTED && LONG_NUMBER.test(json));
}
