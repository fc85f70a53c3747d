/** More units than this jump to their places. */
const MOST_UNITS = 64;
/** Height of a row while it moves, in pixels of the moving picture. */
const ROW = 8;

/**
 * Lets the rows of heatmaps slide from one order to another. Each canvas already shows the new
 * order; a copy over it moves and is then taken away.
 *
 * @param before the place of each unit before
 * @param after the place of each unit now
 * @param time in milliseconds; 0 does nothing
 */
export function sortMotion(
  canvases: readonly HTMLCanvasElement[],
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  time: number
): void {
  const units = after.length;
  if (
    time === 0 ||
    units > MOST_UNITS ||
    before.length !== units ||
    Array.from(after).every((place, unit) => place === before[unit])
  ) {
    return;
  }
  const copies = canvases
    .filter(canvas => canvas.height === units && !canvas.hidden)
    .map(canvas => {
      const copy = canvas.cloneNode() as HTMLCanvasElement;
      copy.width = canvas.width;
      copy.height = units * ROW;
      delete copy.dataset.channel;
      copy.dataset.sliding = '';
      canvas.after(copy);
      return { canvas, copy, context: copy.getContext('2d') };
    });
  const start = performance.now();
  const frame = (now: number): void => {
    const share = Math.min(1, (now - start) / time);
    const eased = share * share * (3 - 2 * share);
    for (const { canvas, copy, context } of copies) {
      if (share >= 1 || !context || !canvas.isConnected) {
        copy.remove();
        continue;
      }
      context.imageSmoothingEnabled = false;
      context.clearRect(0, 0, copy.width, copy.height);
      for (let unit = 0; unit < units; unit += 1) {
        const y = before[unit] + (after[unit] - before[unit]) * eased;
        context.drawImage(
          canvas,
          0,
          after[unit],
          canvas.width,
          1,
          0,
          Math.round(y * ROW),
          canvas.width,
          ROW
        );
      }
    }
    if (share < 1) {
      requestAnimationFrame(frame);
    }
  };
  frame(start);
}
