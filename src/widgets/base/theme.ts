import { RAMP_LENGTH, readRamp, type Ramp } from '../../scene/ramp';

/** Every color that canvases need, read from the CSS variables in force at an element. */
export interface Theme {
  readonly gates: Ramp;
  readonly states: Ramp;
  readonly weights: Ramp;
  /** From the least to the greatest number of an input; no end and no middle fades into the page. */
  readonly inputs: Ramp;
  /** What is held by a network: from chance to always right. */
  readonly horizon: Ramp;
  /** The value of `--jp-gatescope-<name>`. */
  color(name: string): string;
  /** More is brighter: the page is dark. */
  readonly dark: boolean;
}

/** Reads the theme; call it again when the variables have new values. */
export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const color = (name: string): string =>
    plainColor(style.getPropertyValue(`--jp-gatescope-${name}`).trim());
  const gates = readRamp(color('ramp-gates'));
  return {
    gates,
    states: readRamp(color('ramp-states')),
    weights: readRamp(color('ramp-weights')),
    inputs: readRamp(color('ramp-inputs')),
    horizon: readRamp(color('ramp-horizon')),
    color,
    dark: green(gates.pixels[0]) < green(gates.pixels[RAMP_LENGTH - 1])
  };
}

/** With forced colors a variable may name one of the system's colors, which only the browser knows. */
function plainColor(value: string): string {
  if (!/^[A-Z][A-Za-z]+$/.test(value)) {
    return value;
  }
  const context = document.createElement('canvas').getContext('2d');
  if (!context) {
    return value;
  }
  context.fillStyle = value;
  return String(context.fillStyle);
}

/** Green weighs most in how light a color looks. */
function green(pixel: number): number {
  return (pixel >> 8) & 255;
}
