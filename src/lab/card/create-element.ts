/** An element with a class of ours and what is in it; texts are text. */
export function createElement<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  part: string,
  ...children: readonly (Node | string | null)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.className = `phoenix-TraceCard-${part}`;
  element.append(...children.filter(child => child !== null));
  return element;
}

/** A button that says what it does. Keys pressed on it do not reach the notebook, where some of them delete cells. */
export function createButton(
  part: string,
  label: string,
  run: () => void,
  ...children: readonly Node[]
): HTMLButtonElement {
  const button = createElement('button', part, ...(children.length > 0 ? children : [label]));
  button.type = 'button';
  // Lumino looks for a binding from the focused element upwards, so the mark must be on the element itself.
  button.dataset['lmSuppressShortcuts'] = 'true';
  button.title = label;
  button.setAttribute('aria-label', label);
  button.addEventListener('click', run);
  return button;
}
