import type { LabIcon } from '@jupyterlab/ui-components';

interface IconButtonProps {
  icon: LabIcon;
  label: string;
  /** For a button that shows and hides something. */
  isExpanded?: boolean;
  onClick: () => void;
}

/** A button that shows only an icon; its label is its tooltip, too. */
export function IconButton({ icon, label, isExpanded, onClick }: IconButtonProps) {
  return (
    <button
      type="button"
      className="phoenix-IconButton"
      title={label}
      aria-label={label}
      aria-expanded={isExpanded}
      onClick={onClick}
    >
      <icon.react tag="span" aria-hidden="true" />
    </button>
  );
}
