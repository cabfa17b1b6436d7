import { Failure } from '../../contract/failures.ts';
import { MAX_SNAPSHOT_SIDE, type MapSnapshot } from '../../contract/map.ts';
import type { Broadcast } from '../broadcast.ts';
import type { Session } from '../session.ts';
import { isPng } from './is-png.ts';
import type { LayoutStore } from './layout-store.ts';
import type { Layouts } from './layouts.ts';

interface Rules {
  session: Session;
  layouts: Layouts;
  store: LayoutStore;
  broadcast: Broadcast;
}

/** Pictures of layouts as pages last showed them, for places that have no room to draw one. */
export class Snapshots {
  readonly #rules: Rules;

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  /** Those of the data of now, newest first. */
  async list(): Promise<MapSnapshot[]> {
    const { session, store } = this.#rules;
    const data = await session.data();
    const nameByVectors = new Map<string, string>();
    for (const embedding of data.model.embeddings) {
      const { primary, reference, corpus } = embedding.vectorCounts;
      if (primary + reference + corpus > 0) {
        nameByVectors.set(await data.digestVectors(embedding), embedding.name);
      }
    }
    const found = await Promise.all(
      (await store.headers()).map(async ({ hash, vectors }) => {
        const embedding = nameByVectors.get(vectors);
        const timeMs = embedding === undefined ? undefined : await store.readSnapshotTime(hash);
        return embedding === undefined || timeMs === undefined
          ? []
          : [{ layout: hash, embedding, takenAt: new Date(timeMs).toISOString() }];
      })
    );
    return found.flat().sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1));
  }

  /** The PNG of a layout; throws `layout/unknown`. */
  async read(hash: string): Promise<Uint8Array<ArrayBuffer>> {
    const png = await this.#rules.store.readSnapshot(hash);
    if (png === undefined) {
      throw new Failure('layout/unknown', `Cannot find a picture of "${hash.slice(0, 64)}"`, {
        hint: 'Open the map: the page keeps one when the points rest'
      });
    }
    return png;
  }

  /** Keeps a picture of a finished layout of the data of now. */
  async keep(hash: string, png: Uint8Array): Promise<void> {
    const { layouts, store, broadcast } = this.#rules;
    const { embedding } = (await layouts.find(hash)).header;
    if (!isPng(png, MAX_SNAPSHOT_SIDE)) {
      throw new Failure(
        'request/invalid',
        `Cannot keep the picture: it must be a PNG of at most ${MAX_SNAPSHOT_SIDE} pixels on each side`
      );
    }
    await store.writeSnapshot(hash, png);
    const takenAt = new Date().toISOString();
    broadcast.send({ event: 'snapshot', body: { layout: hash, embedding, takenAt } });
  }
}
