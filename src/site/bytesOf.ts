import type { Contents } from '@jupyterlab/services';
import { strToU8 } from 'fflate';

/** The bytes of a file as the contents service gives it. */
export function bytesOf({ content, format }: Contents.IModel): Uint8Array {
  if (format === 'base64') {
    return Uint8Array.from(atob(String(content)), letter =>
      letter.charCodeAt(0)
    );
  }
  return strToU8(
    typeof content === 'string'
      ? content
      : JSON.stringify(content, null, 1) + '\n'
  );
}
