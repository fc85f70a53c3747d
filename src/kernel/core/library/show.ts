import type {
  data,
  Sequential,
  Showable,
  ShippedData,
  TensorLike,
  TimeTable
} from '../../../engine';
import { compareRuns } from '../../../engine';
import { openingNames } from '../../../trace';
import { requireKnown } from '../../../engine/base/check';
import { heldOutNames } from '../../../engine/study/heldOut';
import { dataSetBundle } from '../dataSets/dataSetBundle';
import { displayHost } from './displayHost';
import type { ShowOptions } from './showOptions';
import { slideOf, type MadeOf } from './sliderOptions';

const optionNames: readonly string[] = [
  'title',
  'howToRead',
  'maximumBytes',
  ...openingNames,
  'sequence',
  'slider',
  ...heldOutNames
] satisfies readonly (keyof ShowOptions)[];

/**
 * Draws a result below the notebook cell: a run with all its gates and states, a training history, a
 * race of several networks, a model's summary, gradient flow, attention, predictions. Two to eight
 * runs are drawn side by side, or with `lines` as lines in one plot, the last in front.
 *
 * While the kernel lives, inputs can be edited and gates held in the picture; saved with the
 * notebook it can still be read everywhere.
 *
 * Runs side by side may carry a score on data that the networks did not learn from: `testData` scores
 * each run's own network as `evaluate` does; `study` gives the scores of several seeds, with their
 * spread; `scores` takes numbers that you measured yourself.
 *
 * With `slider` the first argument is a function of one number that gives a run or a gradient flow: the
 * reader moves the number beside the picture, and each move calls the function again.
 *
 * A data set, as `data` gave it out, is shown with its head or examples, source and licence, and a table
 * of your own, from `readCsv` or `timeTable`, with its head and series; `show(data)` lists all sets.
 *
 * `show(model, x)` is short for `show(model.trace(x))`.
 *
 * @param result one result, or an array of runs to compare, or a data set, or `data`, or with `slider`
 *   the function that makes a result
 * @param options `title`, and what the view opens on: `unit`, `step`, `layer`, `view`, `sort` (by value:
 *   `sortAt`), the `window` of steps `[first, one after the last]`, the `feature` of the input and the
 *   `output`; of the gates or of several runs whether as `lines` and with `ownScales`, of several runs which `channels`, and after `edits` whether their `difference`; of a batch with one unit `overSequences`,
 *   with `gradients`, and a `pattern` of units on top; of a gradient flow which `quantity`, from which `answer`, down to which `threshold`;
 *   of the river, the unrolled chain and the wired cell the `mean` of all units, the `color` of streams,
 *   `allUnits`, `allSteps` and the `backward`; of a training or of a race the `epoch`, from 0;
 *   of a training `log`, `smoothing` and the `gates`;
 *   of weights which `form` (`map`, `histogram`, `epochs`, `sequences`), and whether their `derivatives`;
 *   what is changed in What if and River (`clamps`, `edits`); of forecasts which `forecast`'s errors; of a
 *   confusion matrix `truth` and `answer` of a cell; of a claim its `budget`, `rate` (0: each its
 *   own best) and `size`; of a batch which `sequence`; for
 *   several runs `testData` with `metric`, `study` or `scores`, and `baseline`
 * @throws TypeError when `result` is nothing that can be drawn, or an option has another name
 * @example
 * show(lstm({ inputSize: 1, units: 6, seed: 7 }).run([1, 0, 0, 1]));
 * show([first, second], { title: 'With and without the gate' });
 * show(f => lstm({ inputSize: 1, units: 1, seed: 7 }).run([1, 0, 0, 0]).clamp({ channel: 'f', value: f }), {
 *   slider: { name: 'forget gate f', range: [0, 1], value: 0.9 }
 * });
 * show(await data.weather());
 * show(model, x);
 * show([gruRun, lstmRun], { testData: [xTest, yTest], metric: 'mae', baseline: { name: 'same as today', value: 2.2 } });
 */
