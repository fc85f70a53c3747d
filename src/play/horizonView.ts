import { html } from '../widgets/base/dom';
import { fitCanvas, horizonRamp, paintMatrix } from './paint';
import { BOUNDS } from './playState';

const [, EPOCHS] = BOUNDS.epoch;

/** The memory horizon of one network: delay across, epoch upward. */
export interface HorizonView {
  readonly element: HTMLElement;
  draw(shown: HorizonShown): void;
}

export interface HorizonShown {
  /** A row an epoch, the first first. */
  readonly rows: readonly Float32Array[];
  readonly longest: number;
  /** The epoch that is looked at, from 0, and the delay of the sequence that is shown. */
  readonly epoch: number;
  readonly delay: number;
  /** A row with a gate held, below. */
  readonly heldRow: Float32Array | null;
  /** What it says, for who cannot see it. */
  readonly words: string;
}

/**
 * @param pick called with what is pointed at: an epoch and a delay
 */
export function createHorizonView(
  pick: (epoch: number, delay: number) => void
): HorizonView {
  const canvas = html('canvas', { role: 'img', class: 'play-horizon-map' });
  const held = html('canvas', { class: 'play-strip', 'aria-hidden': 'true' });
  const heldLine = html(
    'div',
    { class: 'play-strip-line' },
    html('span', {}, 'held'),
    held
  );
  const element = html(
    'div',
    { class: 'play-horizon' },
    html(
      'div',
      { class: 'play-horizon-plot' },
      html(
        'span',
        { class: 'play-epochs', 'aria-hidden': 'true' },
        html('span', {}, String(EPOCHS)),
        html('span', {}, 'epoch'),
        html('span', {}, '0')
      ),
      canvas
    ),
    heldLine
  );
  let longest = 1;
  let trained = 0;
  let isDown = false;
  const point = (event: PointerEvent): void => {
    const box = canvas.getBoundingClientRect();
    const across = (event.clientX - box.left) / box.width;
    const up = 1 - (event.clientY - box.top) / box.height;
    const limited = (value: number, most: number): number =>
      Math.max(1, Math.min(most, Math.ceil(value)));
    pick(limited(up * EPOCHS, trained), limited(across * longest, longest));
  };
  canvas.addEventListener('pointerdown', event => {
    isDown = trained > 0;
    if (isDown) {
      canvas.setPointerCapture(event.pointerId);
      point(event);
    }
  });
  canvas.addEventListener('pointermove', event => isDown && point(event));
  canvas.addEventListener('pointerup', () => (isDown = false));
  canvas.addEventListener('pointercancel', () => (isDown = false));
  return {
    element,
    draw(shown) {
      longest = shown.longest;
      trained = shown.rows.length;
      drawHorizon(canvas, shown);
      canvas.setAttribute('aria-label', shown.words);
      heldLine.hidden = shown.heldRow === null;
      if (shown.heldRow) {
        drawRows(held, [shown.heldRow]);
      }
    }
  };
}

function drawHorizon(
  canvas: HTMLCanvasElement,
  { rows, longest, epoch, delay }: HorizonShown
): void {
  const fitted = fitCanvas(canvas);
  if (!fitted) {
    return;
  }
  const { context, width, height } = fitted;
  const style = getComputedStyle(canvas);
  context.fillStyle = style.getPropertyValue('--play-future');
  context.fillRect(0, 0, width, height);
  const x = (at: number): number => (at / longest) * width;
  const top = (at: number): number => height - (at / EPOCHS) * height;
  paintRows(context, canvas, rows, [
    0,
    top(rows.length),
    width,
    height - top(rows.length)
  ]);
  if (rows.length > 0) {
    const line = Math.max(1, top(Math.min(epoch, rows.length)));
    context.lineWidth = 1.5;
    context.strokeStyle = style.getPropertyValue('--jp-gatescope-keep');
    context.strokeRect(
      x(delay - 1) + 0.75,
      0.75,
      width / longest - 1.5,
      height - 1.5
    );
    context.beginPath();
    context.moveTo(0, line);
    context.lineTo(width, line);
    context.stroke();
  }
}

/** A horizon without its frame. */
export function drawRows(
  canvas: HTMLCanvasElement,
  rows: readonly Float32Array[]
): void {
  const fitted = fitCanvas(canvas);
  if (fitted) {
    const { context, width, height } = fitted;
    paintRows(context, canvas, rows, [0, 0, width, height]);
  }
}

/** Rows of a horizon, the first at the bottom. */
function paintRows(
  context: CanvasRenderingContext2D,
  canvas: HTMLCanvasElement,
  rows: readonly Float32Array[],
  place: readonly [number, number, number, number]
): void {
  const columns = rows[0]?.length ?? 0;
  const values = new Float32Array(rows.length * columns);
  rows.forEach((row, at) => values.set(row, (rows.length - 1 - at) * columns));
  paintMatrix(
    context,
    {
      values,
      rows: rows.length,
      columns,
      rowStride: columns,
      columnStride: 1
    },
    horizonRamp(canvas),
    [0, 1],
    place
  );
}
