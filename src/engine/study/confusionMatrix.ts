import {
  float64,
  TRACE_VERSION,
  type Predictions as PredictionsBundle
} from '../../trace';
import {
  anything,
  integer,
  list,
  number,
  options as reader,
  text
} from '../base/options';
import { requireExamples } from '../models/dataset';
import { Sequential } from '../models/sequential';
import { weightsNow } from '../models/weightsNow';
import { madeNow, revised } from '../base/revised';
import { freshId, type Showable } from '../base/showable';
import { shapeText } from '../tensor/shape';
import { boundaryOf, type Answer } from '../tensor/metric';
import type { Floats } from '../tensor/operation';
import type { Tensor, TensorLike } from '../tensor/tensor';
import { requireAnswer } from '../training/metricFits';
import { described } from '../base/described';
import { answersOf } from './answered';

export interface ConfusionOptions {
  /** One name a class, in the order of the ids. Default `0`, `1`, … */
  labels?: readonly string[];
  /** One text an example, so that some wrong ones can be read. */
  texts?: readonly string[];
  /** For a network with one output: the probability above which the answer is class 1. Default 0.5. */
  threshold?: number;
  /** At most so many wrong examples are kept of each pair of truth and answer. Default 12. */
  examples?: number;
  /** Bounds the memory. Default 32. */
  batchSize?: number;
  title?: string;
}

const read = reader('confusionMatrix', {
  labels: anything<readonly string[] | undefined>(),
  texts: list<string>().optional(),
  threshold: number({ least: 0, most: 1 }).or(0.5),
  examples: integer(0).or(12),
  batchSize: integer().or(32),
  title: text.optional()
});

/** A bundle holds no more. */
const MOST_EXAMPLES = 1000;

/** How a class was answered. Null where nothing was to divide by. */
export interface ClassScore {
  readonly label: string;
  /** Of those that were called so, the share that are. */
  readonly precision: number | null;
  /** Of those that are, the share that were called so. */
  readonly recall: number | null;
  /** Harmonic mean of precision and recall: 2 hits / (called + real). */
  readonly f1: number | null;
  /** How many there are. */
  readonly support: number;
}

/** Which class was answered for which. Made by `confusionMatrix`. */
export interface ConfusionMatrix extends Showable<PredictionsBundle> {
  /** `[C][C]`: rows truth, columns answer. */
  readonly counts: readonly (readonly number[])[];
  readonly accuracy: number;
  readonly classes: readonly ClassScore[];
}

/**
 * Which class a network answers for which, on examples that it did not learn from:
 * `show(confusionMatrix(model, xTest, yTest, { labels: ['blame', 'praise'] }))`.
 *
 * Rows are the truth and columns the answer, as in scikit-learn. A network with one output answers
 * class 1 above the threshold, of logits where the loss of `compile` is of logits; one with several the
 * class of its largest. Steps that are padding do not count, nor rows whose id is the `ignoreIndex` of
 * the loss, as in `evaluate`.
 *
 * @param x as for `predict`
 * @param y class ids `[N]` (or `[N, T]` for an answer at each step), or one-hot `[N, C]` (`[N, T, C]`)
 * @throws TypeError on a wrong option, or of a network that answers with quantities or with sequences of
 *   labels; RangeError when shapes do not fit, an id is no class, or a row names none or several
 * @example
 * ```ts
 * const model = sequential([layers.gru({ units: 2 }), layers.dense({ units: 3, activation: 'softmax' })], { seed: 4 });
 * const matrix = confusionMatrix(model, [[0, 1], [1, 1], [1, 0]], [0, 1, 2], { labels: ['a', 'b', 'c'] });
 * matrix.counts.flat().reduce((sum, count) => sum + count); // 3
 * ```
 */
export function confusionMatrix(
  model: Sequential,
  x: TensorLike,
  y: TensorLike,
  options: ConfusionOptions = {}
): ConfusionMatrix {
  const who = 'confusionMatrix';
  if (!(model instanceof Sequential)) {
    throw new TypeError(
      `${who}: expected a model (sequential([…])), got ${described(model)}`
    );
  }
  const settled = read(options);
  const { texts, title, threshold, examples: most, batchSize } = settled;
  const given = model.prepare(who, x);
  const truth = requireExamples(who, 'y', y);
  const count = given.shape[0];
  if (truth.shape[0] !== count) {
    throw new RangeError(
      `${who}: x holds ${count} examples, but y ${truth.shape[0]}`
    );
  }
  if (texts && texts.length !== count) {
    throw new RangeError(
      `${who}: texts must be one an example (${count}), got ${texts.length}`
    );
  }
  const known = model.compiled?.answer;
  if (known) {
    requireAnswer(`${who}: the matrix`, 'choice', known);
  }
  const { values: answer, mask } = answersOf(model, given, batchSize);
  const width = answer.shape[answer.rank - 1];
  const classes = width === 1 ? 2 : width;
  const labels = requireLabels(who, settled.labels, classes);
  const { kind, ignoreIndex }: Pick<Answer, 'kind' | 'ignoreIndex'> = known ?? {
    kind: 'probability'
  };
  const answers = answeredClasses(
    who,
    answer,
    width,
    boundaryAt(kind, threshold)
  );
  const truths = trueClasses(who, truth, {
    rows: answers.length,
    width,
    classes,
    mask,
    ignoreIndex
  });
  const perExample = answers.length / count;

  const counts = labels.map(() => new Array<number>(classes).fill(0));
  const wrong: { text: string; truth: number; answer: number }[] = [];
  answers.forEach((got, row) => {
    const real = truths[row];
    if (real === null) {
      return;
    }
    counts[real][got]++;
    if (
      got !== real &&
      texts &&
      counts[real][got] <= most &&
      wrong.length < MOST_EXAMPLES
    ) {
      const text = texts[Math.floor(row / perExample)];
      const step = perExample === 1 ? '' : ` (step ${row % perExample})`;
      wrong.push({ text: text + step, truth: real, answer: got });
    }
  });
  return revised(
    matrixOf(labels, counts, wrong, title),
    madeNow(weightsNow(model))
  );
}

