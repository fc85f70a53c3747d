import { asRead, findCarry, isCarry } from '../../trace';
import type { LayerTrace, Trace } from '../../trace';
import { fill, html } from '../base/dom';
import { hueOfLetter } from '../base/hue';
import { labelFont, textMeasure } from '../base/measure';
import { stepWords } from '../../scene/words/stepWords';
import type { Theme } from '../base/theme';
import type { Translate } from '../../scene/words/translate';
import { noSharesWords } from '../unrolled/sharesWords';
import { drawRiver, type RiverPicture, type RiverScene } from './drawRiver';
import { keepHandle } from './keepHandle';
import { featureValues, type Rivers } from './riverState';
import { drawUnits, MOST_UNITS, type UnitsPicture } from './riverUnits';
import {
  answerWords,
  legendWords,
  questionWords,
  streamWords,
  type RiverPlace
} from './riverWords';

/** What a river is drawn of. */
export interface RiverScope {
  readonly rivers: Rivers;
  /** The run as it was, and as the reader has changed it, with its layer. */
  readonly was: Trace;
  readonly is: Trace;
  readonly layer: LayerTrace;
  readonly feature: number | null;
}

/** The answer, the picture and its legend, one below the other. */
export interface RiverPage {
  readonly element: HTMLElement;
  /** What the picture and what is laid over it stand in. */
  readonly plot: HTMLElement;
  readonly picture: RiverPicture | null;
  draw(scope: RiverScope, width: number, narrow: boolean): void;
  /** A small river for each unit; returns what must be known of it. */
  drawUnits(scope: RiverScope, choose: (unit: number) => void): string;
  /** Says why there is no river. */
  drawNone(layer: LayerTrace): void;
  paint(theme: Theme): void;
  /** Moves to a step, with a stream outlined; null: none. */
  show(place: RiverPlace | null, stream: number | null): void;
}

export function createRiverPage(translate: Translate): RiverPage {
  const question = html('strong');
  const answer = html('span', { class: 'jp-gatescope-river-answer' });
  const drawing = html('div');
  const plot = html('div', { class: 'jp-gatescope-flow-host' }, drawing);
  const legend = html('p', { class: 'jp-gatescope-river-legend' });
  const head = html(
    'p',
    { class: 'jp-gatescope-river-head' },
    question,
    ' ',
    answer
  );
  const element = html('div', {}, head, plot, legend);
  let picture: RiverPicture | null = null;
  let units: UnitsPicture | null = null;
  const clear = (): void => {
    picture = null;
    units = null;
    question.textContent = '';
    answer.textContent = '';
    plot.style.height = '';
  };
  return {
    element,
    plot,
    get picture() {
      return picture;
    },
    draw(scope, width, narrow) {
      clear();
      const { rivers, was, is, layer, feature } = scope;
      const { river } = rivers;
      picture = drawRiver({
        width,
        narrow,
        labels: asRead(was, layer).time.labels,
        measure: textMeasure(labelFont(element)),
        ...rivers,
        input: inputOf(scope),
        padding: translate('padding'),
        hues: {
          state: hueOfLetter(river.carry.state),
          keep: hueOfLetter(keepHandle(river.carry, layer)?.channel ?? 'f')
        }
      });
      fill(drawing, picture.element, picture.badge);
      plot.style.height = `${picture.height}px`;
      legend.textContent = [
        legendWords(
          { trace: is, layer, river, feature },
          picture.layout.group,
          translate
        ),
        ...(river.anew
          ? []
          : [
              translate(
                'gray is the start and what has become too thin to draw'
              )
            ]),
        ...(rivers.before
          ? [translate('dashed is the run before your change')]
          : [])
      ].join('; ');
    },
    drawUnits(scope, choose) {
      clear();
      const { is, layer, feature, rivers } = scope;
      units = drawUnits(is, layer, inputOf(scope), choose, translate);
      fill(drawing, units?.element ?? '');
      legend.textContent = legendWords(
        { trace: is, layer, river: rivers.river, feature },
        1,
        translate
      );
      return layer.units > MOST_UNITS
        ? translate('The first %1 of %2 units.', MOST_UNITS, layer.units)
        : '';
    },
    drawNone(layer) {
      clear();
      const carry = findCarry(layer);
      const why = isCarry(carry)
        ? translate(
            'Numbers that the streams are made of are not in this copy.'
          )
        : noSharesWords(layer, carry, translate);
      fill(drawing, html('p', { class: 'jp-gatescope-shares-none' }, why));
      legend.textContent = '';
    },
    paint(theme) {
      picture?.paint(theme);
      units?.paint(theme);
    },
    show(place, stream) {
      if (!picture || !place) {
        return;
      }
      const { trace, step, river } = place;
      question.textContent = questionWords(trace, river.unit, step, translate);
      picture.cursor.moveTo(step, stepWords(trace.time, step, translate), []);
      picture.choose(stream);
      answer.textContent =
        stream === null
          ? answerWords(place, translate)
          : streamWords(place, stream, translate);
    }
  };
}

/** The input that colors the streams. While it is dragged, the colors keep the range that it had. */
function inputOf({ was, is, feature }: RiverScope): RiverScene['input'] {
  return feature === null
    ? null
    : {
        values: featureValues(is, feature).values,
        range: featureValues(was, feature).range,
        name: is.input.names[feature]
      };
}
