import type { Series, Trace } from '../../trace';
import { extentOf } from '../../scene/marks/valueScale';

export type SeriesKind = 'input' | 'output' | 'target';

export interface SeriesLine {
  readonly kind: SeriesKind;
  readonly name: string;
  /** One value a step; NaN where there is none. */
  readonly values: ArrayLike<number>;
  /** Which feature of the input it is. */
  readonly feature?: number;
  /** Which of several outputs it is, from 0, or the target of which. */
  readonly among?: number;
}

/** So many outputs have each a name above the chart and a look of its own; more are alike, under one name. */
export const MOST_NAMED = 4;

/** One small chart above the channels. */
export interface SeriesPanel {
  readonly name: string;
  readonly unit: string;
  readonly lines: readonly SeriesLine[];
  /** A second feature of the input, drawn as grey bars from the bottom on its own scale. */
  readonly bars?: SeriesLine;
  readonly domain: readonly [number, number];
  /** How many outputs the network has, where only some of them are lines. */
  readonly outputCount?: number;
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
  const { input, outputCount } = trace;
  const lines = trace.outputs.filter(isLine).map(toLine('output'));
  const outputs =
    lines.length > MOST_NAMED
      ? lines.map(line => ({ ...line, among: 0 }))
      : lines;
  const places = new Map(outputs.map(({ name, among }) => [name, among]));
  const targets = (trace.targets ?? [])
    // A target that never changes (a label) is told in words, not drawn.
    .filter(series => isLine(series) && !isConstant(series))
    .map(toLine('target'))
    .map(line =>
      places.has(line.name)
        ? {
            ...line,
            among: places.get(line.name),
            name: outputs.length > 1 ? `${line.name}, target` : 'target'
          }
        : line
    );
  const answers = [...targets, ...outputs];
  const answerUnit = trace.outputs[0]?.unit;
  const line = input.editable ? inputLine(trace, feature) : undefined;
  const together =
    line !== undefined && input.unit !== undefined && input.unit === answerUnit;
  if (line) {
    const lines = together ? [line, ...answers] : [line];
    panels.push({
      name: line.name,
      unit: input.unit ?? '',
      lines,
      bars:
        input.names.length === 2 ? inputLine(trace, 1 - feature) : undefined,
      domain: extentOf(lines.map(({ values }) => values)),
      ...(together && { outputCount })
    });
  }
  if (answers.length > 0 && !together) {
    const domain = answerRange(trace, answers);
    panels.push({
      name: trace.outputs[0]?.name ?? answers[0].name,
      unit: answerUnit ?? '',
      lines: answers,
      domain,
      outputCount,
      middle: domain[0] === 0 && domain[1] === 1 ? 0.5 : undefined
    });
  }
  return panels;
}

/** The declared range; from 0 to 1 for numbers without a unit that stay in it; else what there is. */
function answerRange(
  trace: Trace,
  answers: readonly SeriesLine[]
): readonly [number, number] {
  const [first] = trace.outputs;
  const extent = extentOf(answers.map(({ values }) => values));
  return first?.range ?? rangeOf(extent, first?.unit);
}

/** From 0 to 1 for numbers without a unit that stay in it. */
export function rangeOf(
  extent: readonly [number, number],
  unit: string | undefined
): readonly [number, number] {
  return unit === undefined && extent[0] >= 0 && extent[1] <= 1
    ? [0, 1]
    : extent;
}

/** One feature of the input over the steps. */
function inputLine(trace: Trace, feature: number): SeriesLine {
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

function toLine(
  kind: SeriesKind
): (series: Series, among: number) => SeriesLine {
  return ({ name, values }, among) => ({
    kind,
    name,
    values: values.values,
    among
  });
}

/** Whether the names of a chart are needed even where little room is: its outputs look much alike. */
export function hasSeveralOutputs({ lines }: SeriesPanel): boolean {
  return lines.filter(({ kind }) => kind === 'output').length > 1;
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

function isConstant({ values: { values } }: Series): boolean {
  const known = Array.from(values).filter(value => !Number.isNaN(value));
  return known.every(value => value === known[0]);
}

/** The last value that is one. */
export function lastValue(values: ArrayLike<number>): number {
  return values[lastStep(values)] ?? NaN;
}

/** The last step that has a value; −1 where none has. */
export function lastStep(values: ArrayLike<number>): number {
  return Array.prototype.findLastIndex.call(
    values,
    (value: number) => !Number.isNaN(value)
  );
}
