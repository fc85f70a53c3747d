import type { Bundle, History, ModelSummary, Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html } from '../base/dom';
import { formatFixed, formatInteger } from '../../scene/words/format';
import { shapeWords } from '../../views/summary/summaryView';

/** The parameters of what a bundle shows, and how well it does. */
export function readoutModel(bundle: Bundle, translate: Translate): Node[] {
  const summary = modelOf(bundle) ?? layersAlone(bundle);
  return [
    ...(summary
      ? [html('h3', {}, translate('Model')), parameterRows(summary, translate)]
      : []),
    ...notesOf(bundle, translate).map(note =>
      html('p', { class: 'jp-gatescope-second' }, note)
    )
  ];
}

/** The run that a bundle shows: of a comparison the first, of a training the last saved one. */
export function traceOf(bundle: Bundle): Trace | null {
  switch (bundle.kind) {
    case 'trace':
      return bundle;
    case 'comparison':
      return bundle.traces[0] ?? null;
    case 'history':
      return bundle.snapshots?.at(-1)?.trace ?? null;
    default:
      return null;
  }
}

function modelOf(bundle: Bundle): ModelSummary | null {
  switch (bundle.kind) {
    case 'summary':
      return bundle;
    case 'trace':
    case 'history':
      return bundle.model ?? null;
    default:
      return null;
  }
}

/** A cell that ran without a model still has parameters to count. */
function layersAlone(bundle: Bundle): ModelSummary | null {
  const trace = traceOf(bundle);
  return trace && trace.layers.length > 0
    ? {
        version: trace.version,
        kind: 'summary',
        id: trace.id,
        layers: trace.layers.map(layer => ({
          name: layer.name,
          type: layer.cellName,
          outputShape: [trace.time.steps, layer.units],
          parameters: layer.parameters,
          trainable: true
        })),
        total: trace.layers.reduce(
          (sum, { parameters }) => sum + parameters.count,
          0
        )
      }
    : null;
}

function notesOf(bundle: Bundle, translate: Translate): string[] {
  if (bundle.kind === 'trace' && bundle.loss) {
    return [
      translate('%1 %2', bundle.loss.name, formatFixed(bundle.loss.value, 3))
    ];
  }
  return bundle.kind === 'history'
    ? bundle.metrics.flatMap(metric => lastNumbers(metric, translate))
    : [];
}

function lastNumbers(
  { name, training, validation }: History['metrics'][number],
  translate: Translate
): string[] {
  const last = training.values.length - 1;
  return last < 0
    ? []
    : [
        [
          `${translate(name)} ${formatFixed(training.values[last], 3)}`,
          ...(validation
            ? [
                `${translate('validation')} ${formatFixed(validation.values[last], 3)}`
              ]
            : [])
        ].join(', ')
      ];
}

/** One layer a row: what it is, its parameters, and the arithmetic that gives them. */
function parameterRows(
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
function layerWords(
  { type, name, outputShape, trainable }: ModelSummary['layers'][number],
  translate: Translate
): string {
  const shape = shapeWords(outputShape);
  return `${type} ${name.toLowerCase() === type.toLowerCase() ? '' : name} → ${shape}${
    trainable ? '' : `, ${translate('held fixed')}`
  }`.replace('  ', ' ');
}
