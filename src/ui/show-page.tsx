import { createRoot } from 'react-dom/client';
import { App, type AppParts } from './app/app.tsx';
import { Keyboard } from './app/keyboard.ts';

/** Puts the page into its document. */
export function showPage(parts: Omit<AppParts, 'keyboard'>): void {
  const root = document.getElementById('root');
  if (!root) {
    throw new TypeError('Cannot start: the page has no element "root"');
  }
  createRoot(root).render(<App {...parts} keyboard={new Keyboard(window)} />);
}
