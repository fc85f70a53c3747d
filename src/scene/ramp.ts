import { interpolateLab } from 'd3-interpolate';
import { rgb } from 'd3-color';

/**
 * The colors of one ramp as 32-bit pixels. The length is odd, so that a symmetric ramp has its zero
 * exactly in the middle.
 */
export interface Ramp {
  readonly pixels: Uint32Array;
  /** The color at a place between 0 and 1, for CSS. */
  css(place: number): string;
}

export const RAMP_LENGTH = 1025;

const ramps = new Map<string, Ramp>();

/** A ramp from colors apart by white space; without any (no style sheet) it runs from white to black. */
export function readRamp(stops: string): Ramp {
  let ramp = ramps.get(stops);
  if (!ramp) {
    const colors = stops.split(/\s+/).filter(stop => stop !== '');
    ramp = makeRamp(colors.length >= 2 ? colors : ['#ffffff', '#000000']);
    ramps.set(stops, ramp);
  }
  return ramp;
}

/** Equal stops, mixed in Lab. */
export function makeRamp(stops: readonly string[]): Ramp {
  // Not d3's piecewise, which brings the mixing of dates, objects and texts into every page along.
  const parts = stops
    .slice(1)
    .map((stop, index) => interpolateLab(stops[index], stop));
  const mix = (place: number): string => {
    const part = Math.min(parts.length - 1, Math.floor(place * parts.length));
    return parts[part](place * parts.length - part);
  };
  const pixels = new Uint32Array(RAMP_LENGTH);
  for (let index = 0; index < RAMP_LENGTH; index += 1) {
    const { r, g, b } = rgb(mix(index / (RAMP_LENGTH - 1))).clamp();
    // Canvas pixels are bytes r, g, b, a; typed arrays of all browsers are little-endian.
    pixels[index] =
      ((255 << 24) |
        (Math.round(b) << 16) |
        (Math.round(g) << 8) |
        Math.round(r)) >>>
      0;
  }
  return {
    pixels,
    css: place => {
      const pixel = pixels[rampIndex(place)];
      return `rgb(${pixel & 255}, ${(pixel >> 8) & 255}, ${(pixel >> 16) & 255})`;
    }
  };
}

function rampIndex(place: number): number {
  const limited = place > 0 ? (place < 1 ? place : 1) : 0;
  return Math.round(limited * (RAMP_LENGTH - 1));
}
