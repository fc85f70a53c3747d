import type { Bundle, ModelSummary } from '../../trace';
import type { View, ViewFactory } from '../context';
import { fill, html } from '../base/dom';
import { createFrame } from '../base/frame';
import { formatInteger } from '../base/format';
import { shapeWords } from './parameterRows';

/** The model summary: which layers, and where each parameter count comes from. */
export const createSummaryView: ViewFactory<ModelSummary> = (
  element,
  bundle,
  context
) => {
  const { translate } = context;
  let summary = bundle;
  let width = 0;

  const frame = createFrame(element, {
    bundle,
    context,
    title: translate('Model'),
    role: 'group',
    table: () => ({
      caption: summary.title ?? translate('Model'),
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
      rows: summary.layers.map(layer => [
        layer.name,
        layer.type,
        shapeWords(layer.outputShape),
        layer.parameters.count,
        layer.parameters.formula,
        layer.parameters.arithmetic,
        layer.trainable ? translate('yes') : translate('no'),
        layer.path ?? ''
      ])
    })
  });

  const build = (): void => {
    if (width === 0) {
      return;
    }
    const { layers, total, notes = [] } = summary;
    frame.setMeta(
      [
        ...(summary.title ? [summary.title] : []),
        translate('%1 parameters', formatInteger(total))
      ].join(' · ')
    );
    frame.setReading(
      translate(
        'each layer with what it puts out (B sequences, T steps), and the arithmetic of what it learns.'
      )
    );
    const largest = Math.max(
      1,
      ...layers.map(({ parameters }) => parameters.count)
    );
    fill(
      frame.picture,
      html(
        'table',
        { class: 'jp-gatescope-summary-table' },
        html(
          'thead',
          {},
          html(
            'tr',
            {},
            ['layer', 'output', 'parameters', 'arithmetic'].map((name, index) =>
              html(
                'th',
                {
                  scope: 'col',
                  class: index === 2 ? 'jp-gatescope-number' : undefined
                },
                translate(name)
              )
            )
          )
        ),
        html(
          'tbody',
          {},
          layers.map(layer => layerRow(layer, largest))
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
      )
    );
    frame.setChanged(notes.join(' '));
    frame.refreshTable();
  };

  const layerRow = (
    layer: ModelSummary['layers'][number],
    largest: number
  ): HTMLElement => {
    const { name, type, outputShape, parameters, trainable, path } = layer;
    const bar = html('span', { class: 'jp-gatescope-share' });
    bar.style.width = `${((parameters.count / largest) * 100).toFixed(1)}%`;
    return html(
      'tr',
      {},
      html(
        'th',
        { scope: 'row' },
        html('b', {}, type),
        html(
          'span',
          { class: 'jp-gatescope-second' },
          ` ${name}${trainable ? '' : `, ${translate('held fixed')}`}${path ? `, ${translate(path)}` : ''}`
        )
      ),
      html('td', {}, shapeWords(outputShape)),
      html(
        'td',
        { class: 'jp-gatescope-number' },
        html(
          'span',
          { class: 'jp-gatescope-value' },
          formatInteger(parameters.count)
        ),
        html(
          'span',
          { class: 'jp-gatescope-share-track', 'aria-hidden': 'true' },
          bar
        )
      ),
      html(
        'td',
        { class: 'jp-gatescope-second' },
        parameters.count === 0
          ? translate('nothing to learn')
          : [
              html('i', {}, breakable(parameters.formula)),
              ...(parameters.arithmetic === parameters.formula
                ? []
                : [html('br'), '= ', ...breakable(parameters.arithmetic)])
            ]
      )
    );
  };

  const view: View = {
    update(next: Bundle) {
      if (next.kind === 'summary') {
        summary = next;
        build();
      }
    },
    resize(next) {
      if (next > 0 && next !== width) {
        width = next;
        frame.resize(next);
        build();
      }
    },
    themeChanged: () => undefined,
    dispose: () => frame.dispose()
  };
  return view;
};

/** Arithmetic that may go on in the next line before each sum: a panel is narrow. */
function breakable(arithmetic: string): (string | HTMLElement)[] {
  return arithmetic
    .split(/(?=\+)/)
    .flatMap((part, index) => (index === 0 ? [part] : [html('wbr'), part]));
}
