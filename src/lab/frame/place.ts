/** The address of `place` inside the app at `base`, or of the app itself when `place` leads elsewhere. */
export function toUrl(base: string, place: string, host: 'tab' | 'frame'): string {
  const url = resolve(place, base) ?? new URL(base);
  url.searchParams.set('host', host);
  return url.href;
}

/** The part of `href` below `base` that brings the app back to where it was; undefined when it is elsewhere. */
export function toPlace(base: string, href: string): string | undefined {
  if (!href.startsWith(base)) {
    return undefined;
  }
  const url = new URL(href);
  url.searchParams.delete('host');
  return url.href.slice(base.length);
}

function resolve(place: string, base: string): URL | undefined {
  if (!URL.canParse(place, base)) {
    return undefined;
  }
  const url = new URL(place, base);
  return url.href.startsWith(base) ? url : undefined;
}
