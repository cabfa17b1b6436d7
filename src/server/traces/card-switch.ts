import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readCellCards, type CellCards } from '../../contract/cell-card.ts';
import { errnoOf } from '../disk-failure.ts';
import { writeAtomically } from '../write-atomically.ts';

/** Whether kernels show cards under their cells: on until somebody turns it off, kept in the session's folder. */
export class CardSwitch {
  readonly #path: string;
  #isOn: Promise<boolean> | undefined;

  constructor(sessionFolder: string) {
    this.#path = switchPath(sessionFolder);
  }

  async read(): Promise<CellCards> {
    this.#isOn ??= readSwitch(this.#path);
    return { inline: await this.#isOn };
  }

  async turn({ inline }: CellCards): Promise<CellCards> {
    await writeAtomically(this.#path, [JSON.stringify({ inline })], 'keep the choice');
    this.#isOn = Promise.resolve(inline);
    return { inline };
  }
}

async function readSwitch(path: string): Promise<boolean> {
  try {
    return readCellCards(JSON.parse(await readFile(path, 'utf8')))?.inline ?? true;
  } catch (error) {
    if (error instanceof SyntaxError || errnoOf(error) !== undefined) {
      return true;
    }
    throw error;
  }
}

export async function removeCardSwitch(sessionFolder: string): Promise<void> {
  await rm(switchPath(sessionFolder), { force: true });
}

function switchPath(sessionFolder: string): string {
  return join(sessionFolder, 'cell-json');
}
