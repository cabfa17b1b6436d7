import { Failure } from '../contract/failures.ts';
import { DATASET_CODES } from '../contract/map.ts';
import type { SelectionMode, SelectionState, SetSelection } from '../contract/selection.ts';
import { DATASET_ROLES, type DatasetRole } from '../contract/session.ts';
import { countBits, setBit } from '../arrow/bitmap.ts';
import { findRowsById } from './find-rows-by-id.ts';
import type { Model } from './model.ts';
import { createRowBits, maskPoints, type RowBits } from './row-bits.ts';
import type { CountByRole, Rows } from './rows.ts';

type Part = SetSelection['parts'][number];

const MAX_STEPS = 50;

/** The selected rows of a session, with undo and redo; every change is a step of its own. */
export class Selection {
  readonly #model: Model;
  #bits: RowBits;
  #undone: RowBits[] = [];
  #done: RowBits[] = [];
  #revision = 0;
  #rows: Rows | undefined;

  constructor(model: Model) {
    this.#model = model;
    this.#bits = createRowBits(model);
  }

  get state(): SelectionState {
    const counts = {
      primary: this.#count('primary'),
      reference: this.#count('reference'),
      corpus: this.#count('corpus')
    };
    return {
      revision: this.#revision,
      count: counts.primary + counts.reference + counts.corpus,
      counts,
      canUndo: this.#done.length > 0,
      canRedo: this.#undone.length > 0
    };
  }

  /** Primary, reference, corpus, each ascending; the same object until the selection changes. */
  rows(): Rows {
    this.#rows ??= listRows(this.#bits, this.state.counts);
    return this.#rows;
  }

