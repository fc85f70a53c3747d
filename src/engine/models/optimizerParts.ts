import type { Tensor } from '../tensor/tensor';
import type { Learning, OptimizerEntry } from '../training/optimizerFile';
import { restoreOptimizer, writtenOptimizer } from '../training/optimizerFile';
import type { CheckpointParts } from './checkpoint';
import type { Compiled } from './compile';

/** A model that an optimizer trains, where it is compiled. */
type Trained = Learning & {
  readonly compiled: Pick<Compiled, 'optimizer'> | null;
};

/**
 * What `save` writes of an optimizer, so that a training goes on where it was, along its schedule or
 * at the rate that it was set to; as Keras's file. Nothing of a model that is not compiled.
 */
export function optimizerParts(model: Trained): CheckpointParts {
  if (!model.compiled) {
    return { tensors: {}, metadata: {} };
  }
  const { tensors, entry } = writtenOptimizer(model.compiled.optimizer, model);
  return { tensors, metadata: { optimizer: JSON.stringify(entry) } };
}

/** Takes back what `optimizerParts` wrote, where a file has it. */
export function takeOptimizer(
  who: string,
  model: Trained,
  file: {
    readonly tensors: Readonly<Record<string, Tensor>>;
    readonly metadata: Readonly<Record<string, string>>;
  }
): void {
  if (model.compiled && file.metadata.optimizer !== undefined) {
    const entry = JSON.parse(file.metadata.optimizer) as OptimizerEntry;
    const { optimizer } = model.compiled;
    restoreOptimizer(who, optimizer, model, file.tensors, entry);
  }
}