function matrixOf(
  labels: readonly string[],
  counts: readonly (readonly number[])[],
  examples: readonly { text: string; truth: number; answer: number }[],
  title: string | undefined
): ConfusionMatrix {
  const sum = (values: readonly number[]) =>
    values.reduce((total, value) => total + value, 0);
  const share = (part: number, whole: number) =>
    whole === 0 ? null : part / whole;
  const all = sum(counts.flat());
  const classes = labels.map((label, k): ClassScore => {
    const hits = counts[k][k];
    const real = sum(counts[k]);
    const called = sum(counts.map(row => row[k]));
    return {
      label,
      precision: share(hits, called),
      recall: share(hits, real),
      f1: share(2 * hits, called + real),
      support: real
    };
  });
  const bundle: PredictionsBundle = {
    version: TRACE_VERSION,
    kind: 'predictions',
    id: freshId('confusion'),
    ...(title !== undefined && { title }),
    content: {
      form: 'confusion',
      classes: labels,
      counts: float64(counts.flat(), [labels.length, labels.length]),
      ...(examples.length > 0 && { examples })
    }
  };
  const accuracy = sum(counts.map((row, k) => row[k])) / all;
  return {
    id: bundle.id,
    counts,
    accuracy,
    classes,
    toBundle: () => bundle,
    toString: () => textOf(labels, counts, accuracy, all)
  };
}

/** How the truth lies beside the answers. */
interface TruthRows {
  readonly rows: number;
  /** Numbers of the output in a row. */
  readonly width: number;
  readonly classes: number;
  /** 0 where a row is padding. */
  readonly mask?: Tensor;
  /** The id of rows that the loss leaves out. */
  readonly ignoreIndex?: number;
}

/** What a number of this kind is where its probability is the threshold. */
function boundaryAt(kind: Answer['kind'], threshold: number): number {
  return kind === 'logit'
    ? Math.log(threshold / (1 - threshold))
    : threshold - 0.5 + boundaryOf(kind);
}

/**
 * Class of each row of the answer.
 *
 * @throws RangeError where an answer is NaN, which is none
 */
function answeredClasses(
  who: string,
  answer: Tensor,
  width: number,
  threshold: number
): number[] {
  const { values } = answer;
  const none = values.findIndex(Number.isNaN);
  if (none >= 0) {
    throw new RangeError(
      `${who}: the network answers with NaN at position ${Math.floor(none / width)}, which is no class; health(model, x) says what is wrong with it`
    );
  }
  return Array.from({ length: answer.size / width }, (_, row) => {
    if (width === 1) {
      return Number(values[row] > threshold);
    }
    let best = 0;
    for (let k = 1; k < width; k++) {
      best = values[row * width + k] > values[row * width + best] ? k : best;
    }
    return best;
  });
}

/** The id of a row that is above ½ at one class; NaN where it names none, or several. */
function onlyClass(row: Floats): number {
  const named = Array.from(row.keys()).filter(k => row[k] > 0.5);
  return named.length === 1 ? named[0] : NaN;
}

/** Class of each row of the truth, by ids or one-hot; null where the row does not count. */
function trueClasses(
  who: string,
  truth: Tensor,
  { rows, width, classes, mask, ignoreIndex }: TruthRows
): (number | null)[] {
  const byId = truth.size === rows;
  if (!byId && truth.size !== rows * width) {
    throw new RangeError(
      `${who}: the network gives ${rows} answers of ${classes} classes, but y has shape ${shapeText(truth.shape)}`
    );
  }
  return Array.from({ length: rows }, (_, at) => {
    const row = truth.values.subarray(at * width, (at + 1) * width);
    const id = byId ? truth.values[at] : onlyClass(row);
    // Padding has no class; whatever stands there is not looked at.
    if (mask?.values[at] === 0 || (byId && id === ignoreIndex)) {
      return null;
    }
    if (!Number.isInteger(id) || id < 0 || id >= classes) {
      throw new RangeError(
        `${who}: y must ${byId ? `hold class ids from 0 to ${classes - 1}, got ${id}` : `be one-hot, 1 for one class, got [${row.join(', ')}]`} at position ${at}`
      );
    }
    return id;
  });
}

function requireLabels(
  who: string,
  labels: unknown,
  classes: number
): readonly string[] {
  if (labels === undefined) {
    return Array.from({ length: classes }, (_, k) => String(k));
  }
  if (
    !Array.isArray(labels) ||
    labels.length !== classes ||
    labels.some(label => typeof label !== 'string')
  ) {
    throw new TypeError(
      `${who}: labels must be ${classes} texts, one a class, got ${described(labels)}`
    );
  }
  return labels as string[];
}

function textOf(
  labels: readonly string[],
  counts: readonly (readonly number[])[],
  accuracy: number,
  all: number
): string {
  const rows = [
    ['truth \\ answer', ...labels],
    ...counts.map((row, k) => [labels[k], ...row.map(String)])
  ];
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map(row => row[column].length))
  );
  return [
    ...rows.map(row =>
      row
        .map((text, column) =>
          column === 0
            ? text.padEnd(widths[column])
            : text.padStart(widths[column])
        )
        .join('  ')
    ),
    `accuracy ${accuracy.toFixed(4)} of ${all}`
  ].join('\n');
}
