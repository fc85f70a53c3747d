import type { Bundle, Trace } from '../../../trace';
import { savedPicture } from '../../../scene/saved';
import type { AnyView } from '../../../scene/view';
import { bundleViews } from '../../../views/bundleViews';
import { runViews } from '../../../views/runViews';
import { bitmapAddress } from './png';

/**
 * The picture of a view that is told whole by a definition; null where another one draws the bundle.
 *
 * @param data what such a view draws beside its bundle: without it a run is drawn by its gates
 */
export function definedPicture(bundle: Bundle, data?: unknown): string | null {
  const definition =
    bundle.kind === 'trace'
      ? ofRun(bundle, data)
      : (bundleViews as Readonly<Record<string, AnyView>>)[bundle.kind];
  return definition
    ? savedPicture(definition, bundle, { data, png: bitmapAddress })
    : null;
}

/** The view that was asked for by name, where it has all that it draws. */
function ofRun(trace: Trace, data: unknown): AnyView | null {
  const views: Readonly<Record<string, AnyView<'trace'>>> = runViews;
  const view = views[trace.view?.view ?? ''];
  return view &&
    (view.fits?.(trace) ?? true) &&
    (view.data === undefined || data !== undefined)
    ? view
    : null;
}