  /** Throws Failure `selection/invalid` for a row that no data set has, before anything changes. */
  setRows({ dataset, row }: Rows, mode: SelectionMode): SelectionState {
    const given = createRowBits(this.#model);
    for (let i = 0; i < dataset.length; i++) {
      const role = DATASET_ROLES[dataset[i] ?? 0] ?? 'primary';
      this.#checkRange(role, row[i] ?? 0, 1);
      setBit(given[role], row[i] ?? 0);
    }
    return this.#apply(given, mode);
  }

  /** Rows named by position, by position in the source frame, or by id; throws as {@link setRows} does. */
  setParts(parts: readonly Part[], mode: SelectionMode): SelectionState {
    const given = createRowBits(this.#model);
    parts.forEach(part => this.#mark(part, given));
    return this.#apply(given, mode);
  }

  clear(): SelectionState {
    return this.#apply(createRowBits(this.#model), 'replace');
  }

  undo(): SelectionState {
    return this.#step(this.#done, this.#undone);
  }

  redo(): SelectionState {
    return this.#step(this.#undone, this.#done);
  }

  /** The selected rows of each data set as runs `[start, length, start, length, …]`, ascending. */
  runs(): Record<DatasetRole, Uint32Array> {
    const { primary, reference, corpus } = this.#bits;
    return { primary: listRuns(primary), reference: listRuns(reference), corpus: listRuns(corpus) };
  }

  /** Takes over a selection that {@link runs} told, at its revision and without steps to undo; throws as {@link setRows} does. */
  restore(runs: Readonly<Record<DatasetRole, ArrayLike<number>>>, revision: number): void {
    const given = createRowBits(this.#model);
    for (const role of DATASET_ROLES) {
      const own = Array.from(runs[role]);
      this.#mark({ by: 'rows', dataset: role, runs: own }, given);
    }
    this.#show(given);
    this.#done = [];
    this.#undone = [];
    this.#revision = revision;
  }

  /** Which points of a map are selected, as a bitset over points, and how many. */
  maskPoints(points: Rows): ReturnType<typeof maskPoints> {
    return maskPoints(this.#bits, points);
  }

  #count(role: DatasetRole): number {
    return countBits(this.#bits[role]);
  }

  #checkRange(role: DatasetRole, start: number, length: number): void {
    const rowCount = this.#model.datasets[role]?.rowCount ?? 0;
    if (start + length > rowCount) {
      throw new Failure(
        'selection/invalid',
        `Cannot select row ${start + length - 1} of ${role}: it has ${rowCount} rows, counted from 0`
      );
    }
  }

  #mark(part: Part, given: RowBits): void {
    if (part.by === 'ids') {
      this.#markIds(part, given);
      return;
    }
    if (part.runs.length % 2 !== 0) {
      throw new Failure(
        'selection/invalid',
        `Cannot read ${part.runs.length} numbers as runs: pairs of start and length are needed`
      );
    }
    const dataset = this.#model.datasets[part.dataset];
    const rowOf =
      part.by === 'source' && dataset?.order ? invertOrder(dataset.order) : (at: number) => at;
    for (let i = 0; i < part.runs.length; i += 2) {
      const start = part.runs[i] ?? 0;
      const length = part.runs[i + 1] ?? 0;
      this.#checkRange(part.dataset, start, length);
      for (let at = start; at < start + length; at++) {
        setBit(given[part.dataset], rowOf(at));
      }
    }
  }

  #markIds({ dataset, ids }: Extract<Part, { by: 'ids' }>, given: RowBits): void {
    const roles = dataset ? [dataset] : DATASET_ROLES;
    const found = new Set<string>();
    for (const role of roles) {
      const loaded = this.#model.datasets[role];
      for (const [id, row] of loaded ? findRowsById(loaded, ids) : []) {
        setBit(given[role], row);
        found.add(id);
      }
    }
    const unknown = [...new Set(ids)].filter(id => !found.has(id));
    if (unknown.length > 0) {
      const shown = unknown.slice(0, 5).map(id => JSON.stringify(id));
      const more =
        unknown.length > shown.length ? ` and ${unknown.length - shown.length} more` : '';
      throw new Failure(
        'selection/invalid',
        `Cannot find ${unknown.length === 1 ? 'the id' : `${unknown.length} ids`} ${shown.join(', ')}${more} in ${dataset ?? 'any data set'}`
      );
    }
  }

  #apply(given: RowBits, mode: SelectionMode): SelectionState {
    const next = Object.fromEntries(
      DATASET_ROLES.map(role => [role, combine(this.#bits[role], given[role], mode)])
    ) as Record<DatasetRole, Uint8Array>;
    if (DATASET_ROLES.some(role => next[role] !== this.#bits[role])) {
      this.#done = [...this.#done, this.#bits].slice(-MAX_STEPS);
      this.#undone = [];
      this.#show(next);
    }
    return this.state;
  }

  #step(from: RowBits[], to: RowBits[]): SelectionState {
    const next = from.pop();
    if (next) {
      to.push(this.#bits);
      this.#show(next);
    }
    return this.state;
  }

  #show(bits: RowBits): void {
    this.#bits = bits;
    this.#rows = undefined;
    this.#revision++;
  }
}

const COMBINE: Record<SelectionMode, (old: number, given: number) => number> = {
  replace: (_, given) => given,
  add: (old, given) => old | given,
  remove: (old, given) => old & ~given,
  toggle: (old, given) => old ^ given
};

/** The old bitset itself when nothing changes. */
function combine(old: Uint8Array, given: Uint8Array, mode: SelectionMode): Uint8Array {
  const next = old.map((byte, i) => COMBINE[mode](byte, given[i] ?? 0));
  return next.every((byte, i) => byte === old[i]) ? old : next;
}

function invertOrder(order: Uint32Array): (source: number) => number {
  const rows = new Uint32Array(order.length);
  order.forEach((source, row) => (rows[source] = row));
  return source => rows[source] ?? 0;
}

function listRows(bits: RowBits, counts: CountByRole): Rows {
  const total = counts.primary + counts.reference + counts.corpus;
  const rows = { dataset: new Uint8Array(total), row: new Uint32Array(total) };
  let at = 0;
  for (const role of DATASET_ROLES) {
    for (const row of listBits(bits[role])) {
      rows.dataset[at] = DATASET_CODES[role];
      rows.row[at++] = row;
    }
  }
  return rows;
}

function* listBits(bits: Uint8Array): Generator<number> {
  for (let byte = 0; byte < bits.length; byte++) {
    for (let rest = bits[byte] ?? 0, bit = 0; rest > 0; rest >>= 1, bit++) {
      if (rest & 1) {
        yield 8 * byte + bit;
      }
    }
  }
}

/** Runs of set bits, `[start, length, …]`. */
function listRuns(bits: Uint8Array): Uint32Array {
  const runs: number[] = [];
  let start = -1;
  const end = 8 * bits.length;
  for (let i = 0; i < end;) {
    const byte = bits[i >> 3] ?? 0;
    // Most bytes are all the same as the row before: eight rows are passed at once.
    if ((i & 7) === 0 && byte === (start < 0 ? 0 : 0xff)) {
      i += 8;
      continue;
    }
    const isSet = ((byte >> (i & 7)) & 1) === 1;
    if (isSet && start < 0) {
      start = i;
    } else if (!isSet && start >= 0) {
      runs.push(start, i - start);
      start = -1;
    }
    i++;
  }
  if (start >= 0) {
    runs.push(start, end - start);
  }
  return Uint32Array.from(runs);
}

/** The points that a bitset over points marks (as a lasso gives it), as rows. */
export function rowsFromMask(points: Rows, mask: Uint8Array): Rows {
  const count = countBits(mask, Math.min(mask.length * 8, points.dataset.length));
  const rows = { dataset: new Uint8Array(count), row: new Uint32Array(count) };
  let at = 0;
  for (const point of listBits(mask)) {
    if (point < points.dataset.length) {
      rows.dataset[at] = points.dataset[point] ?? 0;
      rows.row[at++] = points.row[point] ?? 0;
    }
  }
  return rows;
}

/** Rows as runs of positions, `[start, length, start, length, …]`; rows must ascend. */
export function toRuns(rows: Iterable<number>): number[] {
  const runs: number[] = [];
  let end = -1;
  for (const row of rows) {
    if (row === end) {
      runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1;
    } else {
      runs.push(row, 1);
    }
    end = row + 1;
  }
  return runs;
}
