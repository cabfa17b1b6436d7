/** Line icons of the map, on the same 16-unit grid as those of the app. */
const PATHS = {
  move: 'M8 1.8v12.4M1.8 8h12.4M6.2 3.6 8 1.8l1.8 1.8M6.2 12.4 8 14.2l1.8-1.8M3.6 6.2 1.8 8l1.8 1.8M12.4 6.2 14.2 8l-1.8 1.8',
  lasso:
    'M8 2.6c3.5 0 6 1.7 6 4s-2.5 4-6 4c-1 0-2-.15-2.8-.4M5.2 10.2C3.3 9.6 2 8.2 2 6.6c0-2.3 2.5-4 6-4M5.2 10.2a1.4 1.4 0 1 1-1.9 1.2c0-.7.8-1.3 1.9-1.2ZM3.6 12.6c.2.9-.2 1.5-1 1.9',
  box: 'M2.5 4.5v-2h2M11.5 2.5h2v2M13.5 11.5v2h-2M4.5 13.5h-2v-2M7 2.5h2M7 13.5h2M2.5 7v2M13.5 7v2',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10M6 8a2 2 0 1 0 4 0 2 2 0 0 0-4 0Z',
  fitSelection: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10M5.6 8.2l1.7 1.7 3.2-3.6',
  display: 'M2 4.5h5M11 4.5h3M9 2.7v3.6M2 11.5h3M9 11.5h5M7 9.7v3.6',
  undo: 'M5.5 3 2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H7',
  redo: 'M10.5 3l3 3-3 3M13.5 6h-7a4 4 0 0 0 0 8H9',
  toNotebook: 'M4.5 2.5h9v11h-9zM4.5 5.2h-2M4.5 8h-2M4.5 10.8h-2M7 8h4M9.3 6.2 11.1 8l-1.8 1.8',
  picture: 'M2 3h12v10H2zM2 11l3.5-3.5 3 3L10.5 8.5 14 12M10.3 6.2h.01',
  side: 'M2 3h12v10H2zM10 3v10',
  palette:
    'M8 2a6 6 0 1 0 0 12c1 0 1.4-.6 1.4-1.3 0-.9-.7-1.2-.7-2 0-.7.5-1.2 1.3-1.2H12a2 2 0 0 0 2-2C14 4.4 11.3 2 8 2ZM5 7.5h.01M7 4.8h.01M10.3 5.2h.01',
  swap: 'M2.5 5.5h10M10 3l2.5 2.5L10 8M13.5 10.5h-10M6 8l-2.5 2.5L6 13',
  pin: 'M8 9.6V14M5 9.6h6l-1.2-2V3.4h.9V2H5.3v1.4h.9v4.2Z',
  neighbors:
    'M8 8m-1.6 0a1.6 1.6 0 1 0 3.2 0 1.6 1.6 0 1 0-3.2 0M3.2 3.8h.01M12.6 3.2h.01M13.4 11.4h.01M4 12.8h.01M6.8 6.9 4.2 4.5M9.3 7 11.8 4.1M9.4 8.8l3.2 2M7 9.3l-2.3 2.8'
} as const;

export type MapIconName = keyof typeof PATHS;

export function MapIcon({ name }: { name: MapIconName }) {
  return (
    <svg
      className="icon"
      width={16}
      height={16}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.3}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
