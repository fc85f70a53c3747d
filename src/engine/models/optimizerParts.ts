import type { Tensor } from '../tensor/tensor';
import type { OptimizerEntry } from '../training/optimizerFile';
import { restoreOptimizer, writtenOptimizer } from '../training/optimizerFile';
import type { CheckpointParts } from './checkpoint';
import type { Compiled } from './compile';

/**
 * What `save` writes of an optimizer, so that a training goes on where it was, along its schedule or
 * at the rate that it was set to; as Keras's file. Nothing of a model that is not compiled.
 */
export function optimizerParts(
  compiled: Pick<Compiled, 'optimizer'> | null
): CheckpointParts {
  if (!compiled) {
    return { tensors: {}, metadata: {} };
  }
  const { tensors, entry } = writtenOptimizer(compiled.optimizer);
  return { tensors, metadata: { optimizer: JSON.stringify(entry) } };
}

/** Takes back what `optimizerParts` wrote, where a file has it. */
export function takeOptimizer(
  compiled: Pick<Compiled, 'optimizer'> | null,
  file: {
    readonly tensors: Readonly<Record<string, Tensor>>;
    readonly metadata: Readonly<Record<string, string>>;
  }
): void {
  if (compiled && file.metadata.optimizer !== undefined) {
    const entry = JSON.parse(file.metadata.optimizer) as OptimizerEntry;
    restoreOptimizer(compiled.optimizer, file.tensors, entry);
  }
}
