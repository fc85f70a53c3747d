import { requirePath } from '../base/check';
import { readSafetensors } from '../files/safetensors';
import { host } from '../base/host';
import { rebuiltCompile } from '../models/loadModel';
import type { CompiledEntry } from '../models/modelFile';
import { takeOptimizer } from '../models/optimizerParts';
import { weightsIn } from '../models/weightFiles';
import type { EncoderDecoderOptions } from './encoderDecoderOptions';
import { EncoderDecoder } from './encoderDecoder';

/**
 * The encoder–decoder in a file that `model.save` or `callbacks.checkpoint` wrote: weights and what
 * `compile` settled.
 *
 * @throws TypeError when path is no name of a file; Error when it cannot be read; RangeError when the
 *   file holds no such model
 * @example
 * ```ts
 * const model = encoderDecoder({ sourceSize: 6, targetSize: 6, units: 4, seed: 1 });
 * await model.save('copier.safetensors');
 * const again = await loadEncoderDecoder('copier.safetensors');
 * again.units; // 4
 * ```
 */
export async function loadEncoderDecoder(
  path: string
): Promise<EncoderDecoder> {
  const who = 'loadEncoderDecoder';
  const file = readSafetensors(
    await host().readFile(requirePath(who, path)),
    who
  );
  const { tensors, metadata } = file;
  let description: unknown;
  try {
    description = JSON.parse(metadata.gatescope ?? 'null');
  } catch {
    description = null;
  }
  if (
    typeof description !== 'object' ||
    description === null ||
    (description as { kind?: unknown }).kind !== 'encoderDecoder'
  ) {
    throw new RangeError(`${who}: the file holds no encoder–decoder`);
  }
  const { options, compiled } = description as {
    options: EncoderDecoderOptions;
    compiled?: CompiledEntry | null;
  };
  const model = new EncoderDecoder(options);
  model.setWeights(weightsIn(model, tensors, who));
  if (compiled) {
    const { optimizer, metrics } = rebuiltCompile(who, compiled);
    model.compile({ optimizer, metrics: metrics as readonly 'accuracy'[] });
    takeOptimizer(who, model, file);
  }
  return model;
}
