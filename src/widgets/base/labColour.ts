/** Red, green and blue from 0 to 255, or lightness, a and b. */
export type Three = readonly [number, number, number];

/**
 * A colour of CSS as red, green and blue. Three or six digits and `rgb(…)` are read here; any other
 * is one that only the browser knows. Black where nobody does.
 */
export function rgbOf(color: string): Three {
  return read(color) ?? read(asWritten(color)) ?? [0, 0, 0];
}

function read(color: string): Three | null {
  const [, digits] = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(color) ?? [];
  if (digits !== undefined) {
    const length = digits.length / 3;
    const part = (at: number): number =>
      Number(`0x${digits.slice(at * length, (at + 1) * length)}`) *
      (length === 1 ? 17 : 1);
    return [part(0), part(1), part(2)];
  }
  const parts = /^rgba?\(([^)]*)\)$/i.exec(color)?.[1].split(/[\s,/]+/);
  const [red, green, blue] = (parts ?? []).map(Number);
  return Number.isFinite(red + green + blue) ? [red, green, blue] : null;
}

/** As a canvas writes a colour: in digits. */
function asWritten(color: string): string {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) {
    return '';
  }
  context.fillStyle = color;
  return String(context.fillStyle);
}

// CIELAB with the white of D50, as in d3-color: https://observablehq.com/@mbostock/lab-and-rgb
const WHITE = [0.96422, 1, 0.82521] as const;
const T0 = 4 / 29;
const T1 = 6 / 29;
const T2 = 3 * T1 ** 2;

/** Equal distances in Lab look equally far apart. */
export function labOf(rgb: Three): Three {
  const [r, g, b] = rgb.map(value => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const [x, y, z] = [
    0.4360747 * r + 0.3850649 * g + 0.1430804 * b,
    0.2225045 * r + 0.7168786 * g + 0.0606169 * b,
    0.0139322 * r + 0.0971045 * g + 0.7141733 * b
  ].map((value, at) => {
    const share = value / WHITE[at];
    return share > T1 ** 3 ? Math.cbrt(share) : share / T2 + T0;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** The way back, in whole numbers; what no screen can show is cut off. */
export function rgbOfLab([light, a, b]: Three): Three {
  const middle = (light + 16) / 116;
  const [x, y, z] = [middle + a / 500, middle, middle - b / 200].map(
    (value, at) => WHITE[at] * (value > T1 ? value ** 3 : T2 * (value - T0))
  );
  const byte = (value: number): number => {
    const share =
      value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
    return Math.max(0, Math.min(255, Math.round(255 * share)));
  };
  return [
    byte(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
    byte(-0.9787684 * x + 1.9161415 * y + 0.033454 * z),
    byte(0.0719453 * x - 0.2289914 * y + 1.4052427 * z)
  ];
}

/** Colours at equal distances, mixed in Lab: the one at a place from 0 to 1. */
export function mixOf(stops: readonly string[]): (place: number) => Three {
  const colours = stops.map(stop => labOf(rgbOf(stop)));
  const last = colours.length - 1;
  return place => {
    const at = place * last;
    const from = Math.max(0, Math.min(last - 1, Math.floor(at)));
    const share = at - from;
    const [light, a, b] = colours[from].map(
      (value, part) => value * (1 - share) + colours[from + 1][part] * share
    );
    return rgbOfLab([light, a, b]);
  };
}
