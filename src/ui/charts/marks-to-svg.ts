import { diamondAt, type Inks } from './paint-marks.ts';
import { FONT_PX, type Mark } from './series-marks.ts';

/** The picture as an SVG file: the same marks, with the colors written out. */
export function marksToSvg(
  marks: readonly Mark[],
  inks: Inks,
  { width, height, font }: { width: number; height: number; font: string }
): string {
  const body = marks.map(mark => markToSvg(mark, inks)).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escapeXml(font)}" font-size="${FONT_PX}">${body}</svg>`;
}

function markToSvg(mark: Mark, inks: Inks): string {
  const ink = escapeXml(inks[mark.ink]);
  switch (mark.kind) {
    case 'rects': {
      const rects: string[] = [];
      for (let i = 0; i < mark.at.length; i += 4) {
        const [x, y, width, height] = mark.at.slice(i, i + 4).map(round);
        rects.push(`M${x} ${y}h${width}v${height}h-${width}z`);
      }
      return `<path d="${rects.join('')}" fill="${ink}" fill-opacity="${mark.alpha}"/>`;
    }
    case 'area':
      return `<path d="${mark.outlines.map(outline => toPath(outline) + 'z').join('')}" fill="${ink}" fill-opacity="${mark.alpha}"/>`;
    case 'line':
      return `<path d="${mark.strokes.map(toPath).join('')}" fill="none" stroke="${ink}" stroke-opacity="${mark.alpha}" stroke-width="${mark.width}" stroke-linejoin="round"${mark.dash.length > 0 ? ` stroke-dasharray="${mark.dash.join(' ')}"` : ''}/>`;
    case 'diamonds': {
      const paths: string[] = [];
      for (let i = 0; i < mark.at.length; i += 2) {
        paths.push(toPath(diamondAt(mark.at[i] ?? 0, mark.at[i + 1] ?? 0, mark.size)) + 'z');
      }
      return `<path d="${paths.join('')}" fill="${ink}"/>`;
    }
    case 'text':
      return `<text x="${round(mark.x)}" y="${round(mark.y)}" text-anchor="${mark.align}" fill="${ink}">${escapeXml(mark.text)}</text>`;
  }
}

function toPath(corners: readonly number[]): string {
  let path = '';
  for (let i = 0; i < corners.length; i += 2) {
    path += `${i === 0 ? 'M' : 'L'}${round(corners[i] ?? 0)} ${round(corners[i + 1] ?? 0)}`;
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`);
}
