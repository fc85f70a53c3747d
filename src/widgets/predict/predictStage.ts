import type { ViewSettings } from '../context';
import { fill, html, svg, type Content, listen } from '../base/dom';
import { duration, type Frame } from '../base/frame';
import { drawn } from '../scene/drawn';
import type { Mark } from '../../scene/marks/mark';
import { drawGuess } from './guessChart';
import type {
  GuessChart,
  GuessScene,
  GuessRun,
  GuessPlace
} from './guessPlane';
import type { Box } from '../../scene/marks/plane';

/** One number needs no more time than an eye to find it. */
const REVEAL = 600;
/** Guess and truth run for so long at least and at most, and for so long from one step to the next. */
const RUN = { least: 900, most: 2600, step: 220 };
/** The score stands beside the chart from this width on; below, the chart has all of it. */
const BESIDE_FROM = 800;
const SCORE = 180;

/** The chart that is drawn on, the truth that is laid over it, and the score. */
export interface PredictStage {
  /** @param scene `width` is that of the whole view */
  show(scene: GuessScene): void;
  setScore(content: Content): void;
  /** Guess and truth run side by side, step by step; the score is said when they are there. */
  reveal(): void;
  /** The same again; null where the reader wants no motion. */
  readonly replay: (() => void) | null;
  dispose(): void;
}

export function createPredictStage(
  { picture }: Frame,
  settings: ViewSettings,
  actions: Pick<StrokeActions, 'draw' | 'end'>
): PredictStage {
  const layers = [0, 1, 2, 3].map(() =>
    svg('svg', { class: 'jp-gatescope-layer', 'aria-hidden': 'true' })
  );
  const [still, own, truth, heads] = layers;
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
      const beside =
        width >= BESIDE_FROM &&
        prediction.form !== 'value' &&
        // More than a verdict has no room there.
        !score.querySelector('.jp-gatescope-alive');
      chart = drawGuess({ ...scene, width: width - (beside ? SCORE : 0) });
      const { height } = chart;
      put(still, chart.still);
      put(own, chart.own);
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
    reveal,
    get replay() {
      return settings.reducedMotion ? null : reveal;
    },
    dispose: strokes.dispose
  };

  function reveal(): void {
    const run = chart?.run ?? null;
    const time = duration(settings, run ? runTime(run) : REVEAL);
    if (time > 0) {
      const easing = run?.stepwise ? `steps(${run.steps})` : 'linear';
      const { width } = truth.getBoundingClientRect();
      const [from, to] = run ? [run.from, run.to] : [0, width];
      for (const layer of run ? [own, truth] : [truth]) {
        layer.animate(
          [from, to].map(x => ({
            clipPath: `inset(-20px ${width - x}px -20px 0)`
          })),
          { duration: time, easing }
        );
      }
      score.animate([{ opacity: 0 }, { opacity: 0 }], { duration: time });
      runHeads(run, time);
    }
  }

  /** A dot at the end of each line while it runs. */
  function runHeads(run: GuessRun | null, time: number): void {
    heads.replaceChildren();
    for (const { look, points } of run?.heads ?? []) {
      const dot = svg('circle', { class: look, r: 5 });
      heads.append(dot);
      const running = dot.animate(
        points.map(([x, y]) => ({ transform: `translate(${x}px, ${y}px)` })),
        { duration: time }
      );
      running.onfinish = running.oncancel = () => dot.remove();
    }
  }
}

function runTime({ steps }: GuessRun): number {
  return Math.max(RUN.least, Math.min(RUN.most, RUN.step * steps));
}

/** Lies over the plot and follows a hand that draws. */
interface Strokes {
  readonly element: HTMLElement;
  put(box: Box, hidden: boolean): void;
  dispose(): void;
}

interface StrokeActions {
  readonly placeOf: (event: PointerEvent) => GuessPlace;
  /** From one place to the next; from null where a stroke begins. */
  readonly draw: (from: GuessPlace | null, to: GuessPlace) => void;
  readonly end: () => void;
}

function createStrokes({ placeOf, draw, end }: StrokeActions): Strokes {
  const element = html('div', { class: 'jp-gatescope-draw-area' });
  let last: GuessPlace | null = null;
  const leave = (): void => {
    if (last) {
      last = null;
      end();
    }
  };
  const stops = [
    listen<PointerEvent>(element, 'pointerdown', event => {
      if (event.button === 0) {
        element.setPointerCapture(event.pointerId);
        last = placeOf(event);
        draw(null, last);
      }
    }),
    listen<PointerEvent>(element, 'pointermove', event => {
      if (last) {
        const next = placeOf(event);
        draw(last, next);
        last = next;
      }
    }),
    listen(element, 'pointerup', leave),
    listen(element, 'pointercancel', leave)
  ];
  return {
    element,
    put({ x, y, width, height }, hidden) {
      element.style.left = `${x}px`;
      element.style.top = `${y}px`;
      element.style.width = `${width}px`;
      element.style.height = `${height}px`;
      element.hidden = hidden;
    },
    dispose: () => stops.forEach(stop => stop())
  };
}
