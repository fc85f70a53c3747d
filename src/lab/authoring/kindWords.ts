import type { Translate } from '../../scene/words/translate';
import type { ExerciseKind } from './templates';

/** The kinds in the order of the menu, as authors call them. */
export function kindWords(
  translate: Translate
): readonly (readonly [ExerciseKind, string])[] {
  return [
    ['step-lstm', translate('Write the LSTM step')],
    ['step-gru', translate('Write the GRU step')],
    ['step-rnn', translate('Write the RNN step')],
    ['weights', translate('Set weights by hand')],
    ['clamp', translate('Set the gate')],
    ['number', translate('A number')],
    ['function', translate('A function')],
    ['fault', translate('Find the fault')],
    ['predict', translate('Predict')],
    ['choice', translate('Choose')],
    ['place', translate('Click in the picture')],
    ['table', translate('Trace the code')],
    ['order', translate('Put in order')],
    ['cell', translate('Fill in an LSTM')],
    ['explain', translate('Explain, marked by hand')]
  ];
}
