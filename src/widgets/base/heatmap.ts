import { bitmap, type Bitmap, type MatrixSource } from '../../scene/bitmap';
import { html } from './dom';
import type { Ramp } from '../../scene/ramp';

/** A canvas with one pixel a value, enlarged without smoothing. */
export interface Heatmap {
  readonly element: HTMLCanvasElement;
  paint(
    source: MatrixSource,
    ramp: Ramp,
    range: readonly [number, number]
  ): Bitmap;
  /** Sets the box in CSS pixels; give whole device pixels per value. */
  place(x: number, y: number, width: number, height: number): void;
}

/** Makes an empty heatmap, to be put into a positioned element. */
export function createHeatmap(): Heatmap {
  const element = html('canvas', {
    class: 'jp-gatescope-heatmap',
    'aria-hidden': 'true'
  });
  return {
    element,
    paint(source, ramp, range) {
      const picture = bitmap(source, ramp, range);
      if (
        element.width !== picture.width ||
        element.height !== picture.height
      ) {
        element.width = picture.width;
        element.height = picture.height;
      }
      putBitmap(element, picture);
      return picture;
    },
    place(x, y, width, height) {
      element.style.left = `${x}px`;
      element.style.top = `${y}px`;
      element.style.width = `${width}px`;
      element.style.height = `${height}px`;
    }
  };
}

/** Copies a bitmap to the upper left of a canvas. */
export function putBitmap(
  canvas: HTMLCanvasElement,
  { width, height, pixels }: Bitmap
): void {
  const context = canvas.getContext('2d');
  if (context && width > 0 && height > 0) {
    context.putImageData(
      new ImageData(new Uint8ClampedArray(pixels.buffer), width, height),
      0,
      0
    );
  }
}
