import type { ViewSettings } from '../context';
import { fill, html, svg, type Content } from '../base/dom';
import { duration, type Frame } from '../base/frame';
import { drawn } from '../marks/drawn';
import type { Mark } from '../marks/mark';
import { drawGuess } from './guessChart';
import type { GuessChart, GuessScene } from './guessPlane';
import { createStrokes, type StrokeActions } from './strokes';

const REVEAL = 600;
/** The score stands beside the chart from this width on; below, the chart has all of it. */
const BESIDE_FROM = 800;
const SCORE = 180;

/** The chart that is drawn on, the truth that is laid over it, and the score. */
export interface PredictStage {
  /** @param scene `width` is that of the whole view */
  show(scene: GuessScene): void;
  setScore(content: Content): void;
  /** Uncovers the truth from left to right. */
  reveal(): void;
  dispose(): void;
}

export function createPredictStage(
  { picture }: Frame,
  settings: ViewSettings,
  actions: Pick<StrokeActions, 'draw' | 'end'>
): PredictStage {
  const layers = [0, 1].map(() =>
    svg('svg', { class: 'jp-gatescope-layer', 'aria-hidden': 'true' })
  );
  const [still, truth] = layers;
  const score = html('div', { class: 'jp-gatescope-score' });
  let chart: GuessChart | null = null;
  const strokes = createStrokes({
    ...actions,
    placeOf(event) {
      const { left, top } = picture.getBoundingClientRect();
      const [x, y] = [event.clientX - left, event.clientY - top];
      return chart?.placeOf(x, y) ?? { index: 0, value: 0 };
    }
  });
  picture.append(...layers, strokes.element, score);
  const put = (layer: SVGSVGElement, marks: readonly Mark[]): void =>
    layer.replaceChildren(...marks.map(drawn));
  return {
    show(scene) {
      const { width, prediction, guess } = scene;
      const beside = width >= BESIDE_FROM && prediction.form !== 'value';
      chart = drawGuess({ ...scene, width: width - (beside ? SCORE : 0) });
      const { height } = chart;
      put(still, chart.still);
      put(truth, chart.truth);
      for (const layer of layers) {
        layer.setAttribute('width', String(width));
        layer.setAttribute('height', String(height));
      }
      picture.style.height = beside ? `${height}px` : '';
      picture.style.paddingTop = beside ? '' : `${height}px`;
      score.classList.toggle('jp-gatescope-score-beside', beside);
      strokes.put(chart.area, guess.committed);
    },
    setScore: content => fill(score, content),
    reveal() {
      const time = duration(settings, REVEAL);
      if (time > 0) {
        truth.animate(
          ['100%', '0'].map(right => ({
            clipPath: `inset(-20px ${right} -20px 0)`
          })),
          { duration: time, easing: 'linear' }
        );
      }
    },
    dispose: strokes.dispose
  };
}
