/** Line icons on a 16-unit grid, drawn in the colour of the text around them. */
const PATHS = {
  home: 'M2.5 7.5 8 3l5.5 4.5M4 6.5v6.5h8V6.5M6.7 13V9.5h2.6V13',
  signals: 'M2.5 13.2h11M3.5 10.5l2.6-3.2 2.4 2 4-6',
  map: 'M3 12.2a1.3 1.3 0 1 0 0-.1ZM6 5.4a1.5 1.5 0 1 0 0-.1ZM10.6 8.8a1.8 1.8 0 1 0 0-.1ZM11.4 3.4a1 1 0 1 0 0-.1ZM7.6 12.6a.9.9 0 1 0 0-.1Z',
  traces: 'M2.5 3.5h7M5 8h8.5M7 12.5h4.5M2.5 3.5V8M5 8v4.5',
  exports: 'M8 2.5v7M5.2 6.9 8 9.7l2.8-2.8M2.8 10.5v2.7h10.4v-2.7',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3l3.4 3.4',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  open: 'M9.5 3H13v3.5M13 3 8 8M11 9.2V13H3V5h3.8',
  close: 'm4 4 8 8M12 4l-8 8',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  insert: 'M2.5 3.5h11M2.5 6.5h6M11 8v5.5M8.2 10.7h5.6',
  download: 'M8 2.5v7M5.2 6.9 8 9.7l2.8-2.8M2.8 13.2h10.4',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.3 4.5l.6 9h6.2l.6-9M6.8 7v4M9.2 7v4',
  warning: 'M8 2.6 14 13H2zM8 6.5v3M8 11.2v.1',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  next: 'M6.5 3.5 11 8l-4.5 4.5',
  up: 'M3.5 10 8 5.5l4.5 4.5',
  down: 'M3.5 6 8 10.5 12.5 6',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1',
  moon: 'M13 9.6A5.6 5.6 0 0 1 6.4 3 5.6 5.6 0 1 0 13 9.6Z',
  keyboard: 'M1.8 4h12.4v8H1.8zM4.2 6.6h.01M6.7 6.6h.01M9.3 6.6h.01M11.8 6.6h.01M5 9.6h6',
  rows: 'M2.5 3.5h11M2.5 8h11M2.5 12.5h11',
  retry: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3',
  link: 'M6.8 9.2a2.4 2.4 0 0 0 3.4 0l2.3-2.3a2.4 2.4 0 0 0-3.4-3.4l-.9.9M9.2 6.8a2.4 2.4 0 0 0-3.4 0L3.5 9.1a2.4 2.4 0 0 0 3.4 3.4l.9-.9',
  picture: 'M2.5 3h11v10h-11zM2.5 11l3.2-3.4 2.4 2.2 2-1.8 3.4 3.2M10.6 6.2h.01',
  code: 'M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5M9 3.2 7 12.8',
  bell: 'M8 2.4a3.7 3.7 0 0 0-3.7 3.7c0 3-1.3 4.4-1.3 4.4h10s-1.3-1.4-1.3-4.4A3.7 3.7 0 0 0 8 2.4ZM6.8 12.8a1.3 1.3 0 0 0 2.4 0',
  hash: 'M6 3 4.8 13M11.2 3 10 13M3 6h10.5M2.5 10H13',
  tag: 'M2.5 3v5l5.5 5.5 5-5L7.5 3zM5.2 5.6h.01',
  history: 'M3 8a5 5 0 1 0 1.6-3.7M3 2.5v3h3M8 5.2V8l2 1.4',
  zoom: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3l3.4 3.4M7 5v4M5 7h4',
  path: 'M2.5 3.5h4v4.5h4v4.5h3',
  grip: 'M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01'
} as const;

export type IconName = keyof typeof PATHS;

/** Dots are strokes of no length; they need a thicker pen. */
const DOTTED = new Set<IconName>(['more', 'grip']);

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill={name === 'map' ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={DOTTED.has(name) ? 2 : name === 'map' ? 0.5 : 1.3}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
