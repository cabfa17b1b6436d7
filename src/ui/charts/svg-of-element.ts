/** What a style sheet may say of an element of a picture; copied out, since a file has no style sheet. */
const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline'
] as const;

/** A picture of the page as an SVG file that looks the same without the page's style sheets. */
export function svgOfElement(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((element, i) => {
    const original = originals[i];
    if (!original) {
      return;
    }
    const style = getComputedStyle(original);
    for (const name of STYLES) {
      const value = style.getPropertyValue(name);
      if (value !== '') {
        element.setAttribute(name, value);
      }
    }
    for (const name of ['class', 'style', 'tabindex', 'role', 'aria-label', 'aria-pressed']) {
      element.removeAttribute(name);
    }
  });
  copy.querySelectorAll('[data-not-in-file]').forEach(element => element.remove());
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return new XMLSerializer().serializeToString(copy);
}
