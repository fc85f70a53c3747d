import type { ModelSummary } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { shapeWords } from '../../views/summary/summaryView';
import { html } from '../base/dom';
import { formatInteger } from '../../scene/words/format';

/** One layer a row: what it is, its parameters, and the arithmetic that gives them. */
export function parameterRows(
  summary: ModelSummary,
  translate: Translate
): HTMLElement {
  return html(
    'dl',
    { class: 'jp-gatescope-parameters' },
    ...summary.layers.flatMap(layer => {
      const { parameters } = layer;
      return [
        html(
          'dt',
          {},
          html('span', {}, layerWords(layer, translate)),
          html(
            'b',
            { class: 'jp-gatescope-value' },
            formatInteger(parameters.count)
          )
        ),
        html(
          'dd',
          {},
          parameters.count === 0
            ? translate('nothing to learn')
            : [
                html(
                  'span',
                  { class: 'jp-gatescope-formula-letters' },
                  parameters.formula
                ),
                parameters.arithmetic === parameters.formula
                  ? ''
                  : ` = ${parameters.arithmetic}`
              ]
        )
      ];
    }),
    html(
      'dt',
      { class: 'jp-gatescope-total' },
      html('span', {}, translate('all')),
      html('b', { class: 'jp-gatescope-value' }, formatInteger(summary.total))
    )
  );
}

/** `LSTM lstm → [14, 32]`. */
export function layerWords(
  { type, name, outputShape, trainable }: ModelSummary['layers'][number],
  translate: Translate
): string {
  const shape = shapeWords(outputShape);
  return `${type} ${name.toLowerCase() === type.toLowerCase() ? '' : name} → ${shape}${
    trainable ? '' : `, ${translate('held fixed')}`
  }`.replace('  ', ' ');
}
