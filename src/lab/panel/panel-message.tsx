import type { ReactNode } from 'react';

interface PanelMessageProps {
  text: string;
  /** A command to type. */
  code?: string;
  children?: ReactNode;
}

/** What the panel says when there is no list to show, and the next step. */
export function PanelMessage({ text, code, children }: PanelMessageProps) {
  return (
    <div className="phoenix-PanelMessage" role="status">
      <p>{text}</p>
      {code !== undefined && (
        <pre>
          <code>{code}</code>
        </pre>
      )}
      {children}
    </div>
  );
}
