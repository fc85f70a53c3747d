import type { Trace } from '../../trace';
import { BundleError, decodeBundle, encode } from '../../trace';

declare class TextDecoder {
  constructor(label: string, options: { fatal: boolean });
  decode(bytes: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}

/** A run as the bytes of a file: the trace format as JSON, which `gatescope.load` of Python reads. */
export function writeRunFile(trace: Trace): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(encode(trace)));
}

/**
 * The run in the bytes of a file that `run.save` wrote, here or in Python.
 *
 * @throws RangeError when they are no such file, damaged, or of a later version
 */
export function readRunFile(bytes: Uint8Array, who: string): Trace {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new RangeError(`${who}: this is no saved run: it is not JSON`);
  }
  try {
    const bundle = decodeBundle(json);
    if (bundle.kind !== 'trace') {
      throw new RangeError(
        `${who}: expected a saved run, got a file of kind '${bundle.kind}'`
      );
    }
    return bundle;
  } catch (error) {
    if (error instanceof BundleError) {
      throw new RangeError(`${who}: this is no saved run: ${error.message}`);
    }
    throw error;
  }
}
