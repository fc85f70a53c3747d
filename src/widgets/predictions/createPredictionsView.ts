import type { Predictions } from '../../trace';
import type { View, ViewContext, ViewFactory } from '../context';
import { fill } from '../base/dom';
import { createFrame, type Frame } from '../base/frame';
import { createConfusionPart } from './confusionPart';
import { createForecastPart } from './forecastPart';
import type { PredictionsPart } from './part';
import { createTextPart } from './textPart';

/** Predictions: how good is it, and where does it fail? A forecast, a confusion matrix or a text. */
export const createPredictionsView: ViewFactory<Predictions> = (
  element,
  bundle,
  context
): View => {
  const { translate } = context;
  const view = {};
  let width = 0;
  let part: PredictionsPart | null = null;
  const frame = createFrame(element, {
    bundle,
    context,
    title: titleOf(bundle, translate),
    onKey: action => part?.key(action) ?? false,
    table: () => part?.table() ?? { caption: '', columns: [], rows: [] }
  });

  const make = (next: Predictions): void => {
    part?.dispose();
    part = partOf(next, frame, context, view);
    fill(frame.picture, part.element);
    frame.setMeta(metaOf(next, translate));
    if (width > 0) {
      part.draw(width);
    }
  };
  make(bundle);

  return {
    update(next) {
      if (next.kind === 'predictions') {
        make(next);
        frame.refreshTable();
      }
    },
    resize(next) {
      frame.resize(next);
      width = Math.max(280, frame.picture.clientWidth || next);
      part?.draw(width);
    },
    themeChanged: () => part?.themeChanged(),
    dispose() {
      part?.dispose();
      frame.dispose();
    }
  };
};

function partOf(
  bundle: Predictions,
  frame: Frame,
  context: ViewContext,
  view: object
): PredictionsPart {
  const options = { bundle, frame, context, view };
  const { content } = bundle;
  switch (content.form) {
    case 'forecast':
      return createForecastPart(content, options);
    case 'confusion':
      return createConfusionPart(content, options);
    case 'text':
      return createTextPart(content, options);
  }
}

function titleOf(
  { content }: Predictions,
  translate: ViewContext['translate']
): string {
  return translate(
    { forecast: 'Forecast', confusion: 'Confusion', text: 'Text' }[content.form]
  );
}

function metaOf(
  { title, content }: Predictions,
  translate: ViewContext['translate']
): string {
  const size =
    content.form === 'forecast'
      ? translate('%1 steps', content.time.steps)
      : content.form === 'confusion'
        ? translate('%1 classes', content.classes.length)
        : translate(
            '%1 tokens, %2 given',
            content.tokens.length,
            content.promptLength
          );
  const temperature =
    content.form === 'text' && content.temperature !== undefined
      ? [translate('temperature %1', Number(content.temperature.toFixed(2)))]
      : [];
  return [...(title ? [title] : []), size, ...temperature].join(' · ');
}
