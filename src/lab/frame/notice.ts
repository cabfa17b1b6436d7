import { Widget } from '@lumino/widgets';

export interface NoticeOptions {
  /** One sentence: what is the case. */
  text: string;
  /** What to do next, when there is something. */
  hint?: string;
  action?: { label: string; run: () => Promise<void> };
}

/** A calm sentence in place of what cannot be shown, spoken by screen readers when it appears. */
export class Notice extends Widget {
  constructor({ text, hint, action }: NoticeOptions) {
    super();
    this.addClass('phoenix-Notice');
    this.node.setAttribute('role', 'status');
    this.node.append(createParagraph('phoenix-Notice-text', text));
    if (hint !== undefined) {
      this.node.append(createParagraph('phoenix-Notice-hint', hint));
    }
    if (action !== undefined) {
      this.node.append(createButton(action));
    }
  }
}

function createParagraph(className: string, text: string): HTMLParagraphElement {
  const paragraph = document.createElement('p');
  paragraph.className = className;
  paragraph.textContent = text;
  return paragraph;
}

function createButton({ label, run }: NonNullable<NoticeOptions['action']>): HTMLButtonElement {
  const button = document.createElement('button');
  button.className = 'jp-mod-styled phoenix-Notice-action';
  button.textContent = label;
  button.addEventListener('click', () => {
    button.disabled = true;
    void run().finally(() => (button.disabled = false));
  });
  return button;
}
