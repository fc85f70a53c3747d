import { html } from '../widgets/base/dom';
import { createLaneHead, createOwnPanel } from './cellChoice';
import { createLaneView } from './laneView';
import type { PlayStore } from './playStore';
import { button, slider, type PagePart } from './pagePart';
import { createSequenceRun } from './sequenceRun';
import { taskAnswerLine, bothNamed } from './words';

/**
 * Both networks at the shown sequence, one above the other, and which sequence that is.
 *
 * @param say has a screen reader say what a key led to
 * @param motion whether nothing may move by itself, and what is called when something has
 */
export function createLanes(
  store: PlayStore,
  say: (words: string) => void,
  motion: { readonly isStill: boolean; moved(): void }
): PagePart & { own: HTMLElement; which: HTMLElement } {
  let wasFlipped = false;
  const flip = (step: number): void => {
    wasFlipped = true;
    store.flip(step);
  };
  const lanes = ([0, 1] as const).map(lane => {
    const head = createLaneHead(store, lane);
    const view = createLaneView(
      lane === 0 ? 'the upper network' : 'the lower network',
      head.element,
      {
        flip,
        hold: (gate, value) => store.change({ hold: { lane, gate, value } }),
        point: at => store.point(at),
        say
      }
    );
    return { head, view };
  });
  const own = createOwnPanel(store);
  const delay = slider(
    { min: 1, 'aria-label': 'Delay of the sequence that is shown' },
    shown => store.change({ shown, flipped: [] })
  );
  const delayWord = html('span');
  const read = createStepRead(store, flip);
  const run = createSequenceRun(store, motion.isStill, motion.moved);
  const element = html(
    'div',
    { class: 'play-lanes' },
    lanes.map(({ view }) => view.element)
  );
  const which = html(
    'div',
    { class: 'play-which' },
    html(
      'div',
      { class: 'play-scrub' },
      html('label', {}, 'Sequence with a delay of ', delayWord, delay),
      run.element
    ),
    read.element
  );
  return {
    own: own.element,
    which,
    element,
    paint() {
      const { state, training } = store;
      const { fresh } = training;
      element.classList.toggle(
        'play-stale',
        !fresh || training.failure !== null
      );
      own.paint();
      delay.max = String(state.delay);
      delay.value = String(store.delay);
      delayWord.textContent = String(store.delay);
      read.paint();
      run.paint();
      const { now } = run;
      element.classList.toggle('play-runs', now !== null);
      if (now !== null) {
        const seen = (now + 1) / fresh!.values.length;
        element.style.setProperty('--now', String(seen));
      }
      lanes.forEach(({ head, view }, lane) => {
        const cell = state.cells[lane];
        const held = state.hold?.lane === lane ? state.hold : null;
        const look = fresh?.lanes[lane];
        head.paint();
        if (fresh && look) {
          const { values, marks, truth } = fresh;
          const { step } = store;
          const shown = {
            look,
            cell,
            task: state.task,
            values,
            marks,
            truth,
            delay: store.delay,
            held,
            // A shorter sequence is read at its last step, as the slider says.
            step: step && Math.min(step, values.length - 1),
            epoch: fresh.epoch,
            row: look.held?.row ?? training.made[lane][fresh.epoch - 1] ?? null
          };
          view.draw(shown, now);
        }
      });
      if (wasFlipped && fresh && training.isSettled) {
        wasFlipped = false;
        say(
          bothNamed(state.cells)
            .map((name, lane) => {
              const { answer } = fresh.lanes[lane];
              const { word, spoken } = taskAnswerLine(
                state.task,
                answer,
                fresh.truth,
                store.delay
              );
              return `${name} says ${word}, ${spoken}`;
            })
            .join('; ')
        );
      }
    }
  };
}

/** The step that is read, chosen and flipped by what is large enough for any finger; a step of a long sequence is not. */
function createStepRead(
  store: PlayStore,
  turn: (step: number) => void
): PagePart {
  const step = slider({ min: 0, 'aria-label': 'Step that is read' }, at =>
    store.point(at)
  );
  const word = html('span');
  const flip = button('play-link', 'flip it', () => turn(step.valueAsNumber));
  return {
    element: html(
      'div',
      { class: 'play-scrub' },
      html('label', {}, 'Read step ', word, step),
      flip,
      html('small', {}, 'Point at a number to see how it comes about.')
    ),
    paint() {
      const { fresh } = store.training;
      const last = (fresh?.values.length ?? 1) - 1;
      step.max = String(last);
      step.value = String(Math.min(store.step ?? 0, last));
      word.textContent = step.value;
      flip.setAttribute('aria-label', `flip it: step ${step.value}`);
    }
  };
}
