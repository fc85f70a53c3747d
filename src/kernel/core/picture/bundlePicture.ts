import type { Bundle } from '../../../trace';
import type { bundleViews } from '../../../views/bundleViews';
import { definedPicture } from './definedPicture';
import { historyPicture } from './historyPicture';
import { predictionsPicture } from './predictionsPicture';
import { tablePicture } from './tablePicture';
import { tracePicture, type ChangedRun } from './tracePicture';

/**
 * The saved picture of a bundle, for viewers without the extension: `image/svg+xml`.
 *
 * @param data what the kernel knows beside the bundle, where its view draws that
 */
export const bundlePicture = (bundle: Bundle, data?: unknown): string =>
  definedPicture(bundle, data) ?? drawnPicture(bundle as Drawn, data);

type Drawn = Exclude<Bundle, { kind: keyof typeof bundleViews }>;

/** Of a view that no definition tells. */
function drawnPicture(bundle: Drawn, data: unknown): string {
  switch (bundle.kind) {
    case 'trace':
      return tracePicture(bundle, data as ChangedRun | undefined);
    case 'history':
      return historyPicture(bundle);
    case 'prediction':
      // The truth is not shown before the guess.
      return tablePicture({
        title: bundle.title ?? bundle.question,
        headings: [],
        rows: [],
        notes: [bundle.question]
      });
    case 'predictions':
      return predictionsPicture(bundle);
    case 'questions':
      // The answers are not shown before they are given.
      return tablePicture({
        title: bundle.title ?? 'Questions',
        headings: [],
        rows: [],
        notes: bundle.items.flatMap(({ question }) => question.split('\n'))
      });
    case 'check':
      return tablePicture({
        title:
          bundle.status === 'passed'
            ? 'Passed'
            : bundle.status === 'notYet'
              ? 'Not yet'
              : 'Did not run',
        headings: [],
        rows: [],
        notes: [bundle.message, ...bundle.details]
      });
  }
}
