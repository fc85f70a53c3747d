import type { Series, Trace } from '../../trace';

export type SeriesKind = 'input' | 'output' | 'target';

export interface SeriesLine {
  readonly kind: SeriesKind;
  readonly name: string;
  /** One value a step; NaN where there is none. */
  readonly values: ArrayLike<number>;
  /** Which feature of the input it is. */
  readonly feature?: number;
}

/** One small chart above the channels. */
export interface SeriesPanel {
  readonly name: string;
  readonly unit: string;
  readonly lines: readonly SeriesLine[];
  /** A second feature of the input, drawn as grey bars from the bottom on its own scale. */
  readonly bars?: SeriesLine;
  readonly domain: readonly [number, number];
  /** The middle of a probability: where the answer turns. */
  readonly middle?: number;
}

/**
 * What goes above the channels: the input in the reader's units; outputs and targets in the same
 * chart where they are the same quantity, else in their own. A network that answers once, at the
 * end, has no line.
 */
export function seriesPanels(trace: Trace, feature: number): SeriesPanel[] {
  const panels: SeriesPanel[] = [];
  const { input } = trace;
  const outputs = trace.outputs.filter(isLine).map(toLine('output'));
  const targets = (trace.targets ?? []).filter(isLine).map(toLine('target'));
  const answers = [...targets, ...outputs];
  const answerUnit = trace.outputs[0]?.unit;
  const features = input.names.length;
  const line = input.editable ? inputLine(trace, feature) : undefined;
  const together =
    line !== undefined && input.unit !== undefined && input.unit === answerUnit;
  if (line) {
    const lines = together ? [line, ...answers] : [line];
    panels.push({
      name: line.name,
      unit: input.unit ?? '',
      lines,
      bars: features === 2 ? inputLine(trace, 1 - feature) : undefined,
      domain: extentOf(lines.map(({ values }) => values))
    });
  }
  if (answers.length > 0 && !together) {
    const range = trace.outputs[0]?.range;
    const domain = range ?? extentOf(answers.map(({ values }) => values));
    panels.push({
      name: trace.outputs[0]?.name ?? answers[0].name,
      unit: answerUnit ?? '',
      lines: answers,
      domain,
      middle: domain[0] === 0 && domain[1] === 1 ? 0.5 : undefined
    });
  }
  return panels;
}

/** One feature of the input over the steps. */
export function inputLine(trace: Trace, feature: number): SeriesLine {
  const features = trace.input.names.length;
  const { values } = trace.input.array;
  return {
    kind: 'input',
    name: trace.input.names[feature],
    feature,
    values: Float64Array.from(
      { length: trace.time.steps },
      (_, step) => values[step * features + feature]
    )
  };
}

function toLine(kind: SeriesKind): (series: Series) => SeriesLine {
  return series => ({ kind, name: series.name, values: series.values.values });
}

/** At least two steps have a value. */
function isLine(series: Series): boolean {
  let count = 0;
  for (const value of series.values.values) {
    count += Number.isNaN(value) ? 0 : 1;
    if (count === 2) {
      return true;
    }
  }
  return false;
}

/** The last value that is one. */
export function lastValue(values: ArrayLike<number>): number {
  for (let step = values.length - 1; step >= 0; step -= 1) {
    if (!Number.isNaN(values[step])) {
      return values[step];
    }
  }
  return NaN;
}

/** The least and the greatest of all numbers, never empty. */
export function extentOf(
  lists: readonly ArrayLike<number>[]
): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const values of lists) {
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index];
      if (Number.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  if (low > high) {
    return [0, 1];
  }
  if (low === high) {
    return [low - 0.5, high + 0.5];
  }
  return [low, high];
}
