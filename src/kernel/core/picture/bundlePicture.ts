import type { Bundle, BundleKind, Trace, Predictions } from '../../../trace';
import type { ChoiceName } from '../../../scene/choices';
import { savedPicture } from '../../../scene/saved';
import type { AnyView, BundleOf, ViewDefinition } from '../../../scene/view';
import { bundleViews } from '../../../views/bundleViews';
import { runViews } from '../../../views/runViews';
import { trainingView } from '../../../views/training/trainingView';
import { bitmapAddress } from './png';
import { tracePicture, type ChangedRun } from './tracePicture';
import { wordsPicture } from './wordsPicture';
import { confusionView } from '../../../views/predictions/confusionView';
import { forecastView } from '../../../views/predictions/forecastView';
import { textView } from '../../../views/predictions/textView';

type Defined = keyof typeof bundleViews;

const definitions: { readonly [K in Defined]: AnyView<K> } = bundleViews;

/** Whether its view is told whole by a definition. */
const isDefined = (bundle: Bundle): bundle is BundleOf<Defined> =>
  Object.hasOwn(definitions, bundle.kind);

const drawn = <K extends BundleKind>(
  view: AnyView<K>,
  bundle: BundleOf<K>,
  data: unknown
): string =>
  view.as(
    <N extends ChoiceName, D, Id extends string>(
      definition: ViewDefinition<K, N, D, Id>
    ) =>
      savedPicture(definition, bundle, { data: data as D, png: bitmapAddress })
  );

const drawnByKind = <K extends Defined>(
  kind: K,
  bundle: BundleOf<K>,
  data: unknown
): string => drawn(definitions[kind], bundle, data);

/** A run by the view that was asked for by name, where it has all that it draws; null: by another. */
function drawnByName(trace: Trace, data: unknown): string | null {
  const views: Readonly<Record<string, AnyView<'trace'>>> = runViews;
  const view = views[trace.view?.view ?? ''];
  return view &&
    (view.fits?.(trace) ?? true) &&
    (view.data === undefined || data !== undefined)
    ? drawn(view, trace, data)
    : null;
}

/**
 * The saved picture of a bundle, for viewers without the extension: `image/svg+xml`.
 *
 * @param data what the kernel knows beside the bundle, where its view draws that
 */
export function bundlePicture(bundle: Bundle, data?: unknown): string {
  if (isDefined(bundle)) {
    return drawnByKind(bundle.kind, bundle, data);
  }
  switch (bundle.kind) {
    case 'trace':
      return (
        drawnByName(bundle, data) ??
        tracePicture(bundle, data as ChangedRun | undefined)
      );
    case 'history':
      return savedPicture(trainingView, bundle, {
        width: 760,
        png: bitmapAddress
      });
    case 'prediction':
      // The truth is not shown before the guess.
      return wordsPicture(bundle.title ?? bundle.question, [bundle.question]);
    case 'predictions':
      return predictionsPicture(bundle);
    case 'questions':
      // The answers are not shown before they are given.
      return wordsPicture(
        bundle.title ?? 'Questions',
        bundle.items.map(({ question }) => question)
      );
  }
}

/** A saved picture of how good a network is, and where it fails. */
function predictionsPicture(predictions: Predictions): string {
  const options = { png: bitmapAddress };
  switch (predictions.content.form) {
    case 'forecast':
      return savedPicture(forecastView, predictions, options);
    case 'confusion':
      return savedPicture(confusionView, predictions, options);
    case 'text':
      return savedPicture(textView, predictions, options);
  }
}
