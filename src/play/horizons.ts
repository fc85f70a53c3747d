import { html } from '../widgets/base/dom';
import { createHorizonView } from './horizonView';
import { BOUNDS } from './playState';
import type { PlayStore } from './playStore';
import { createLuck } from './luck';
import type { Part } from './part';
import { horizonEnds, tasks } from './tasks';
import { CELL_WORDS, horizonWords } from './words';

/** What both networks hold, by delay and epoch, and which epoch is looked at. */
export function createHorizons(store: PlayStore): Part {
  const horizons = [0, 1].map(() => ({
    name: html('h3'),
    view: createHorizonView((epoch, shown) => store.change({ epoch, shown }))
  }));
  const axis = html('div', { class: 'play-axis', 'aria-hidden': 'true' });
  const across = html('span');
  const pale = html('span');
  const deep = html('span');
  const scrub = html('input', {
    type: 'range',
    min: 0,
    max: BOUNDS.epoch[1],
    step: 1,
    'aria-label': 'Epoch that is looked at'
  });
  const scrubWord = html('span');
  const newest = html(
    'button',
    { type: 'button', class: 'play-link' },
    'newest'
  );
  scrub.addEventListener('input', () => {
    const at = Number(scrub.value);
    store.change({ epoch: at >= store.learned ? null : at });
  });
  newest.addEventListener('click', () => store.change({ epoch: null }));
  const luck = createLuck(store);
  return {
    element: html(
      'div',
      { class: 'play-horizons' },
      html('h2', {}, 'What it holds, by delay and epoch'),
      ...horizons.flatMap(({ name, view }) => [name, view.element]),
      axis,
      html(
        'p',
        { class: 'play-key' },
        across,
        html(
          'span',
          {},
          html('i', { class: 'play-pale' }),
          pale,
          html('i', { class: 'play-deep' }),
          deep
        )
      ),
      html(
        'div',
        { class: 'play-scrub' },
        html('label', {}, 'Look at epoch ', scrubWord, scrub),
        newest
      ),
      luck.element
    ),
    paint() {
      const { state, training, epoch } = store;
      const { rows, fresh } = training;
      const { delay: longest } = state;
      scrub.value = String(epoch);
      scrubWord.textContent = String(epoch);
      newest.hidden = state.epoch === null;
      luck.paint();
      const task = tasks[state.task];
      const [palest, deepest] = horizonEnds(task);
      across.textContent = task.across;
      pale.textContent = ` ${palest} `;
      deep.textContent = ` ${deepest}`;
      axis.replaceChildren(
        ...[1, Math.round(longest / 3), Math.round((2 * longest) / 3), longest]
          .map(delay => [delay, ((delay - 0.5) / longest) * 100] as const)
          .map(([delay, at]) =>
            html('span', { style: `left: ${at}%` }, String(delay))
          )
      );
      horizons.forEach(({ name, view }, lane) => {
        const word = CELL_WORDS[state.cells[lane]];
        name.textContent = word;
        view.draw({
          rows: rows[lane],
          longest,
          epoch,
          delay: store.delay,
          heldRow:
            state.hold?.lane === lane
              ? (fresh?.lanes[lane].held?.row ?? null)
              : null,
          words: horizonWords(word, rows[lane][epoch - 1], epoch, longest)
        });
      });
    }
  };
}
