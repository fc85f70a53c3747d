import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { html } from '../../widgets/base/dom';
import { messageBox } from '../../widgets/base/message';
import type { Translate } from '../../scene/words/translate';

/**
 * What stands in place of a picture that cannot be drawn: the reason, and the static picture or the
 * text that the same output carries for viewers without the extension.
 *
 * The static picture comes from the notebook and is not trusted: it is shown as an image, in which no
 * script runs.
 */
export function errorPicture(
  error: unknown,
  data: ReadonlyPartialJSONObject,
  translate: Translate
): HTMLElement {
  return html(
    'div',
    { class: 'jp-gatescope-error jp-gatescope-view' },
    messageBox({
      title: translate('This output cannot be drawn'),
      lines: [error instanceof Error ? error.message : String(error)]
    }),
    ...fallback(data, translate)
  );
}

function fallback(
  data: ReadonlyPartialJSONObject,
  translate: Translate
): Node[] {
  const source = imageSource(data);
  const text = data['text/plain'];
  if (source !== null) {
    return [
      html('img', {
        class: 'jp-gatescope-static',
        src: source,
        alt:
          typeof text === 'string'
            ? text
            : translate('The picture as it was saved.')
      })
    ];
  }
  return typeof text === 'string' ? [html('pre', {}, text)] : [];
}

function imageSource(data: ReadonlyPartialJSONObject): string | null {
  const svg = data['image/svg+xml'];
  if (typeof svg === 'string') {
    return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  }
  const png = data['image/png'];
  return typeof png === 'string' && /^[A-Za-z0-9+/=\s]*$/.test(png)
    ? `data:image/png;base64,${png.replaceAll(/\s/g, '')}`
    : null;
}
