import type { Predictions } from '../../../trace';
import { savedPicture } from '../../../scene/saved';
import { confusionView } from '../../../views/predictions/confusionView';
import { forecastView } from '../../../views/predictions/forecastView';
import { textView } from '../../../views/predictions/textView';
import { bitmapAddress } from './png';

/** A saved picture of how good a network is, and where it fails. */
export function predictionsPicture(predictions: Predictions): string {
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
