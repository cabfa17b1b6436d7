import { escapeXml, readColors, svgFile } from '../performance/picture-colors.ts';

const ROW = 30;
const LETTER = 6.8;

/** The lines of what moved as an SVG file; their small pictures are SVG files of their own. */
export function drawMoved(
  lines: readonly {
    name: string;
    value: string;
    alerts: string;
    spark: string | undefined;
  }[],
  element: Element
): string {
  const colors = readColors(element);
  const left = Math.max(8, ...lines.map(({ name }) => name.length)) * LETTER + 24;
  const middle = left + 150;
  const width = middle + Math.max(8, ...lines.map(({ value }) => value.length)) * LETTER + 100;
  const text = (x: number, y: number, words: string, fill: string) =>
    `<text x="${x}" y="${y}" fill="${fill}">${escapeXml(words)}</text>`;
  return svgFile(
    width,
    Math.max(1, lines.length) * ROW,
    colors.font,
    lines.flatMap(({ name, value, alerts, spark }, i) => [
      text(8, i * ROW + 20, name, colors.strong),
      ...(spark === undefined
        ? []
        : [`<g transform="translate(${left} ${i * ROW + 4})">${spark}</g>`]),
      text(middle, i * ROW + 20, value, colors.strong),
      ...(alerts === '' ? [] : [text(width - 90, i * ROW + 20, `◆ ${alerts}`, colors.bad)])
    ])
  );
}
