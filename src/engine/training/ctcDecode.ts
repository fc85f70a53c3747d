import { anything, integer, oneOf, options as reader } from '../base/options';
import { shapeText } from '../tensor/shape';
import type { TensorLike } from '../tensor/tensor';
import { asTensor } from '../tensor/tensor';
import { liveSteps, logAdd, logSoftmaxAt } from './ctc';

export interface CtcDecodeOptions {
  /** `greedy`: the likeliest class of each step. `beamSearch`: the likeliest labels. Default `greedy`. */
  strategy?: 'greedy' | 'beamSearch';
  /** How many beginnings a beam search keeps at each step. Default 100. */
  beamWidth?: number;
  /** How many answers a beam search gives, at most: those that some way leads to. Default 1. */
  topPaths?: number;
  /** The class that stands for no label. Default 0. */
  blank?: number;
  /** `[B, T]`: 0 where a step is padding. */
  mask?: TensorLike;
}

/** Labels that were read off an output. */
export interface CtcPath {
  readonly labels: readonly number[];
  /** Natural logarithm: of the labels, over all ways to spread them (`beamSearch`), or of the one way that was taken (`greedy`). */
  readonly logProbability: number;
}

const read = reader('ctcDecode', {
  strategy: oneOf(['greedy', 'beamSearch']).or('greedy'),
  beamWidth: integer().or(100),
  topPaths: integer().or(1),
  blank: integer(0).or(0),
  mask: anything<TensorLike | undefined>()
});

/**
 * The labels in the output of a network that was trained with `losses.ctc`: what is repeated counts
 * once, and blanks are left out. As `ctc_decode` of Keras.
 *
 * @param output `[B, T, K]` logits, or `[T, K]` of one sequence
 * @returns for each sequence its answers, the likeliest first
 * @throws TypeError on a wrong or unknown option; RangeError when a shape or the blank does not fit, or an
 *   output has no probabilities: NaN, or infinity
 * @example
 * ```ts
 * // Twice class 1, a blank, once more class 1.
 * const [[path]] = ctcDecode([[0, 9], [0, 9], [9, 0], [0, 9]]);
 * path.labels; // [1, 1]
 * ```
 */
export function ctcDecode(
  output: TensorLike,
  options: CtcDecodeOptions = {}
): CtcPath[][] {
  const who = 'ctcDecode';
  const { strategy, beamWidth, topPaths, blank, mask } = read(options);
  const given = asTensor(output, `${who}: output`);
  if (given.rank !== 2 && given.rank !== 3) {
    throw new RangeError(
      `${who}: output must be [B, T, K] or [T, K], got ${shapeText(given.shape)}`
    );
  }
  const { values, shape } =
    given.rank === 2 ? given.reshape([1, ...given.shape]) : given;
  const [batch, length, classes] = shape;
  if (blank >= classes) {
    throw new RangeError(
      `${who}: blank must be one of the ${classes} classes of the output, got ${blank}`
    );
  }
  if (strategy === 'greedy' && topPaths > 1) {
    throw new RangeError(
      `${who}: topPaths must be 1 with the strategy greedy, which has one answer, got ${topPaths}`
    );
  }
  const of =
    mask !== undefined && given.rank === 2
      ? asTensor(mask, `${who}: mask`).reshape([1, length])
      : mask;
  const steps = liveSteps(who, shape, of);
  return Array.from({ length: batch }, (_, row) => {
    const places = steps(row).map(step => row * length + step);
    const logs = logSoftmaxAt(values, classes, places);
    const bad = logs.findIndex(Number.isNaN);
    if (bad >= 0) {
      const place = places[Math.floor(bad / classes)];
      const logits = values.slice(place * classes, (place + 1) * classes);
      throw new RangeError(
        `${who}: output must be logits of which some are finite and none is NaN or infinite, got ${logits.find(value => !(value < Infinity)) ?? 'no finite one'} at step ${place % length} of sequence ${row}`
      );
    }
    return strategy === 'greedy'
      ? [greedy(logs, classes, blank)]
      : beamSearch(logs, classes, blank, beamWidth).slice(0, topPaths);
  });
}

function greedy(logs: Float64Array, classes: number, blank: number): CtcPath {
  const labels: number[] = [];
  let logProbability = 0;
  let before = blank;
  for (let from = 0; from < logs.length; from += classes) {
    let best = 0;
    for (let k = 1; k < classes; k++) {
      if (logs[from + k] > logs[from + best]) {
        best = k;
      }
    }
    if (best !== blank && best !== before) {
      labels.push(best);
    }
    logProbability += logs[from + best];
    before = best;
  }
  return { labels, logProbability };
}

/** The ways that have given some labels so far, by what they ended on. */
interface Beginning {
  readonly labels: readonly number[];
  onBlank: number;
  onLabel: number;
}

const whole = ({ onBlank, onLabel }: Beginning) => logAdd(onBlank, onLabel);

/** Hannun et al. 2014: ways that give the same labels are one beginning, their probabilities added. */
function beamSearch(
  logs: Float64Array,
  classes: number,
  blank: number,
  width: number
): CtcPath[] {
  let beam: Beginning[] = [{ labels: [], onBlank: 0, onLabel: -Infinity }];
  for (let from = 0; from < logs.length; from += classes) {
    const next = new Map<string, Beginning>();
    const at = (labels: readonly number[]): Beginning => {
      const key = labels.join();
      let found = next.get(key);
      if (!found) {
        found = { labels, onBlank: -Infinity, onLabel: -Infinity };
        next.set(key, found);
      }
      return found;
    };
    for (const beginning of beam) {
      const { labels, onBlank, onLabel } = beginning;
      const all = whole(beginning);
      const last = labels.at(-1);
      const same = at(labels);
      same.onBlank = logAdd(same.onBlank, all + logs[from + blank]);
      if (last !== undefined) {
        same.onLabel = logAdd(same.onLabel, onLabel + logs[from + last]);
      }
      for (let k = 0; k < classes; k++) {
        if (k !== blank) {
          const longer = at([...labels, k]);
          // The same label again is another one only after a blank.
          const ways = k === last ? onBlank : all;
          longer.onLabel = logAdd(longer.onLabel, ways + logs[from + k]);
        }
      }
    }
    beam = [...next.values()]
      // A label that comes again without a blank between them is the same one: no way gives it twice.
      .filter(beginning => whole(beginning) > -Infinity)
      .sort((a, b) => whole(b) - whole(a))
      .slice(0, width);
  }
  return beam.map(each => ({
    labels: each.labels,
    logProbability: whole(each)
  }));
}
