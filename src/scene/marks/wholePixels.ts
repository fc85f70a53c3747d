/** The nearest length of at least one device pixel that is whole in device pixels. */
export function wholePixels(length: number, ratio: number): number {
  return Math.max(1, Math.round(length * ratio)) / ratio;
}

/** The largest length below `length` that is whole in device pixels, at least one. */
export function floorPixels(length: number, ratio: number): number {
  return Math.max(1, Math.floor(length * ratio + 1e-6)) / ratio;
}
