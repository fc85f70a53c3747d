import { BundleError, describe } from './bundleError';
import type { MessageBuffer } from './decodeArrays';
import { unpackBuffers } from './decode';
import { messageSchema, methodSchemas, schemaTable } from './generated/schemas';
import type { ToKernel } from './protocol';
import { checkStructure } from './structure';

/**
 * Reads a message from a page: a `Hello`, or a `Request` whose parameters have the form that its
 * method asks for. The page shows notebooks of strangers, so the kernel trusts none of it.
 *
 * @throws BundleError, and nothing else, whatever is passed.
 */
export function decodeToKernel(
  data: unknown,
  buffers: readonly MessageBuffer[] = []
): ToKernel {
  const message = unpackBuffers(data, buffers);
  checkStructure(message, schemaTable[messageSchema], schemaTable, 'message');
  // The schema has said so.
  const checked = message as ToKernel;
  if (checked.type === 'request') {
    const { method } = checked;
    if (!Object.hasOwn(methodSchemas, method)) {
      throw new BundleError(
        'invalid',
        'message.method',
        `one of ${Object.keys(methodSchemas).join(', ')}`,
        describe(method)
      );
    }
    checkStructure(
      checked.params,
      schemaTable[methodSchemas[method]],
      schemaTable,
      method
    );
  }
  return checked;
}
