import type { Named } from '../recurrence/definition';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { ClampsAt } from '../recurrence/sequence';
import { lazily } from '../tensor/lazily';
import { variable } from '../tensor/making';
import type { Operation } from '../tensor/operation';
import { isRecording } from '../tensor/recording';
import { gradients } from '../tensor/tape';
import { Tensor } from '../tensor/tensor';
import { overTime } from './layerRun';
import type {
  PassOfKernels,
  PassOnTape,
  RecordOfKernels
} from './passOfKernels';
import { once, recordOfKernels } from './passOfKernels';
import type { RunRecord } from './record';

/** One sequence whose every step is real, from states of zero. */
export interface CellPassRequest {
  readonly cell: RecurrentCell;
  /** `[1, T, I]` */
  readonly x: Tensor;
  readonly reverse: boolean;
  /** What is held. */
  readonly clampsAt: ClampsAt | undefined;
}

/** Runs a cell by the kernels; null where they do not compute it. Its output is h `[1, T, H]`. */
export type CellKernels = (request: CellPassRequest) => PassOfKernels | null;

let kernels: CellKernels | null = null;

/** Gives cells of f32 the kernels, which stand on a floor above theirs. */
export function runCellsBy(given: CellKernels | null): void {
  kernels = given;
}

/**
 * The record of a cell's run by the kernels; null where the tape must make it: in f64, where they do not
 * compute the cell or what is held, and where the loss reads more of the cell than its output.
 *
 * @param lossOf the loss of the channels `[T, H]`; absent when nothing is differentiated
 * @param onTape the run on the tape with these letters of the step
 */
export function cellByKernels(
  request: CellPassRequest & { readonly name: string },
  lossOf: ((channels: Named) => RunRecord['loss']) | undefined,
  onTape: (letters: Named) => PassOnTape
): RecordOfKernels | null {
  const { cell, x, name } = request;
  const pass =
    cell.dtype === 'f32' && isRecording() ? kernels?.(request) : null;
  if (!pass) {
    return null;
  }
  const loss = lossOf && lossByOutput(cell, pass.output.at(0), lossOf);
  if (loss === null) {
    return null;
  }
  // The cell may learn before the tape is asked.
  const letters = cell.weights.parameters();
  const copies = Object.fromEntries(
    Object.entries(letters).map(([letter, tensor]) => [
      letter,
      tensor.tracked ? variable(tensor) : tensor
    ])
  );
  const tape = once(() => onTape(copies));
  const connected = (layer: Named) =>
    lazily(Object.keys(layer), channel => {
      const { values, shape } = layer[channel];
      return new Tensor(
        values,
        shape,
        {
          operation: ranByKernels,
          inputs: Object.values(letters),
          attributes: {
            letters: Object.values(copies),
            onTape: () =>
              overTime(
                tape().layers[0].steps.map(step => step.channels[channel]),
                false
              )
          } satisfies OnTape
        },
        true
      );
    });
  return recordOfKernels(
    {
      output: pass.output,
      layersFor(value) {
        const found = pass.layersFor(value);
        return (
          found && {
            ...found,
            layers: found.layers.map(layer => ({
              ...layer,
              name,
              channels: connected(layer.channels)
            }))
          }
        );
      }
    },
    x,
    loss,
    tape
  );
}

/** Thrown when a loss asks for another channel than the output. */
class ReadsMore extends Error {}

/** The loss, or null when it reads more of the cell than its output, by which alone kernels differentiate. */
function lossByOutput(
  cell: RecurrentCell,
  output: Tensor,
  lossOf: (channels: Named) => RunRecord['loss']
): RunRecord['loss'] | null {
  const channels = lazily(Object.keys(cell.channels), channel => {
    if (channel !== cell.output) {
      throw new ReadsMore();
    }
    return output;
  });
  try {
    const loss = lossOf(channels)!;
    const byWeights = gradients(
      loss.value,
      cell.variables.map(({ tensor }) => tensor)
    );
    return byWeights.some(({ values }) => values.some(value => value !== 0))
      ? null
      : loss;
  } catch (error) {
    if (error instanceof ReadsMore) {
      return null;
    }
    throw error;
  }
}

/** How a channel of the kernels comes about on the tape. */
interface OnTape {
  /** Copies of the letters that it was computed from. */
  readonly letters: readonly Tensor[];
  onTape(): Tensor;
}

/** A channel that the kernels computed: whoever differentiates it goes back on the tape. */
const ranByKernels: Operation = {
  name: 'run',
  forward: (_, attributes) => (attributes as OnTape).onTape(),
  backward(gradient, into, _inputs, _output, attributes) {
    const { letters, onTape } = attributes as OnTape;
    const wanted = letters.filter((_, at) => into[at] !== null);
    if (wanted.length === 0) {
      return;
    }
    const found = new Map(
      gradients(onTape(), wanted, gradient).map(({ values }, at) => [
        wanted[at],
        values
      ])
    );
    into.forEach((sum, at) =>
      found.get(letters[at])?.forEach((value, index) => {
        sum![index] += value;
      })
    );
  }
};
