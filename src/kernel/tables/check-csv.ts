import { DatasetError } from '../errors.ts';

/** Throws DatasetError for the first row with more cells than the header, which would be lost, and for a quote that never ends. */
export function checkCsv(text: string): void {
  let headerCells = 0;
  let row = 0;
  let cells = 1;
  let isQuoted = false;
  let isAtStart = true;
  const endRow = () => {
    if (row === 0) {
      headerCells = cells;
    } else if (cells > headerCells) {
      refuse(`row ${row} has ${cells} cells, the header ${headerCells}`);
    }
    row++;
    cells = 1;
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    const isFirst = isAtStart;
    isAtStart = false;
    if (character === '"' && (isFirst || isQuoted)) {
      // Two quotes inside of quotes are one that is meant; one in the middle of a cell without them is a plain character.
      if (isQuoted && text[i + 1] === '"') {
        i++;
      } else {
        isQuoted = !isQuoted;
      }
    } else if (!isQuoted && character === ',') {
      cells++;
      isAtStart = true;
    } else if (!isQuoted && (character === '\n' || (character === '\r' && text[i + 1] !== '\n'))) {
      endRow();
      isAtStart = true;
    }
  }
  if (isQuoted) {
    refuse(`a quote that begins in row ${row} or above never ends`);
  }
  endRow();
}

function refuse(why: string): never {
  throw new DatasetError([`Cannot read the CSV: ${why}`], { code: 'dataset/unreadable' });
}
