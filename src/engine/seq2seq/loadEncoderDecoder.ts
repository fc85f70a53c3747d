import { readSafetensors } from '../files/safetensors';
import { host } from '../host';
import { described } from '../tensor/values';
import type { EncoderDecoderOptions } from './encoderDecoder';
import { EncoderDecoder } from './encoderDecoder';

/**
 * The encoder–decoder in a file that `model.save` or `callbacks.checkpoint` wrote.
 *
 * @throws RangeError when the file holds no such model
 */
export async function loadEncoderDecoder(
  path: string
): Promise<EncoderDecoder> {
  const who = 'loadEncoderDecoder';
  if (typeof path !== 'string' || path === '') {
    throw new TypeError(
      `${who}: expected the name of a file, got ${described(path)}`
    );
  }
  const { tensors, metadata } = readSafetensors(
    await host().readFile(path),
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
