/**
 * Redraws what is in `element`; the button that had the focus has it again afterwards. Where that one
 * is gone, or can no longer be pressed, the nearest before it that can has it, or else the first: the keys
 * would be nobody's.
 */
export function keepFocus(element: HTMLElement, draw: () => void): void {
  const active = document.activeElement;
  const before = buttonsOf(element).map(({ dataset }) => dataset['tool']);
  const tool =
    active instanceof HTMLElement && element.contains(active)
      ? active.dataset['tool']
      : undefined;
  draw();
  if (tool !== undefined) {
    const buttons = buttonsOf(element);
    const find = (name: string | undefined): HTMLButtonElement | undefined =>
      name === undefined
        ? undefined
        : buttons.find(({ dataset }) => dataset['tool'] === name);
    const near = before.slice(0, before.indexOf(tool) + 1).reverse();
    (near.map(find).find(Boolean) ?? find(tool) ?? buttons[0])?.focus();
  }
}

function buttonsOf(element: HTMLElement): HTMLButtonElement[] {
  return [
    ...element.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')
  ];
}
