import { requirePath } from '../base/check';
import { readSafetensors } from '../files/safetensors';
import { host } from '../base/host';
import type { EncoderDecoderOptions } from './encoderDecoderOptions';
import { EncoderDecoder } from './encoderDecoder';

/**
 * The encoder–decoder in a file that `model.save` or `callbacks.checkpoint` wrote.
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
  const { tensors, metadata } = readSafetensors(
    await host().readFile(requirePath(who, path)),
    who
  );
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
  const model = new EncoderDecoder(
    (description as { options: EncoderDecoderOptions }).options
  );
  model.setWeights(
    Object.fromEntries(
      model.variables.map(({ name }) => {
        if (!(name in tensors)) {
          throw new RangeError(`${who}: the file has no weight '${name}'`);
        }
        return [name, tensors[name]];
      })
    )
  );
  return model;
}
