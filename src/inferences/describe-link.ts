import type { Card } from '../contract/rows.ts';
import type { RowAddress } from './rows.ts';

type Link = NonNullable<Card['link']>;

const KINDS: readonly [Link['kind'], RegExp][] = [
  ['video', /\.(?:mp4|mov|webm|ogg|ogv|m4v)$/i],
  ['audio', /\.(?:mp3|wav|flac|m4a|oga|aac)$/i],
  ['image', /\.(?:png|jpe?g|gif|webp|avif|bmp|svg|ico|tiff?)$/i]
];

function kindOf(link: string): Link['kind'] {
  const media = /^data:(image|video|audio)\//i.exec(link)?.[1]?.toLowerCase();
  if (media === 'image' || media === 'video' || media === 'audio') {
    return media;
  }
  const path = link.replace(/[?#].*$/s, '');
  return (
    KINDS.find(([, ending]) => ending.test(path))?.[0] ?? (/^data:/i.test(link) ? 'other' : 'image')
  );
}

/**
 * A link as a card carries it. Data URIs and local files are served by the session itself, under a relative address;
 * an address of another host is only ever a link to follow, and no other scheme is passed on.
 */
export function describeLink(
  link: string | null,
  { dataset, row }: RowAddress,
  embedding: string | undefined
): Card['link'] {
  const text = link?.trim() ?? '';
  if (text === '') {
    return null;
  }
  const kind = kindOf(text);
  if (/^https?:\/\//i.test(text)) {
    return { kind, from: 'remote', href: text };
  }
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'data' && scheme !== 'file') {
    return null;
  }
  const query = embedding === undefined ? '' : `?embedding=${encodeURIComponent(embedding)}`;
  return { kind, from: 'media', href: `api/media/${dataset}/${row}${query}` };
}
