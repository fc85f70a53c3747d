/**
 * Draws anew what is in `element`; the button that had the focus has it again afterwards. Where that one
 * is gone, or can no longer be pressed, the first button that can has it: the keys would be nobody's.
 */
export function keepFocus(element: HTMLElement, draw: () => void): void {
  const active = document.activeElement;
  const tool =
    active instanceof HTMLElement && element.contains(active)
      ? active.dataset['tool']
      : undefined;
  draw();
  if (tool !== undefined) {
    const buttons = [
      ...element.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')
    ];
    (
      buttons.find(button => button.dataset['tool'] === tool) ?? buttons[0]
    )?.focus();
  }
}
