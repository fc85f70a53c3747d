import type { Bundle, Trace } from '../../../trace';
import { encode, mimeTypes } from '../../../trace';
import type { MimeBundle } from '../library/displayHost';
import type { Influence } from '../picture/influencePicture';
import { bundlePicture } from '../picture/bundlePicture';

/**
 * A bundle as a notebook keeps it: for our views, as a picture, and as text.
 *
 * @param changed the run with what its view holds and edits, whole as the bundle is not where it is thinned
 */
export function mimeBundle(
  bundle: Bundle,
  text: string,
  influence?: Influence,
  changed?: { readonly before: Trace; readonly after: Trace }
): MimeBundle {
  const picture = bundlePicture(bundle, influence, changed);
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
