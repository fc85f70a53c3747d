import type { Named } from '../recurrence/definition';
import { lazily } from '../tensor/lazily';
import { select } from '../tensor/joining';
import { variable } from '../tensor/making';
import { gradients } from '../tensor/tape';
import { asTensor, type Tensor } from '../tensor/tensor';

/** A loss that reads a network's answers step by step, taken apart into those answers. */
export interface LossByAnswer {
  /** The steps whose answers the loss feels in one sequence of the batch, rising. */
  steps(sequence: number): readonly number[];
  /** The same loss with every other answer taken as a constant: only this one is differentiated. */
  at(step: number): Tensor;
}

/**
 * Takes a loss apart by the answers that it reads. The derivative of a loss over many steps is the sum
 * of what each answer sends back; taken as constants, all others send nothing.
 *
 * @param answers what the loss reads, each `[T, …]`, or `[B, T, …]` of a batch
 */
export function lossByAnswer(
  answers: Named,
  batched: boolean,
  lossOf: (answers: Named) => Tensor
): LossByAnswer {
  // Only what the loss asks for: the kernels know no more of a cell than its output.
  const each = (change: (answer: Tensor) => Tensor): Named =>
    lazily(Object.keys(answers), name => change(answers[name]));
  let found: readonly Tensor[] | null = null;
  const felt = (): readonly Tensor[] => {
    if (found === null) {
      const read: Tensor[] = [];
      const loss = lossOf(
        each(answer => {
          const answerVariable = variable(answer.detach());
          read.push(answerVariable);
          return answerVariable;
        })
      );
      found = gradients(loss, read);
    }
    return found;
  };
  return {
    steps(sequence) {
      const ofSequence = felt().map(by => (batched ? by.at(sequence) : by));
      const length = Math.max(0, ...ofSequence.map(({ shape }) => shape[0]));
      return Array.from({ length }, (_, step) => step).filter(step =>
        ofSequence.some(by => {
          const width = by.size / by.shape[0];
          return by.values
            .subarray(step * width, (step + 1) * width)
            .some(value => value !== 0);
        })
      );
    },
    at: step => lossOf(each(answer => onlyAt(answer, step, batched ? 1 : 0)))
  };
}

/** The tensor as it is at one place of an axis, and as a constant everywhere else. */
function onlyAt(tensor: Tensor, place: number, axis: number): Tensor {
  const { shape } = tensor;
  const mask = Array.from({ length: shape[axis] }, (_, at) =>
    Number(at === place)
  );
  const here = asTensor(mask).reshape(
    shape.map((size, at) => (at === axis ? size : 1))
  );
  return select(here, tensor, tensor.detach());
}
