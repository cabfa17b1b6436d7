interface SectionHeadProps {
  title: string;
  note?: string;
  isBad?: boolean;
  openLabel: string;
  onOpen: () => void;
  children?: React.ReactNode;
}

/** The heading of a part of the overview: a button that opens its place in the app. */
export function SectionHead({
  title,
  note = '',
  isBad,
  openLabel,
  onOpen,
  children
}: SectionHeadProps) {
  return (
    <div className="phoenix-Overview-heading">
      <h4>
        <button type="button" title={openLabel} onClick={onOpen}>
          {title}
        </button>
      </h4>
      {note !== '' && <span data-phoenix-bad={isBad}>{note}</span>}
      {children}
    </div>
  );
}
