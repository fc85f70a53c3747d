/**
 * Text that is wider than its box scrolls: then the box takes the focus, so that arrow keys reach what lies
 * outside. Gives the way to stop.
 */
export function reachSideways(box: HTMLElement): () => void {
  const sizes = new ResizeObserver(() => {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
    } else {
      box.removeAttribute('tabindex');
    }
  });
  sizes.observe(box);
  return () => sizes.disconnect();
}
