import { FONT_PX, type Ink, type Mark } from './series-marks.ts';

export type Inks = Readonly<Record<Ink, string>>;

const VARIABLES: Readonly<Record<Ink, string>> = {
  primary: '--data-primary',
  reference: '--data-reference',
  text: '--text',
  muted: '--muted',
  grid: '--line',
  bad: '--bad',
  accent: '--accent'
};

/** The colors in force at an element, resolved: a canvas knows neither custom properties nor mixtures of them. */
export function readInks(element: HTMLElement): Inks {
  const probe = element.ownerDocument.createElement('span');
  element.append(probe);
  const read = (variable: string) => {
    probe.style.color = `var(${variable})`;
    return getComputedStyle(probe).color;
  };
  const inks = Object.fromEntries(
    Object.entries(VARIABLES).map(([ink, variable]) => [ink, read(variable)])
  ) as Record<Ink, string>;
  probe.remove();
  return inks;
}

/** Draws marks; the context is scaled to CSS pixels. */
export function paintMarks(
  context: CanvasRenderingContext2D,
  marks: readonly Mark[],
  inks: Inks,
  font: string
): void {
  for (const mark of marks) {
    context.fillStyle = inks[mark.ink];
    context.strokeStyle = inks[mark.ink];
    context.globalAlpha = 'alpha' in mark ? mark.alpha : 1;
    switch (mark.kind) {
      case 'rects':
        for (let i = 0; i < mark.at.length; i += 4) {
          context.fillRect(
            mark.at[i] ?? 0,
            mark.at[i + 1] ?? 0,
            mark.at[i + 2] ?? 0,
            mark.at[i + 3] ?? 0
          );
        }
        break;
      case 'area':
        for (const outline of mark.outlines) {
          tracePath(context, outline);
          context.closePath();
          context.fill();
        }
        break;
      case 'line':
        context.lineWidth = mark.width;
        context.lineJoin = 'round';
        context.setLineDash([...mark.dash]);
        for (const stroke of mark.strokes) {
          tracePath(context, stroke);
          context.stroke();
        }
        context.setLineDash([]);
        break;
      case 'diamonds':
        for (let i = 0; i < mark.at.length; i += 2) {
          tracePath(context, diamondAt(mark.at[i] ?? 0, mark.at[i + 1] ?? 0, mark.size));
          context.closePath();
          context.fill();
        }
        break;
      case 'text':
        context.font = `${FONT_PX}px ${font}`;
        context.textAlign = mark.align === 'middle' ? 'center' : mark.align;
        context.fillText(mark.text, mark.x, mark.y);
        break;
    }
  }
  context.globalAlpha = 1;
}

function tracePath(context: CanvasRenderingContext2D, corners: readonly number[]): void {
  context.beginPath();
  for (let i = 0; i < corners.length; i += 2) {
    context.lineTo(corners[i] ?? 0, corners[i + 1] ?? 0);
  }
}

export function diamondAt(x: number, y: number, size: number): number[] {
  return [x, y - size, x + size, y, x, y + size, x - size, y];
}
