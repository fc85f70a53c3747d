/** The steps in view, `[from, to)`. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** Fewer steps than this are not worth a closer look. */
const LEAST = 8;

/** Zooms in (`amount` above 0) or out around a step, within the run. */
export function zoomWindow(
  window: TimeWindow,
  around: number,
  amount: number,
  steps: number
): TimeWindow {
  const length = window.to - window.from;
  const wanted = Math.round(amount > 0 ? length / 1.25 : length * 1.25);
  // Rounding must not make a step of the wheel do nothing.
  const next = Math.max(
    Math.min(LEAST, steps),
    Math.min(steps, wanted === length ? length + (amount > 0 ? -1 : 1) : wanted)
  );
  const share = (around - window.from + 0.5) / length;
  return windowAt(Math.round(around + 0.5 - share * next), next, steps);
}

/** The same width, moved so that a step is in view. */
export function windowAround(
  window: TimeWindow,
  step: number,
  steps: number
): TimeWindow {
  if (step >= window.from && step < window.to) {
    return window;
  }
  const length = window.to - window.from;
  return windowAt(step < window.from ? step : step - length + 1, length, steps);
}

function windowAt(from: number, length: number, steps: number): TimeWindow {
  const start = Math.max(0, Math.min(steps - length, from));
  return { from: start, to: start + length };
}
