import { Failure } from '../contract/failures.ts';
import { PIN_IDS, type Pin, type PinId, type Pins } from '../contract/pins.ts';
import type { Model } from './model.ts';
import { bitsOfRows, maskPoints } from './row-bits.ts';
import { countByRole, type Rows } from './rows.ts';

/** Sets of rows that are kept to compare them; they stay as they were when the selection moves on. */
export class KeptRows {
  readonly #model: Model;
  readonly #kept = new Map<PinId, { rows: Rows; pin: Pin }>();
  #revision = 0;

  constructor(model: Model) {
    this.#model = model;
  }

  get state(): Pins {
    return { a: this.#kept.get('a')?.pin ?? null, b: this.#kept.get('b')?.pin ?? null };
  }

  /** Throws `pin/empty` when there is nothing to keep. */
  keep(id: PinId, name: string, rows: Rows): Pins {
    if (rows.row.length === 0) {
      throw new Failure('pin/empty', `Cannot keep ${id.toUpperCase()}: no row is selected`, {
        hint: 'Draw a lasso or take a cluster first'
      });
    }
    const counts = countByRole(rows);
    const pin = { name, count: rows.row.length, counts, revision: ++this.#revision };
    this.#kept.set(id, { rows, pin });
    return this.state;
  }

  drop(id: PinId): Pins {
    this.#kept.delete(id);
    return this.state;
  }

  /** A becomes B, and B becomes A. */
  swap(): Pins {
    const [a, b] = PIN_IDS.map(id => this.#kept.get(id));
    this.#kept.clear();
    for (const [id, kept] of [
      ['a', b],
      ['b', a]
    ] as const) {
      if (kept) {
        this.#kept.set(id, { ...kept, pin: { ...kept.pin, revision: ++this.#revision } });
      }
    }
    return this.state;
  }

  /** Throws `pin/empty`. */
  rows(id: PinId): Rows {
    const kept = this.#kept.get(id);
    if (!kept) {
      throw new Failure('pin/empty', `Cannot find rows kept as ${id.toUpperCase()}`, {
        hint: `Keep them with PUT /api/pins/${id}`
      });
    }
    return kept.rows;
  }

  /** Which points of a map are in each set. */
  maskPoints(points: Rows): Record<PinId, { selected: Uint8Array<ArrayBuffer>; count: number }> {
    const [a, b] = PIN_IDS.map(id => {
      const none = { dataset: new Uint8Array(), row: new Uint32Array() };
      return maskPoints(bitsOfRows(this.#model, this.#kept.get(id)?.rows ?? none), points);
    });
    const empty = { selected: new Uint8Array(), count: 0 };
    return { a: a ?? empty, b: b ?? empty };
  }
}
