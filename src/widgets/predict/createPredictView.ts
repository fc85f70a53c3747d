import type { Bundle, Prediction } from '../../trace';
import type { View, ViewFactory } from '../context';
import { fill, html, listen, svg } from '../base/dom';
import { createFrame, duration } from '../base/frame';
import { formatNumber } from '../base/format';
import type { KeyAction } from '../base/keys';
import { textMeasure } from '../base/measure';
import {
  asked,
  drawn,
  emptyGuess,
  filledGuess,
  isAsked,
  isComplete,
  meanDistance,
  readGuess,
  rounded,
  isOpen,
  type Guess
} from './guess';
import { axisHeight, predictChart } from './predictChart';
import { chartScales, type ChartBox } from './chartScales';
import { guessField } from './guessField';
import { guessFields, predictTable } from './predictTable';
import { howToRead } from './howToRead';
import { predictTools } from './predictTools';
import { scoreWords } from './scoreWords';
import { keepGuess, verdictOf } from './verdict';

const REVEAL = 600;

/** The predict view: what do I expect before I look? */
export const createPredictView: ViewFactory<Prediction> = (
  element,
  bundle,
  context
) => {
  const { memory, settings, translate } = context;
  let prediction = bundle;
  let guess: Guess = readGuess(memory, prediction);
  /** Guesses before each change, for undo. */
  const past: Guess[] = [];
  let chosen = asked(prediction)[0] ?? 0;
  let width = 0;
  let last: { index: number; value: number } | null = null;

  const frame = createFrame(element, {
    bundle,
    context,
    title: translate('Prediction'),
    onKey: (action, event) => onKey(action, event),
    table: () => predictTable(prediction, shown(), translate),
    editor: () =>
      isOpen(guess)
        ? null
        : guessFields(prediction, guess, translate, (index, value) => {
            const values = [...guess.values];
            values[index] = value;
            change({ ...guess, values });
          })
  });
  const question = html('p', { class: 'jp-gatescope-question' });
  frame.picture.before(question);
  /** One number is typed where it is asked for; curves and bars are typed in the table. */
  const field = guessField({
    value: () => guess.values[chosen],
    set(value) {
      const values = [...guess.values];
      values[chosen] = value;
      change({ ...guess, values });
    },
    commit: () => commit(),
    translate
  });
  const layer = svg('svg', {
    class: 'jp-gatescope-layer',
    'aria-hidden': 'true'
  });
  const truthLayer = svg('svg', {
    class: 'jp-gatescope-layer',
    'aria-hidden': 'true'
  });
  const area = html('div', { class: 'jp-gatescope-draw-area' });
  const score = html('div', { class: 'jp-gatescope-score' });
  frame.picture.append(layer, truthLayer, area, score);

  const beside = (): boolean => frame.width >= 620;
  const measure = (text: string): number =>
    textMeasure(`11px ${getComputedStyle(frame.element).fontFamily}`)(text);
  const box = (): ChartBox => {
    const left = 44;
    return {
      left,
      width: frame.width - left - 8 - (beside() ? 180 : 0),
      top: 20,
      height: frame.narrow ? 150 : 170
    };
  };

  const build = (): void => {
    if (width === 0) {
      return;
    }
    const chart = box();
    const height =
      chart.top +
      chart.height +
      axisHeight(prediction, chart.width / prediction.axis.count, measure);
    frame.picture.style.height = beside() ? `${height}px` : '';
    frame.picture.style.paddingTop = beside() ? '' : `${height}px`;
    for (const each of [layer, truthLayer]) {
      each.setAttribute('width', String(frame.width));
      each.setAttribute('height', String(height));
    }
    area.style.left = `${chart.left}px`;
    area.style.top = `${chart.top - 6}px`;
    area.style.width = `${chart.width}px`;
    area.style.height = `${chart.height + 12}px`;
    area.hidden = isOpen(guess);
    question.textContent = prediction.question;
    if (prediction.form === 'value' && !isOpen(guess)) {
      field.show(prediction.quantity);
      // Moving a field takes the focus from it.
      if (!field.element.isConnected) {
        question.after(field.element);
      }
    } else {
      if (field.element.contains(document.activeElement)) {
        frame.picture.focus();
      }
      field.element.remove();
    }
    frame.setMeta(prediction.title ?? '');
    frame.setReading(howToRead(prediction, shown(), translate));
    score.classList.toggle('jp-gatescope-score-beside', beside());
    drawChart();
    describe();
  };

  const drawChart = (): void => {
    const focused = document.activeElement === frame.picture;
    const { still, truth } = predictChart(
      prediction,
      shown(),
      box(),
      focused || prediction.form !== 'curve' ? chosen : null,
      measure,
      translate
    );
    layer.replaceChildren(still);
    truthLayer.replaceChildren(...(truth ? [truth] : []));
  };

  const describe = (): void => {
    frame.setTools(
      predictTools(
        {
          guess,
          complete: isComplete(prediction, guess),
          canUndo: past.length > 0
        },
        {
          commit,
          skip,
          undo,
          reset,
          sure: confidence => change({ ...guess, confidence })
        },
        translate
      )
    );
    fill(
      score,
      guess.committed ? scoreWords(prediction, guess, translate) : []
    );
    frame.setChanged('');
    frame.refreshTable();
  };

  /** The guess as the picture draws it: what was skipped shows the truth too. */
  const shown = (): Guess => ({ ...guess, committed: isOpen(guess) });

  const keep = (): void => keepGuess(memory, prediction, guess);

  const change = (next: Guess): void => {
    past.push(guess);
    guess = next;
    keep();
    build();
  };

  const commit = (): void => {
    if (isOpen(guess)) {
      return;
    }
    if (!isComplete(prediction, guess)) {
      frame.announce(translate('Some numbers are still missing.'));
      return;
    }
    if (guess.confidence === undefined) {
      frame.announce(
        translate('How sure are you? Choose it above, then commit.')
      );
      return;
    }
    change({ ...guess, values: fullValues(), committed: true });
    reveal();
    const distance = meanDistance(prediction, guess);
    frame.announce(
      `${translate('mean distance %1', formatNumber(distance))} ${prediction.quantity.unit ?? ''}. ${verdictOf(prediction, guess)?.text ?? ''}`
    );
  };

  const skip = (): void => {
    change({ ...guess, skipped: true });
    reveal();
  };

  const reveal = (): void => {
    const time = duration(settings, REVEAL);
    if (time > 0) {
      truthLayer.animate(
        [
          { clipPath: 'inset(-20px 100% -20px 0)' },
          { clipPath: 'inset(-20px 0 -20px 0)' }
        ],
        { duration: time, easing: 'linear' }
      );
    }
  };

  /** A committed curve holds the numbers between the drawn ones, too. */
  const fullValues = (): (number | null)[] => {
    const [low, high] = prediction.quantity.range;
    return Array.from(filledGuess(prediction, guess), (value, index) =>
      isAsked(prediction, index) && Number.isFinite(value)
        ? rounded(value, low, high)
        : null
    );
  };

  const undo = (): boolean => {
    const before = past.pop();
    if (!before) {
      return false;
    }
    guess = before;
    keep();
    build();
    return true;
  };

  const reset = (): void => change(emptyGuess(prediction.axis.count));

  /** Moves the chosen number by a share of the range. */
  const nudge = (share: number): void => {
    const [low, high] = prediction.quantity.range;
    const filled = filledGuess(prediction, guess);
    const start = Number.isFinite(filled[chosen])
      ? filled[chosen]
      : (low + high) / 2;
    change(
      drawn(guess, prediction, null, {
        index: chosen,
        value: start + share * (high - low)
      })
    );
    say();
  };
  const say = (): void => {
    const label = prediction.axis.labels?.[chosen] ?? String(chosen);
    const value = filledGuess(prediction, guess)[chosen];
    frame.announce(
      `${prediction.axis.name} ${label}: ${
        Number.isFinite(value) ? formatNumber(value) : translate('nothing yet')
      }`
    );
  };

  const onKey = (action: KeyAction, event: KeyboardEvent): boolean => {
    const positions = asked(prediction);
    const at = positions.indexOf(chosen);
    const choose = (index: number): boolean => {
      chosen =
        positions[Math.max(0, Math.min(positions.length - 1, index))] ?? 0;
      drawChart();
      say();
      return true;
    };
    switch (action) {
      case 'nextStep':
        return choose(at + 1);
      case 'previousStep':
        return choose(at - 1);
      case 'firstStep':
        return choose(0);
      case 'lastStep':
        return choose(positions.length - 1);
      case 'undo':
        return undo();
      case 'pin':
        commit();
        return true;
      case 'previousUnit':
      case 'extendUp':
      case 'nextUnit':
      case 'extendDown':
        if (!isOpen(guess)) {
          const up = action === 'previousUnit' || action === 'extendUp';
          nudge((up ? 1 : -1) * (event.shiftKey ? 0.1 : 0.02));
        }
        return true;
      default:
        return false;
    }
  };

  const placeOf = (event: PointerEvent): { index: number; value: number } => {
    const frameBox = frame.picture.getBoundingClientRect();
    const { y, band } = chartScales(prediction, box());
    const index = Math.floor(
      (event.clientX - frameBox.left - box().left) / band
    );
    return {
      index: Math.max(0, Math.min(prediction.axis.count - 1, index)),
      value: y.invert(event.clientY - frameBox.top)
    };
  };
  const stops = [
    listen<PointerEvent>(area, 'pointerdown', event => {
      if (event.button !== 0) {
        return;
      }
      area.setPointerCapture(event.pointerId);
      last = placeOf(event);
      chosen = isAsked(prediction, last.index) ? last.index : chosen;
      // One stroke is one thing to undo.
      change(drawn(guess, prediction, null, last));
    }),
    listen<PointerEvent>(area, 'pointermove', event => {
      if (!last) {
        return;
      }
      const next = placeOf(event);
      guess = drawn(guess, prediction, last, next);
      chosen = isAsked(prediction, next.index) ? next.index : chosen;
      last = next;
      drawChart();
    }),
    listen<PointerEvent>(area, 'pointerup', () => {
      if (last) {
        last = null;
        keep();
        build();
      }
    }),
    listen(area, 'pointercancel', () => {
      last = null;
      keep();
      build();
    }),
    listen(frame.picture, 'focus', () => drawChart()),
    listen(frame.picture, 'blur', () => drawChart())
  ];

  const view: View = {
    update(next: Bundle) {
      if (next.kind === 'prediction') {
        prediction = next;
        guess = readGuess(memory, prediction);
        past.length = 0;
        chosen = asked(prediction)[0] ?? 0;
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
    themeChanged: build,
    dispose() {
      for (const stop of stops.splice(0)) {
        stop();
      }
      frame.dispose();
    }
  };
  return view;
};
