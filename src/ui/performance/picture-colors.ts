/** Colors of the theme for pictures that are written as files, which have no style sheet. */
export interface PictureColors {
  surface: string;
  strong: string;
  muted: string;
  line: string;
  primary: string;
  reference: string;
  bad: string;
  font: string;
}

/** What the theme's names stand for at an element. */
export function readColors(element: Element): PictureColors {
  const probe = document.createElement('span');
  element.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  try {
    return {
      surface: read('surface'),
      strong: read('strong'),
      muted: read('muted'),
      line: read('line'),
      primary: read('data-primary'),
      reference: read('data-reference'),
      bad: read('bad'),
      font: getComputedStyle(element).fontFamily
    };
  } finally {
    probe.remove();
  }
}

/** Text and attributes of XML. */
export function escapeXml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

/** An SVG file of a size, with text in the font of the page. */
export function svgFile(
  width: number,
  height: number,
  font: string,
  parts: readonly string[]
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escapeXml(font)}" font-size="12">`,
    ...parts,
    '</svg>'
  ].join('\n');
}
