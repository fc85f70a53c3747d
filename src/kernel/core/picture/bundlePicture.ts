import type { Bundle, Trace } from '../../../trace';
import { attentionPicture } from './attentionPicture';
import { claimPicture } from './claimPicture';
import { comparisonPicture } from './comparisonPicture';
import { gradientFlowPicture } from './gradientFlowPicture';
import { historyPicture } from './historyPicture';
import type { Influence } from './influencePicture';
import { predictionsPicture } from './predictionsPicture';
import { racePicture } from './racePicture';
import { searchPicture } from './searchPicture';
import { tablePicture } from './tablePicture';
import { tracePicture } from './tracePicture';
import { weightsPicture } from './weightsPicture';

/**
 * The saved picture of a bundle, for viewers without the extension: `image/svg+xml`.
 *
 * @param influence what the kernel knows of a run beside its bundle, where its view draws that
 * @param changed a run whole, and with what its view holds and edits
 */
export function bundlePicture(
  bundle: Bundle,
  influence?: Influence,
  changed?: { readonly before: Trace; readonly after: Trace }
): string {
  switch (bundle.kind) {
    case 'trace':
      return tracePicture(bundle, influence, changed);
    case 'history':
      return historyPicture(bundle);
    case 'gradientFlow':
      return gradientFlowPicture(bundle);
    case 'weights':
      return weightsPicture(bundle);
    case 'comparison':
      return comparisonPicture(bundle);
    case 'summary':
      return tablePicture({
        title: bundle.title ?? 'Model',
        headings: ['layer', 'type', 'output', 'parameters'],
        rows: bundle.layers.map(({ name, type, outputShape, parameters }) => [
          name,
          type,
          `[${outputShape.map(size => size ?? '?').join(', ')}]`,
          `${parameters.arithmetic} = ${parameters.count}`
        ]),
        notes: [`${bundle.total} parameters`, ...(bundle.notes ?? [])]
      });
    case 'attention':
      return attentionPicture(bundle);
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
    case 'claim':
      return claimPicture(bundle);
    case 'race':
      return racePicture(bundle);
    case 'search':
      return searchPicture(bundle);
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
