/** Gives the focus back to what holds the view: in a notebook, the notebook cell. */
export function leaveView(element: HTMLElement): void {
  const holder = element.parentElement?.closest<HTMLElement>('[tabindex]');
  if (holder) {
    holder.focus();
  } else {
    (document.activeElement as HTMLElement | null)?.blur();
  }
}
