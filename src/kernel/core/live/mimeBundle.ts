import type { Bundle } from '../../../trace';
import { encode, mimeTypes } from '../../../trace';
import type { MimeBundle } from '../library/displayHost';
import { bundlePicture } from '../picture/bundlePicture';

/**
 * A bundle as a notebook keeps it: for our views, as a picture, and as text.
 *
 * @param beside what the kernel knows beside the bundle, where its view draws that
 */
export function mimeBundle(
  bundle: Bundle,
  text: string,
  beside?: unknown
): MimeBundle {
  const picture = bundlePicture(bundle, beside);
  return {
    data: {
      [mimeTypes[bundle.kind]]: encode(bundle),
      'text/html': withAlternative(picture),
      'image/svg+xml': picture,
      'text/plain': text
    },
    metadata: {}
  };
}

/**
 * The same picture for viewers that write HTML (nbconvert): these give an SVG no alternative text,
 * whatever it holds. Its title was escaped where it was written.
 */
function withAlternative(picture: string): string {
  const [, title = ''] = /<title>([^<]*)<\/title>/.exec(picture) ?? [];
  const address = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture)}`;
  return `<img alt="${title}" src="${address}">`;
}
