import type { EnteringNumbers } from '../../trace';
import { float32 } from '../../trace';
import type { Tensor } from '../tensor/tensor';
import { stack } from '../tensor/joining';
import { gateWeights } from './gateWeights';
import type { LayerRun } from './layerRun';
import type { RecordedRun } from './recordedRun';
import { hasSpread, sequenceSpread } from './sequenceSpread';

/**
 * What the weights of a layer multiply at each step, in one sequence of a batch and over all of them; of a
 * run without a spread nothing. Parameters that multiply the same numbers share an entry.
 */
export function enteringNumbers(
  run: RecordedRun,
  { record: { cell, parameters, steps, known } }: LayerRun,
  sequence: number
): EnteringNumbers[] {
  if (known || !hasSpread(run, undefined)) {
    return [];
  }
  const found = steps.map(({ input, computed }) =>
    multiplied(Object.values(computed), Object.values(input))
  );
  const shared = new Map<Tensor, string[]>();
  const operands = new Map<Tensor, Tensor[]>();
  for (const { name, weights } of gateWeights(
    { equations: cell.equations },
    parameters,
    {}
  )) {
    const all = found.flatMap(each => each.get(weights) ?? []);
    if (all.length === steps.length) {
      const [first] = all;
      shared.set(first, [...(shared.get(first) ?? []), name]);
      operands.set(first, all);
    }
  }
  return [...shared].map(([first, names]) => {
    const whole = stack(operands.get(first) ?? [], 1);
    const { low, median, high } = sequenceSpread(whole, run.record.time.mask);
    const own = whole.at(sequence);
    return {
      parameters: names,
      array: float32(own.values, own.shape),
      spread: {
        low: float32(low.values, low.shape),
        median: float32(median.values, median.shape),
        high: float32(high.values, high.shape)
      }
    };
  });
}

/** On the tape of one step: by each tensor that is multiplied from the right, what it multiplies. */
function multiplied(
  from: readonly Tensor[],
  stops: readonly Tensor[]
): Map<Tensor, Tensor> {
  const found = new Map<Tensor, Tensor>();
  const seen = new Set<Tensor>(stops);
  const waiting = [...from];
  for (let tensor = waiting.pop(); tensor; tensor = waiting.pop()) {
    if (seen.has(tensor) || tensor.node === null) {
      continue;
    }
    seen.add(tensor);
    const { operation, inputs } = tensor.node;
    if (operation.name === 'matmul') {
      found.set(inputs[1], inputs[0]);
    }
    waiting.push(...inputs);
  }
  return found;
}
