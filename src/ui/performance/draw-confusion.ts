import { escapeXml, type PictureColors, svgFile } from './picture-colors.ts';

export interface ConfusionDrawing {
  names: readonly string[];
  words: { actual: string; predicted: string; total: string };
  /** Row by row: what is written, and 0…1 how dark. */
  cells: readonly (readonly { text: string; shade: number }[])[];
  totals: { actual: readonly string[]; predicted: readonly string[]; all: string };
}

const ROW = 26;
const LETTER = 6.6;
/** As dark as the text over it allows. */
const DARKEST = 0.5;

/** The confusion matrix as an SVG file. */
export function drawConfusion(
  { names, words, cells, totals }: ConfusionDrawing,
  colors: PictureColors
): string {
  const longest = Math.max(...names.map(name => name.length), words.actual.length + 10, 4);
  const left = Math.min(220, longest * LETTER + 16);
  const column = Math.max(
    58,
    Math.min(110, Math.max(...names.map(name => name.length)) * LETTER + 12)
  );
  const size = names.length;
  const width = left + (size + 1) * column + 1;
  const height = (size + 2) * ROW + 1;
  const letters = Math.floor((column - 8) / LETTER);
  const write = (x: number, y: number, text: string, anchor: string, more = '') =>
    `<text x="${x}" y="${y * ROW + 17}" text-anchor="${anchor}" fill="${colors.strong}"${more}>${escapeXml(text)}</text>`;
  const middle = (i: number) => left + (i + 0.5) * column;
  return svgFile(width, height, colors.font, [
    write(8, 0, `${words.actual} ╲ ${words.predicted}`, 'start', ' font-size="11"'),
    ...names.map((name, i) =>
      write(middle(i), 0, shorten(name, letters), 'middle', ' font-weight="600"')
    ),
    write(middle(size), 0, words.total, 'middle'),
    ...cells.flatMap((row, i) => [
      write(
        8,
        i + 1,
        shorten(names[i] ?? '', Math.floor((left - 16) / LETTER)),
        'start',
        ' font-weight="600"'
      ),
      ...row.map(
        ({ shade }, j) =>
          `<rect x="${left + j * column}" y="${(i + 1) * ROW}" width="${column}" height="${ROW}" fill="${i === j ? colors.primary : colors.bad}" fill-opacity="${(shade * DARKEST).toFixed(3)}" stroke="${colors.line}"/>`
      ),
      ...row.map(({ text }, j) => write(middle(j), i + 1, text, 'middle')),
      write(middle(size), i + 1, totals.actual[i] ?? '', 'middle')
    ]),
    write(8, size + 1, words.total, 'start'),
    ...totals.predicted.map((total, j) => write(middle(j), size + 1, total, 'middle')),
    write(middle(size), size + 1, totals.all, 'middle')
  ]);
}

function shorten(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;
}
