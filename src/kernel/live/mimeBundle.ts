import type { Bundle } from '../../trace';
import { encode, mimeTypes } from '../../trace';
import type { MimeBundle } from '../displayHost';
import { bundlePicture } from '../picture/bundlePicture';

/** A bundle as a notebook keeps it: for our views, as a picture, and as text. */
export function mimeBundle(bundle: Bundle, text: string): MimeBundle {
  const picture = { 'image/svg+xml': bundlePicture(bundle) };
  return {
    data: {
      [mimeTypes[bundle.kind]]: encode(bundle),
      ...picture,
      'text/plain': text
    },
    metadata: {}
  };
}
