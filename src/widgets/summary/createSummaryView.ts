import type { ModelSummary } from '../../trace';
import type { ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import { fill, html } from '../base/dom';
import { createFrame } from '../base/frame';
import { formatInteger } from '../../scene/words/format';
import type { DataTable } from '../../scene/dataTable';
import { shapeWords } from './parameterRows';

type Layer = ModelSummary['layers'][number];

/** The model summary: which layers, and where each parameter count comes from. */
export const createSummaryView: ViewFactory<ModelSummary> = (
  element,
  bundle,
  context
) => {
  const { translate } = context;
  let summary = bundle;
  const frame = createFrame(element, {
    bundle,
    context,
    pins: null,
    title: translate('Model'),
    role: 'group',
    table: () => dataTable(summary, translate)
  });
  const build = (): void => {
    const { title, total, notes = [] } = summary;
    const count = translate('%1 parameters', formatInteger(total));
    frame.setMeta([...(title ? [title] : []), count].join(' · '));
    frame.setReading(
      translate(
        'each layer with what it puts out (B sequences, T steps), and the arithmetic of what it learns.'
      )
    );
    fill(frame.picture, layerTable(summary, translate));
    frame.setChanged(notes.join(' '));
    frame.refreshTable();
  };
  build();
  return {
    update(next) {
      if (next.kind === 'summary') {
        summary = next;
        build();
      }
    },
    resize: frame.resize,
    themeChanged: () => undefined,
    dispose: () => frame.dispose()
  };
};

function dataTable(
  { title, layers }: ModelSummary,
  translate: Translate
): DataTable {
  return {
    caption: title ?? translate('Model'),
    columns: [
      'layer',
      'type',
      'output',
      'parameters',
      'formula',
      'arithmetic',
      'trainable',
      'computed'
    ].map(name => translate(name)),
    rows: layers.map(layer => [
      layer.name,
      layer.type,
      shapeWords(layer.outputShape),
      layer.parameters.count,
      layer.parameters.formula,
      layer.parameters.arithmetic,
      layer.trainable ? translate('yes') : translate('no'),
      layer.path ?? ''
    ])
  };
}

function layerTable(
  { layers, total }: ModelSummary,
  translate: Translate
): HTMLElement {
  const largest = Math.max(
    1,
    ...layers.map(({ parameters }) => parameters.count)
  );
  const heads = ['layer', 'output', 'parameters', 'arithmetic'].map(
    (name, index) =>
      html(
        'th',
        {
          scope: 'col',
          class: index === 2 ? 'jp-gatescope-number' : undefined
        },
        translate(name)
      )
  );
  return html(
    'table',
    { class: 'jp-gatescope-summary-table' },
    html('thead', {}, html('tr', {}, heads)),
    html(
      'tbody',
      {},
      layers.map(layer => layerRow(layer, largest, translate))
    ),
    html(
      'tfoot',
      {},
      html(
        'tr',
        {},
        html('th', { scope: 'row', colspan: 2 }, translate('all')),
        html(
          'td',
          { class: 'jp-gatescope-number jp-gatescope-value' },
          formatInteger(total)
        ),
        html('td', {})
      )
    )
  );
}

function layerRow(
  { name, type, outputShape, parameters, trainable }: Layer,
  largest: number,
  translate: Translate
): HTMLElement {
  const { count, formula, arithmetic } = parameters;
  const share = ((count / largest) * 100).toFixed(1);
  const second = [
    ...(name.toLowerCase() === type.toLowerCase() ? [] : [name]),
    ...(trainable ? [] : [translate('held fixed')])
  ].join(', ');
  return html(
    'tr',
    {},
    html(
      'th',
      { scope: 'row' },
      html('b', {}, type),
      html('span', { class: 'jp-gatescope-second' }, ` ${second}`)
    ),
    html('td', {}, shapeWords(outputShape)),
    html(
      'td',
      { class: 'jp-gatescope-number' },
      html('span', { class: 'jp-gatescope-value' }, formatInteger(count)),
      html(
        'span',
        { class: 'jp-gatescope-share-track', 'aria-hidden': 'true' },
        html('span', {
          class: 'jp-gatescope-share',
          style: `width: ${share}%`
        })
      )
    ),
    html(
      'td',
      { class: 'jp-gatescope-second' },
      count === 0
        ? translate('nothing to learn')
        : [
            html('i', {}, breakable(formula)),
            ...(arithmetic === formula
              ? []
              : [html('br'), '= ', ...breakable(arithmetic)])
          ]
    )
  );
}

/** Arithmetic that may go on in the next line before each sum: a panel is narrow. */
function breakable(arithmetic: string): (string | HTMLElement)[] {
  return arithmetic
    .split(/(?=\+)/)
    .flatMap((part, index) => (index === 0 ? [part] : [html('wbr'), part]));
}
