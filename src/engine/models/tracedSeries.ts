import type { SeriesRecord } from '../run/record';
import { gradients } from '../tensor/tape';
import type { Answer } from '../tensor/metric';
import { asTensor, Tensor } from '../tensor/tensor';
import type { ModelTraceOptions } from './traceOptions';

/** Outputs beyond so many are not drawn as lines of their own. */
export const MOST_OUTPUTS = 12;

/** K */
export function widthOf({ shape }: Tensor): number {
  return shape[shape.length - 1];
}

/** What a trace was asked for, and what the numbers of its network are. */
export type ReadOptions = ModelTraceOptions & {
  readonly answer: Answer | null;
  /** The step at which a network answers that answers once. */
  readonly last: number;
  /** Which outputs are lines: with what is changed the same ones, so that each is compared with itself. */
  readonly lines: readonly number[];
};

/** The last step that is computed: at padding nothing is, so that no answer stands there. */
export function lastOf(mask: Tensor | undefined, steps: number): number {
  const last = mask?.at(0).values.findLastIndex(real => real !== 0) ?? -1;
  return last < 0 ? steps - 1 : last;
}

/** `[1, K]` stands at the last step that is no padding; `[1, T, K]` at each. */
export function seriesOf(
  output: Tensor,
  steps: number,
  options: ReadOptions,
  unitRange: boolean
): SeriesRecord[] {
  const width = widthOf(output);
  const shown = shownOutput(output, options);
  return options.lines.map(k => ({
    name: outputName(options, k, width),
    unit: options.outputUnit,
    values: overSteps(shown.values, k, width, { steps, last: options.last }),
    ...((unitRange || options.answer?.kind === 'logit') && {
      range: [0, 1] as const
    })
  }));
}

/** `[T, K]` or `[K]`, in the reader's unit. */
function shownOutput(
  output: Tensor,
  { targetScaler, answer }: Pick<ReadOptions, 'targetScaler' | 'answer'>
): Tensor {
  const row = asShares(output.detach().at(0), answer);
  return targetScaler ? targetScaler.invert(row) : row;
}

/** Logits as the probabilities that they stand for: these are what a target is compared with. */
function asShares(row: Tensor, answer: Answer | null): Tensor {
  if (answer?.kind !== 'logit') {
    return row;
  }
  return answer.over === 'classes' ? row.softmax(-1) : row.sigmoid();
}

/** Of the output that is drawn as line `line`; both scalers are on the way between the units. */
export function gradientOfOutput(
  output: Tensor,
  line: number,
  step: number,
  {
    x,
    shown,
    options
  }: {
    readonly x: Tensor;
    readonly shown: Tensor;
    readonly options: ReadOptions;
  }
): Tensor {
  const k = options.lines[line];
  const row = asShares(
    output.rank === 3 ? output.at(0).at(step) : output.at(0),
    options.answer
  );
  const [byX] = gradients(row.at(k), [x]);
  const { scaler, targetScaler } = options;
  const enters = scaler && slopeOf(each => scaler.apply(each), shown);
  const leaves =
    targetScaler && slopeOf(each => targetScaler.invert(each), row.detach());
  return new Tensor(
    Float64Array.from(
      byX.values,
      (value, at) =>
        value * (enters?.values[at] ?? 1) * (leaves?.values[k] ?? 1)
    ),
    shown.shape
  );
}

/** Number by number; of a straight line the difference is the slope but for rounding. */
function slopeOf(scale: (x: Tensor) => Tensor, at: Tensor): Tensor {
  const by = 1e-3;
  const wide = at.cast('f64');
  return scale(wide.add(by))
    .sub(scale(wide.sub(by)))
    .mul(1 / (2 * by));
}

export function targetSeries(
  output: Tensor,
  steps: number,
  options: ReadOptions
): SeriesRecord[] {
  const width = widthOf(output);
  const target = asTensor(options.target!).detach();
  const rows = output.size / width;
  const byId = width > 1 && target.size === rows;
  const values = byId
    ? Float64Array.from({ length: output.size }, (_, at) =>
        Number(target.values[Math.floor(at / width)] === at % width)
      )
    : options.targetScaler
      ? options.targetScaler.invert(target.reshape([rows, width])).values
      : target.values;
  return options.lines.map(k => ({
    name: outputName(options, k, width),
    unit: options.outputUnit,
    values: overSteps(values, k, width, { steps, last: options.last })
  }));
}

function overSteps(
  values: ArrayLike<number>,
  k: number,
  width: number,
  { steps, last }: { readonly steps: number; readonly last: number }
): Tensor {
  const line = new Float64Array(steps).fill(NaN);
  const rows = values.length / width;
  for (let row = 0; row < rows; row++) {
    line[rows === 1 ? last : row] = values[row * width + k];
  }
  return new Tensor(line, [1, steps]);
}

/**
 * All outputs; where there are too many, those that are the largest at most steps, so that a step
 * shows what the network answers, and then those that rise highest.
 */
export function strongest(
  output: Tensor,
  options: Pick<ReadOptions, 'targetScaler' | 'answer'>
): readonly number[] {
  const width = widthOf(output);
  const { values } = shownOutput(output, options);
  const all = Array.from({ length: width }, (_, k) => k);
  if (width <= MOST_OUTPUTS) {
    return all;
  }
  const leads = new Uint32Array(width);
  const top = new Float64Array(width).fill(-Infinity);
  for (let start = 0; start < values.length; start += width) {
    let first = 0;
    for (const k of all) {
      top[k] = Math.max(top[k], values[start + k]);
      first = values[start + k] > values[start + first] ? k : first;
    }
    leads[first] += 1;
  }
  return all
    .sort((a, b) => leads[b] - leads[a] || top[b] - top[a])
    .slice(0, MOST_OUTPUTS)
    .sort((a, b) => a - b);
}

function outputName(options: ReadOptions, k: number, width: number): string {
  const name = options.answer?.kind === 'logit' ? 'probability' : 'output';
  // An empty name would be none in a picture and in the file of a run.
  return options.outputNames?.[k] || (width === 1 ? name : `${name} ${k}`);
}
