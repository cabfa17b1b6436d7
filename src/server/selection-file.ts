import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../contract/failures.ts';
import { decodeFrame, encodeFrame } from '../contract/frame.ts';
import { DATASET_ROLES } from '../contract/session.ts';
import type { Selection } from '../inferences/selection.ts';
import { errnoOf } from './disk-failure.ts';
import type { Log } from './log.ts';
import { writeAtomically } from './write-atomically.ts';

const VERSION = 1;

interface SelectionHeader {
  version: number;
  /** Of the data whose rows are named. */
  revision: number;
  /** Of the selection. */
  selection: number;
}

interface Change {
  selection: Selection;
  revision: number;
}

/** The selection of a session on disk, as runs of rows (frame with one u32 section per data set). */
export class SelectionFile {
  readonly #path: string;
  readonly #log: Log;
  #writing: Promise<void> = Promise.resolve();
  #next: { change: Change; written: Promise<void> } | undefined;

  constructor(sessionFolder: string, log: Log) {
    this.#path = selectionPath(sessionFolder);
    this.#log = log;
  }

  /**
   * Resolves when what is selected now is on disk. Changes that come while the disk writes are written together. A disk that takes
   * nothing is logged: the selection then lives until the server ends.
   */
  keep(selection: Selection, revision: number): Promise<void> {
    const change = { selection, revision };
    if (this.#next) {
      this.#next.change = change;
      return this.#next.written;
    }
    const written = this.#writing.then(() => {
      const { change: newest = change } = this.#next ?? {};
      this.#next = undefined;
      return this.#write(newest);
    });
    this.#next = { change, written };
    this.#writing = written;
    return written;
  }

  /** Selects what was kept for the data of `revision`; anything else on disk is left alone. */
  async restore(selection: Selection, revision: number): Promise<void> {
    try {
      const bytes = new Uint8Array(await readFile(this.#path));
      const { header, sections } = decodeFrame<SelectionHeader>(bytes.buffer);
      if (header.version === VERSION && header.revision === revision) {
        const [primary = [], reference = [], corpus = []] = DATASET_ROLES.map(role =>
          sections.get(role)
        );
        selection.restore({ primary, reference, corpus }, header.selection);
      }
    } catch (error) {
      const isDamaged =
        error instanceof RangeError || error instanceof SyntaxError || error instanceof Failure;
      if (!isDamaged && errnoOf(error) === undefined) {
        throw error;
      }
      if (errnoOf(error) !== 'ENOENT') {
        this.#log.fault('The selection could not be read', error);
      }
    }
  }

  async #write({ selection, revision }: Change): Promise<void> {
    const header: SelectionHeader = {
      version: VERSION,
      revision,
      selection: selection.state.revision
    };
    try {
      const bytes = encodeFrame(header, selection.runs());
      await writeAtomically(this.#path, [bytes], 'keep the selection');
    } catch (error) {
      if (!(error instanceof Failure)) {
        throw error;
      }
      this.#log.fault('The selection will not outlive the server', error);
    }
  }
}

function selectionPath(sessionFolder: string): string {
  return join(sessionFolder, 'selection.bin');
}

export async function removeSelection(sessionFolder: string): Promise<void> {
  await rm(selectionPath(sessionFolder), { force: true });
}
