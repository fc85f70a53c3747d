import { html, setAttributes, setText } from '../widgets/base/dom';
import { createHeatmap } from '../widgets/base/heatmap';
import { horizonMatrix } from '../views/race/horizonMarks';
import { horizonRamp } from './horizonPlot';
import { MORE_SEEDS, seedsInWords } from './otherSeeds';
import { button, type PagePart } from './pagePart';
import type { PlayStore } from './playStore';
import { CELL_WORDS, horizonWords } from './words';

/** That the page's seed is one of many, and the others as small horizons, a row a network. */
export function createLuck(store: PlayStore): PagePart {
  const words = html('p', { role: 'status' });
  const more = button('play-small', '', () => {
    const { seeds } = store;
    if (seeds.isRunning) {
      seeds.end();
    } else {
      seeds.start(store.state, store.learned);
    }
    store.change({});
  });
  const lanes = [0, 1].map(() => {
    const seeds = Array.from({ length: MORE_SEEDS }, () => {
      const map = createHeatmap();
      const caption = html('figcaption');
      return { map, caption, figure: html('figure', {}, map.element, caption) };
    });
    const row = html(
      'div',
      { class: 'play-seeds' },
      seeds.map(({ figure }) => figure)
    );
    return { name: html('h3'), row, seeds };
  });
  return {
    element: html(
      'section',
      { class: 'play-luck', 'aria-label': 'Other seeds' },
      html('div', { class: 'play-luck-words' }, words, more),
      ...lanes.flatMap(({ name, row }) => [name, row])
    ),
    paint() {
      const { state, training } = store;
      const { runs, isRunning } = store.seeds;
      setText(words, seedsInWords(store.seeds, state, training.rows));
      more.hidden = !store.isTrusted;
      more.textContent = isRunning
        ? 'Stop'
        : runs.length > 0
          ? 'Again'
          : `Train ${MORE_SEEDS} other seeds`;
      lanes.forEach(({ name, row, seeds }, lane) => {
        name.hidden = row.hidden = runs.length === 0;
        name.textContent = `${CELL_WORDS[state.cells[lane]]}, other seeds`;
        seeds.forEach(({ map, caption, figure }, at) => {
          const rows = runs.at(at)?.rows[lane];
          figure.hidden = rows === undefined;
          if (rows) {
            const seed = `seed ${runs[at].seed}`;
            caption.textContent = seed;
            setAttributes(map.element, {
              role: 'img',
              'aria-hidden': null,
              'aria-label': horizonWords(
                seed,
                rows.at(-1),
                rows.length,
                state.delay
              )
            });
            map.paint(
              horizonMatrix(rows, state.delay, rows.length),
              horizonRamp(row),
              [0, 1]
            );
          }
        });
      });
    }
  };
}
