import { type ReactNode, useState } from 'react';

interface FoldProps {
  /** Under which the reader's choice is remembered. */
  name: string;
  title: string;
  note: string;
  children: ReactNode;
}

/** A part of the panel that can be folded away; it stays as the reader left it. */
export function Fold({ name, title, note, children }: FoldProps) {
  const [isOpen, setOpen] = useState(() => readChoice(name) !== 'folded');
  return (
    <details
      className="phoenix-Fold"
      open={isOpen}
      onToggle={event => {
        setOpen(event.currentTarget.open);
        keepChoice(name, event.currentTarget.open ? 'open' : 'folded');
      }}
    >
      <summary>
        {title} <span>{note}</span>
      </summary>
      {children}
    </details>
  );
}

const toKey = (name: string) => `jupyterlab-phoenix:fold:${name}`;

function readChoice(name: string): string | null {
  try {
    return window.localStorage.getItem(toKey(name));
  } catch {
    // Storage may be forbidden; everything is then open.
    return null;
  }
}

function keepChoice(name: string, choice: 'open' | 'folded'): void {
  try {
    window.localStorage.setItem(toKey(name), choice);
  } catch {
    // A full or forbidden storage costs only the memory of the choice.
  }
}
