import { html } from '../widgets/base/dom';
import { drawRows } from './horizonView';
import { MORE_SEEDS, seedsInWords } from './otherSeeds';
import type { Part } from './part';
import type { PlayStore } from './playStore';
import { CELL_WORDS, horizonWords } from './words';

/** That the page's seed is one of many, and the others as small horizons, a row a network. */
export function createLuck(store: PlayStore): Part {
  const words = html('p', { role: 'status' });
  const more = html('button', { type: 'button', class: 'play-small' });
  more.addEventListener('click', () => {
    const { seeds } = store;
    if (seeds.isRunning) {
      seeds.end();
    } else {
      seeds.start(store.state, store.learned);
    }
    store.change({});
  });
  const lanes = [0, 1].map(() => ({
    name: html('h3'),
    row: html(
      'div',
      { class: 'play-seeds' },
      Array.from({ length: MORE_SEEDS }, () =>
        html('figure', {}, html('canvas', { role: 'img' }), html('figcaption'))
      )
    )
  }));
  return {
    element: html(
      'section',
      { class: 'play-luck', 'aria-label': 'Other seeds' },
      html('div', { class: 'play-luck-words' }, words, more),
      ...lanes.flatMap(({ name, row }) => [name, row])
    ),
    paint() {
      const { state, training, seeds } = store;
      const { runs, isRunning } = seeds;
      words.textContent = seedsInWords(seeds, state, training.rows);
      more.hidden = !store.isTrusted;
      more.textContent = isRunning
        ? 'Stop'
        : runs.length > 0
          ? 'Again'
          : `Train ${MORE_SEEDS} other seeds`;
      lanes.forEach(({ name, row }, lane) => {
        name.hidden = row.hidden = runs.length === 0;
        name.textContent = `${CELL_WORDS[state.cells[lane]]}, other seeds`;
        [...row.children].forEach((figure, at) => {
          const [canvas, caption] = figure.children;
          const rows = runs.at(at)?.rows[lane];
          (figure as HTMLElement).hidden = rows === undefined;
          if (rows) {
            const seed = `seed ${runs[at].seed}`;
            caption.textContent = seed;
            canvas.setAttribute(
              'aria-label',
              horizonWords(seed, rows.at(-1), rows.length, state.delay)
            );
            drawRows(canvas as HTMLCanvasElement, rows);
          }
        });
      });
    }
  };
}
