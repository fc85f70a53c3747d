import type { Notebook } from '@jupyterlab/notebook';

/** Cells are drawn one after another when there is time; a page is whole long before this, in ms. */
const LONGEST = 20_000;
/** With all cells drawn, nothing has moved for this long, in ms. */
const QUIET = 1500;
/** What a reader does who has gone on by themselves. */
const HANDS = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

/**
 * Makes a cell the active one and brings it into view, and keeps it there while cells above it are still
 * being drawn, which would push it away; until the reader moves the notebook.
 */
export async function goToCell(
  notebook: Notebook,
  index: number
): Promise<void> {
  const cell = notebook.widgets[index];
  notebook.activeCellIndex = index;
  await notebook.scrollToItem(index, 'smart');

  const begun = performance.now();
  let moved = begun;
  const isLeft = (): boolean => notebook.activeCell !== cell;
  const observer = new ResizeObserver(() => {
    moved = performance.now();
    if (isLeft()) {
      stop();
    } else {
      void notebook.scrollToItem(notebook.activeCellIndex, 'smart');
    }
  });
  const stop = (): void => {
    clearInterval(clock);
    observer.disconnect();
    HANDS.forEach(hand => notebook.node.removeEventListener(hand, stop, true));
    notebook.disposed.disconnect(stop);
  };
  const clock = setInterval(() => {
    const now = performance.now();
    const whole = !notebook.widgets.some(each => each.isPlaceholder());
    if (isLeft() || now - begun > LONGEST || (whole && now - moved > QUIET)) {
      stop();
    }
  }, QUIET / 3);
  observer.observe(notebook.viewportNode);
  HANDS.forEach(hand => notebook.node.addEventListener(hand, stop, true));
  notebook.disposed.connect(stop);
}
