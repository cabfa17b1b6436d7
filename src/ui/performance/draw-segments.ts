import { escapeXml, type PictureColors, svgFile } from './picture-colors.ts';

export interface SegmentsDrawing {
  title: string;
  overall: { at: number; text: string } | null;
  /** `low`, `at` and `high` are places on the axis, 0…1. */
  lines: readonly {
    where: string;
    rows: string;
    value: string;
    low: number;
    at: number;
    high: number;
  }[];
}

const ROW = 24;
const LETTER = 6.6;
const PLOT = 320;

/** The worst segments as an SVG file: words, rows, the value on its interval. */
export function drawSegments(
  { title, overall, lines }: SegmentsDrawing,
  colors: PictureColors
): string {
  const left = Math.max(...lines.map(({ where }) => where.length), 12) * LETTER + 90;
  const width = left + PLOT + 90;
  const height = (lines.length + 1) * ROW + 8;
  const x = (share: number) => left + share * PLOT;
  const text = (at: number, y: number, words: string, anchor: string, fill: string) =>
    `<text x="${at}" y="${y}" text-anchor="${anchor}" fill="${fill}">${escapeXml(words)}</text>`;
  return svgFile(width, height, colors.font, [
    text(8, 17, title, 'start', colors.muted),
    ...(overall
      ? [
          text(x(overall.at), 17, overall.text, 'middle', colors.muted),
          `<line x1="${x(overall.at)}" x2="${x(overall.at)}" y1="${ROW}" y2="${height}" stroke="${colors.muted}" stroke-dasharray="4 3"/>`
        ]
      : []),
    ...lines.flatMap(({ where, rows, value, low, at, high }, i) => {
      const y = (i + 1) * ROW + 12;
      return [
        text(8, y + 4, where, 'start', colors.strong),
        text(left - 16, y + 4, rows, 'end', colors.muted),
        `<line x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}" stroke="${colors.primary}" stroke-width="2"/>`,
        `<circle cx="${x(at)}" cy="${y}" r="4" fill="${colors.primary}"/>`,
        text(width - 8, y + 4, value, 'end', colors.strong)
      ];
    })
  ]);
}
