import { mean, median } from 'd3-array';
import { answerMask } from '../models/answerMask';
import type { Compiled } from '../models/compile';
import type { Examples } from '../models/examples';
import type { Sequential } from '../models/sequential';
import type { Answer, Metric } from '../tensor/metric';
import { tensor } from '../tensor/making';
import type { Tensor } from '../tensor/tensor';

/**
 * What an answer scores that is always the same: the mean of the targets learned from, their median
 * where errors are absolute, of classes how often each comes; without what is padding. A network that has
 * learned nothing of its input gives such an answer.
 *
 * @param learned what is learned from
 * @param heldOut what is scored
 * @returns null where a layer or a loss of the user's own ends the network: nobody knows its answers; and
 *   where they are sequences of labels
 */
export function constantScore(
  model: Sequential,
  { answer, loss }: Compiled,
  metric: Metric | 'loss',
  learned: Examples,
  heldOut: readonly Examples[]
): number | null {
  if (answer === null || answer.truth === 'sequences') {
    return null;
  }
  const width = model.outputShapes.at(-1)!.at(-1)!;
  const name = metric === 'loss' ? loss.name : metric.name;
  const constant = constantAnswer(
    answer,
    answersOf(learned, answer, {
      width,
      mask: answerMask(model, learned.x)
    }),
    name === 'meanAbsoluteError' ? median : mean
  );
  const running = metric === 'loss' ? null : metric.start();
  let total = 0;
  let count = 0;
  for (const { x, y } of heldOut) {
    const rows = answer.truth === 'ids' ? y.size : y.size / width;
    const steps = rows / y.shape[0];
    const output = tensor(
      Array.from({ length: rows }, () => constant).flat()
    ).reshape(
      model.outputShapes.at(-1)!.length === 1
        ? [y.shape[0], width]
        : [y.shape[0], steps, width]
    );
    const mask = answerMask(model, x);
    running?.add(y, output, mask);
    total +=
      running === null ? loss.of(y, output, { mask }).item() * y.shape[0] : 0;
    count += y.shape[0];
  }
  return running?.result() ?? total / count;
}

/** No cross-entropy is infinite for a class that never came. */
const LEAST = 1e-7;

/** The targets learned from that count, of each number of an answer; of ids 1 for that class, 0 for others. */
function answersOf(
  { y }: Examples,
  { truth, ignoreIndex }: Answer,
  { width, mask }: { readonly width: number; readonly mask?: Tensor }
): number[][] {
  const columns = Array.from({ length: width }, (): number[] => []);
  const isIds = truth === 'ids';
  y.values.forEach((value, at) => {
    const row = isIds ? at : Math.floor(at / width);
    if (mask?.values[row] === 0 || (isIds && value === ignoreIndex)) {
      return;
    }
    if (isIds) {
      columns.forEach((column, id) => column.push(Number(id === value)));
    } else {
      columns[at % width].push(value);
    }
  });
  return columns;
}

function constantAnswer(
  { kind, over }: Answer,
  columns: readonly number[][],
  middle: (values: readonly number[]) => number | undefined
): number[] {
  const means = columns.map(column => middle(column) ?? 0);
  switch (kind) {
    case 'logit':
      return means.map(share =>
        over === 'classes'
          ? Math.log(Math.max(share, LEAST))
          : Math.log(Math.max(share, LEAST) / Math.max(1 - share, LEAST))
      );
    default:
      return means;
  }
}
