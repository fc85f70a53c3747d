import { html } from '../widgets/base/dom';
import { makeRamp } from '../widgets/base/theme';
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
  /** The last rows of other seeds. */
  readonly others: readonly {
    readonly seed: number;
    readonly row: Float32Array;
  }[];
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
  const seeds = html('div', { class: 'play-seeds' });
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
    heldLine,
    seeds
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
        drawStrip(held, shown.heldRow);
      }
      seeds.hidden = shown.others.length === 0;
      seeds.replaceChildren(
        ...shown.others.map(({ seed, row }) => {
          const strip = html('canvas', { class: 'play-strip' });
          requestAnimationFrame(() => drawStrip(strip, row));
          return html(
            'div',
            { class: 'play-strip-line' },
            html('span', {}, `seed ${seed}`),
            strip
          );
        })
      );
    }
  };
}

/** The color of a share that is held: 0 at chance, 1 always right. */
export function horizonColor(element: Element): (share: number) => string {
  const stops = getComputedStyle(element)
    .getPropertyValue('--play-ramp-horizon')
    .trim();
  return makeRamp(stops.split(/\s+/)).css;
}

/** A canvas with as many pixels as the screen has under it. */
export function fitCanvas(
  canvas: HTMLCanvasElement
): { context: CanvasRenderingContext2D; width: number; height: number } | null {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = Math.min(3, devicePixelRatio);
  const context = canvas.getContext('2d');
  if (!context || width === 0) {
    return null;
  }
  const wide = Math.round(width * ratio);
  const high = Math.round(height * ratio);
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
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
  const css = horizonColor(canvas);
  const style = getComputedStyle(canvas);
  context.fillStyle = style.getPropertyValue('--play-future');
  context.fillRect(0, 0, width, height);
  const x = (at: number): number => (at / longest) * width;
  const y = (at: number): number => height - (at / EPOCHS) * height;
  rows.forEach((row, at) => {
    row.forEach((share, column) => {
      context.fillStyle = css(share);
      // A little over its edge, so that no seam shows.
      context.fillRect(
        x(column),
        y(at + 1),
        width / longest + 0.4,
        height / EPOCHS + 0.4
      );
    });
  });
  if (rows.length > 0) {
    const top = y(Math.min(epoch, rows.length));
    context.lineWidth = 1.5;
    context.strokeStyle = style.getPropertyValue('--jp-gatescope-keep');
    context.strokeRect(
      x(delay - 1) + 0.75,
      0.75,
      width / longest - 1.5,
      height - 1.5
    );
    context.beginPath();
    context.moveTo(0, Math.max(1, top));
    context.lineTo(width, Math.max(1, top));
    context.stroke();
  }
}

function drawStrip(canvas: HTMLCanvasElement, row: Float32Array): void {
  const fitted = fitCanvas(canvas);
  if (!fitted) {
    return;
  }
  const { context, width, height } = fitted;
  const css = horizonColor(canvas);
  row.forEach((share, column) => {
    context.fillStyle = css(share);
    context.fillRect(
      (column / row.length) * width,
      0,
      width / row.length + 0.4,
      height
    );
  });
}
