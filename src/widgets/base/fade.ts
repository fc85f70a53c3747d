import { html } from './dom';

const FADING = 'jp-gatescope-fading';

/**
 * Keeps what canvases show, one below the other in one element; the returned function, called after
 * they were repainted, fades from the old picture to the new one. Only what changed is seen to
 * change. All of it is one canvas: what fades is composed by itself, and a dozen such layers cost
 * more than the drawing.
 *
 * @param time in milliseconds; 0 does nothing
 */
export function fadeFrom(
  canvases: readonly HTMLCanvasElement[],
  time: number
): () => void {
  const shown = canvases.filter(
    canvas => canvas.isConnected && !canvas.hidden && canvas.width > 0
  );
  const host = shown[0]?.parentElement;
  // What follows while one picture still fades is a drag: the hand is followed at once.
  if (time === 0 || !host || host.querySelector(`.${FADING}`)) {
    return () => undefined;
  }
  const boxes = shown.map(boxOf);
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const width = Math.max(...boxes.map(({ x, width }) => x + width)) - left;
  const height = Math.max(...boxes.map(({ y, height }) => y + height)) - top;
  const copy = html('canvas', {
    class: `jp-gatescope-heatmap ${FADING}`,
    'aria-hidden': 'true',
    width: Math.ceil(width * devicePixelRatio),
    height: Math.ceil(height * devicePixelRatio)
  });
  const context = copy.getContext('2d');
  if (!context) {
    return () => undefined;
  }
  context.imageSmoothingEnabled = false;
  context.scale(devicePixelRatio, devicePixelRatio);
  for (const [index, canvas] of shown.entries()) {
    const box = boxes[index];
    context.drawImage(canvas, box.x - left, box.y - top, box.width, box.height);
  }
  Object.assign(copy.style, {
    left: `${left}px`,
    top: `${top}px`,
    width: `${width}px`,
    height: `${height}px`
  });
  return () => {
    // Over the old ones, below what is drawn over them.
    host.insertBefore(copy, host.querySelector('svg'));
    copy
      .animate([{ opacity: 1 }, { opacity: 0 }], { duration: time })
      .finished.finally(() => copy.remove());
  };
}

/** Where a canvas was placed, in CSS pixels; nothing is laid out to ask for it. */
function boxOf({ style }: HTMLCanvasElement): {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
} {
  return {
    x: parseFloat(style.left),
    y: parseFloat(style.top),
    width: parseFloat(style.width),
    height: parseFloat(style.height)
  };
}
