import { bitmap, type MatrixSource } from '../widgets/base/bitmap';
import { html } from '../widgets/base/dom';
import { putBitmap } from '../widgets/base/heatmap';
import { readRamp, type Ramp } from '../widgets/base/theme';

interface Fitted {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
}

/** An empty canvas with as many pixels as the screen has under it; null where it is not laid out. */
export function fitCanvas(canvas: HTMLCanvasElement): Fitted | null {
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

const small = html('canvas');

/**
 * Draws a matrix into a part of a canvas, a value a box without a seam.
 *
 * @param place left, top, width and height
 */
export function paintMatrix(
  context: CanvasRenderingContext2D,
  source: MatrixSource,
  ramp: Ramp,
  range: readonly [number, number],
  place: readonly [number, number, number, number]
): void {
  const picture = bitmap(source, ramp, range);
  if (picture.width * picture.height === 0) {
    return;
  }
  small.width = picture.width;
  small.height = picture.height;
  putBitmap(small, picture);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, ...place);
}

/** The ramp of what is held: 0 at chance, 1 always right. */
export const horizonRamp = (element: Element): Ramp =>
  readRamp(
    getComputedStyle(element).getPropertyValue('--play-ramp-horizon').trim()
  );
