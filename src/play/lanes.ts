import { html } from '../widgets/base/dom';
import { createLaneHead, createOwnPanel } from './cellChoice';
import { createLaneView } from './laneView';
import type { CellName } from './playState';
import type { PlayStore } from './playStore';
import { ratesOf } from './rates';
import type { Part } from './part';

/** Both networks at the shown sequence, one above the other, and which sequence that is. */
export function createLanes(store: PlayStore): Part & { own: HTMLElement } {
  const lanes = ([0, 1] as const).map(lane => {
    const head = createLaneHead(lane, {
      cell(cell) {
        const cells = [...store.state.cells] as [CellName, CellName];
        cells[lane] = cell;
        store.change({ cells });
      },
      hold: hold => store.change({ hold: hold && { lane, ...hold } })
    });
    const view = createLaneView(head.element, {
      flip(at) {
        const { flipped } = store.state;
        store.change({
          flipped: flipped.includes(at)
            ? flipped.filter(each => each !== at)
            : [...flipped, at]
        });
      },
      point: at => store.point(at)
    });
    return { head, view };
  });
  const own = createOwnPanel(code => store.runOwn(code));
  const delay = html('input', {
    type: 'range',
    min: 1,
    step: 1,
    'aria-label': 'Delay of the sequence that is shown'
  });
  const delayWord = html('span');
  delay.addEventListener('input', () =>
    store.change({ shown: Number(delay.value), flipped: [] })
  );
  return {
    own: own.element,
    element: html(
      'div',
      { class: 'play-lanes' },
      ...lanes.map(({ view }) => view.element),
      html(
        'label',
        { class: 'play-scrub' },
        'Sequence with a delay of ',
        delayWord,
        delay
      )
    ),
    paint() {
      const { state, training } = store;
      const { fresh } = training;
      const rates = ratesOf(state);
      own.show(state, store.isTrusted);
      delay.max = String(state.delay);
      delay.value = String(store.delay);
      delayWord.textContent = String(store.delay);
      lanes.forEach(({ head, view }, lane) => {
        const cell = state.cells[lane];
        const held = state.hold?.lane === lane ? state.hold : null;
        const look = fresh?.lanes[lane];
        head.show({
          cell,
          meta: `${look ? `${look.weights} weights · ` : ''}rate ${rates[lane]}`,
          hold: held
        });
        if (fresh && look) {
          const { values, marks, truth } = fresh;
          const { step } = store;
          view.draw({
            look,
            cell,
            task: state.task,
            values,
            marks,
            truth,
            delay: store.delay,
            held,
            step: step !== null && step < values.length ? step : null
          });
        }
      });
    }
  };
}
