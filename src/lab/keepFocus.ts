/** Draws anew what is in `element`; the button that had the focus has it again afterwards. */
export function keepFocus(element: HTMLElement, draw: () => void): void {
  const active = document.activeElement;
  const tool =
    active instanceof HTMLElement && element.contains(active)
      ? active.dataset['tool']
      : undefined;
  draw();
  if (tool !== undefined) {
    element
      .querySelector<HTMLElement>(`[data-tool="${CSS.escape(tool)}"]`)
      ?.focus();
  }
}
