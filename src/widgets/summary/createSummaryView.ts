import type { ModelSummary } from '../../trace';
import type { ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import { drawView } from '../../scene/drawView';
import { dataTable } from '../../scene/table';
import { formatInteger } from '../../scene/words/format';
import {
  layersInWords,
  summaryView,
  type LayerWords
} from '../../views/summary/summaryView';
import { fill, html } from '../base/dom';
import { createFrame } from '../base/frame';
import { pagePaper } from '../scene/pagePaper';

/** The model summary: which layers, and where each parameter count comes from. */
export const createSummaryView: ViewFactory<ModelSummary> = (
  element,
  opened,
  context
) => {
  const { translate } = context;
  const { table, words, title } = summaryView;
  let bundle = opened;
  const now = () => ({ bundle, chosen: {}, data: null, translate });
  const frame = createFrame(element, {
    ...{ bundle, context, pins: null, role: 'group', asks: true },
    title: title(translate),
    table: () => dataTable(table(now())),
    svg: () => drawView(summaryView, now(), pagePaper(frame.element))
  });
  const build = (): void => {
    frame.setMeta(words.meta?.(now()) ?? '');
    frame.setAsked(words.question(now()), words.answer(now())?.sentence ?? '');
    frame.setReading(words.reading(now()));
    fill(frame.picture, layerTable(bundle, translate));
    frame.setChanged((bundle.notes ?? []).join(' '));
    frame.refreshTable();
  };
  build();
  return {
    update(next) {
      if (next.kind === 'summary') {
        bundle = next;
        build();
      }
    },
    resize: frame.resize,
    themeChanged: () => undefined,
    dispose: () => frame.dispose()
  };
};

function layerTable(summary: ModelSummary, translate: Translate): HTMLElement {
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
      layersInWords(summary, translate).map(layer => layerRow(layer, translate))
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
          formatInteger(summary.total)
        ),
        html('td', {})
      )
    )
  );
}

function layerRow(
  { type, second, output, count, share, arithmetic }: LayerWords,
  translate: Translate
): HTMLElement {
  const [formula, ...numbers] = arithmetic;
  return html(
    'tr',
    {},
    html(
      'th',
      { scope: 'row' },
      html('b', {}, type),
      html('span', { class: 'jp-gatescope-second' }, ` ${second}`)
    ),
    html('td', {}, output),
    html(
      'td',
      { class: 'jp-gatescope-number' },
      html('span', { class: 'jp-gatescope-value' }, count),
      html(
        'span',
        { class: 'jp-gatescope-share-track', 'aria-hidden': 'true' },
        html('span', {
          class: 'jp-gatescope-share',
          style: `width: ${(share * 100).toFixed(1)}%`
        })
      )
    ),
    html(
      'td',
      { class: 'jp-gatescope-second' },
      formula === undefined
        ? translate('nothing to learn')
        : [
            html('i', {}, breakable(formula)),
            ...numbers.flatMap(each => [html('br'), ...breakable(each)])
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