export function show(
  result:
    | Showable
    | readonly Showable[]
    | ShippedData
    | TimeTable
    | typeof data
    | ((value: number) => Showable),
  options?: ShowOptions
): void;
export function show(
  model: Sequential,
  x: TensorLike,
  options?: ShowOptions
): void;
export function show(
  result: unknown,
  ...rest: readonly (ShowOptions | TensorLike | undefined)[]
): void {
  if (isModel(result)) {
    const [x, options] = rest as [TensorLike?, ShowOptions?];
    if (x === undefined) {
      throw new TypeError(
        'show: a model needs a sequence to run on, show(model, x); its layers and weights show(model.summary()) has'
      );
    }
    showResult(result.trace(x), options);
    return;
  }
  showResult(result as Result, rest[0] as ShowOptions | undefined);
}

type Result =
  Showable | readonly Showable[] | ShippedData | ((value: number) => Showable);

function isModel(value: unknown): value is Pick<Sequential, 'trace'> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !('toBundle' in value) &&
    'trace' in value &&
    typeof value.trace === 'function'
  );
}

function showResult(result: Result, options: ShowOptions = {}): void {
  requireKnown('show', options, optionNames);
  if (typeof result === 'function' && options.slider !== undefined) {
    checkTogether([null], options);
    displayHost().slide(slideOf(options.slider, madeBy(result)), options);
    return;
  }
  if (options.slider !== undefined) {
    throw new TypeError(
      `show: with slider the first argument should be a function of a number that gives a run, got ${describe(result)}`
    );
  }
  const set = dataSetBundle(result, options.title);
  if (set !== undefined) {
    checkOfData(options);
    displayHost().display({ data: { ...set } });
    return;
  }
  const results: readonly unknown[] = Array.isArray(result) ? result : [result];
  if (results.length === 0) {
    throw new TypeError('show: the array is empty, there is nothing to draw');
  }
  results.forEach((item, index) => {
    if (!isShowable(item)) {
      const which = Array.isArray(result) ? `element ${index}` : 'the argument';
      throw new TypeError(
        `show: ${which} should be a run, a history, a summary or another result of gatescope, or alone a data set just as data gives it (show(await data.weather())), got ${describe(item)}`
      );
    }
  });
  checkTogether(results, options);
  const shown = results as readonly Showable[];
  // An array of one as lines is a comparison, too: others can join it.
  const one =
    Array.isArray(result) && shown.length === 1 && options.lines === true;
  displayHost().show(one ? [compareRuns(shown, {}, 'show')] : shown, options);
}

/** A data set has no steps, units or views. */
function checkOfData(options: ShowOptions): void {
  const other = Object.keys(options).find(name => name !== 'title');
  if (other !== undefined) {
    throw new TypeError(
      `show: a data set takes the option title only, got ${other}`
    );
  }
}

function checkTogether(
  results: readonly unknown[],
  options: ShowOptions
): void {
  const alone = results.length === 1;
  const misplaced = heldOutNames.find(
    name => alone && options[name] !== undefined
  );
  if (misplaced !== undefined) {
    throw new TypeError(
      `show: ${misplaced} belongs to a comparison; give an array of two to eight runs`
    );
  }
}

/** What a slider's function gives, looked at: each move may give something else. */
function madeBy(make: MadeOf<Showable>): MadeOf<Showable> {
  return value => {
    const made: unknown = make(value);
    if (!isShowable(made) || !('recompute' in made || 'networks' in made)) {
      throw new TypeError(
        `show: the function of a slider should give a run or a gradient flow, got ${describe(made)} at ${value}`
      );
    }
    return made;
  };
}

/** Whether a value can be drawn. */
export function isShowable(value: unknown): value is Showable {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'toBundle' in value &&
    typeof value.toBundle === 'function'
  );
}

function describe(value: unknown): string {
  if (value instanceof Promise) {
    return 'a promise (put `await` before the call that gives it)';
  }
  if (typeof value === 'function') {
    return `the function ${value.name || 'without a name'} (call it first)`;
  }
  if (typeof value === 'object' && value !== null) {
    const { constructor } = value;
    return `an object of type ${constructor?.name ?? 'unknown'}`;
  }
  return `${typeof value} ${String(value)}`;
}
