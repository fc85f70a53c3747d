import { html, setAttributes, setText } from '../widgets/base/dom';
import { formatFixed } from '../scene/words/format';
import { createHorizonPlot, type HorizonsShown } from './horizonPlot';
import { MOVES } from './laneReader';
import { createLuck } from './luck';
import type { HorizonRow } from './messages';
import { button, slider, type PagePart } from './pagePart';
import { horizonLines } from './playLines';
import { BOUNDS } from './playState';
import type { PlayStore } from './playStore';
import { horizonEnds, rightWords, shareOf, tasks } from './tasks';
import { createTeller, type Teller } from './teller';
import { bothNamed, CELL_WORDS, horizonWords, scaleWords } from './words';

/**
 * What both networks hold, by delay and epoch, and which epoch is looked at.
 *
 * @param say has a screen reader say what a key led to
 */
export function createHorizons(
  store: PlayStore,
  say: (words: string) => void
): PagePart {
  const readout = html('p', { class: 'play-readout' });
  const read = (): void => {
    setText(readout, cellWords(store));
  };
  const plot = createHorizonPlot((epoch, group) => {
    read();
    store.change({ epoch: epoch + 1, shown: group + 1 });
  });
  const teller = followKeys(store, plot.element, readout, say, () => {
    read();
    say(cellWords(store));
  });
  const [min, max] = BOUNDS.epoch;
  const scrub = slider(
    { min, max, 'aria-label': 'Epoch that is looked at' },
    at => store.change({ epoch: at >= store.learned ? null : at })
  );
  const scrubWord = html('span');
  const newest = button('play-link', 'newest', () => {
    store.change({ epoch: null });
    scrub.focus();
  });
  newest.ariaLabel = 'newest epoch';
  const luck = createLuck(store);
  const meant = html('small');
  return {
    element: html(
      'div',
      { class: 'play-horizons' },
      html('h2', {}, 'What it holds, by delay and epoch ', meant),
      plot.element,
      teller.element,
      html(
        'div',
        { class: 'play-scrub' },
        html('label', {}, 'Look at epoch ', scrubWord, scrub),
        newest
      ),
      luck.element
    ),
    paint() {
      const { state, epoch } = store;
      scrub.value = String(epoch);
      scrubWord.textContent = String(epoch);
      setText(meant, rightWords(tasks[state.task]));
      newest.hidden = state.epoch === null;
      luck.paint();
      if (readout.textContent !== '') {
        read();
      }
      teller.follow([state.task, state.delay, ...state.cells].join());
      const { clientWidth } = plot.element;
      if (clientWidth > 0) {
        plot.draw(horizonsOf(store), clientWidth);
      }
    }
  };
}

/** Has keys look at another delay (across), another epoch (upward), and describe what both networks hold there. */
function followKeys(
  store: PlayStore,
  element: HTMLElement,
  readout: HTMLElement,
  say: (words: string) => void,
  read: () => void
): Teller {
  /** The network that is described alone, and heard. */
  let lane = 0;
  const names = (): readonly string[] => bothNamed(store.state.cells);
  const look = (delay: number, epoch: number): void => {
    const { learned } = store;
    const to = Math.max(1, Math.min(learned, epoch));
    store.change({
      shown: Math.max(1, Math.min(store.state.delay, delay)),
      // A reader who looks at the newest epoch follows it.
      epoch: to >= learned ? null : to
    });
    const held = names().map((name, at) => {
      const row = store.training.rows[at][store.epoch - 1];
      return `${name} ${formatFixed(row[store.delay - 1])}`;
    });
    say(
      `Epoch ${store.epoch}, delay ${store.delay}: ${held.join(', ')}, ${scaleWords(store.state.task)}.`
    );
  };
  const teller = createTeller('what both networks hold', readout, {
    shown: () => horizonLines(horizonsOf(store), names(), lane),
    of: () => `After epoch ${store.epoch}, ${scaleWords(store.state.task)}`,
    step: () => store.delay - 1,
    move: ({ step }) => look((step ?? store.delay - 1) + 1, store.epoch)
  });
  const move = (key: string): boolean => {
    const { delay, epoch } = store;
    const [across, down] = MOVES[key] ?? [0, 0];
    if (key === 'PageUp' || key === 'PageDown') {
      lane = 1 - lane;
      say(`Now on ${names()[lane]}.`);
    } else if (key === 'Home' || key === 'End') {
      look(key === 'Home' ? 1 : store.state.delay, epoch);
    } else if (key === 'Enter') {
      read();
    } else if (across !== 0 || down !== 0) {
      look(delay + across, epoch - down);
    } else {
      return false;
    }
    return true;
  };
  setAttributes(element, {
    tabindex: 0,
    role: 'group',
    'aria-label':
      'What both networks hold, by delay and epoch; arrow keys look at another place, Enter reads its numbers, D describes, ? lists all keys'
  });
  element.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const isMove = store.learned > 0 && move(event.key);
    if (isMove || teller.key(event)) {
      event.preventDefault();
    }
  });
  return teller;
}

/** How the numbers of both horizons come about where the page looks. */
function cellWords({ state, training, epoch, delay }: PlayStore): string {
  const task = tasks[state.task];
  const told = bothNamed(state.cells).map((name, lane) => {
    const held =
      state.hold?.lane === lane ? training.fresh?.lanes[lane].held : null;
    const arithmeticIn = ({ good, all }: HorizonRow): string =>
      shareOf(task, good[delay - 1], all[delay - 1]).arithmetic;
    const row = training.made[lane][epoch - 1];
    return row
      ? `${name} ${arithmeticIn(row)}${held ? `, held ${arithmeticIn(held.row)}` : ''}`
      : `${name} nothing yet`;
  });
  return `Epoch ${epoch}, delay ${delay}, ${task.isNumber ? '1 − squared errors ÷ those of the mean' : '2 × right ÷ asked − 1'}: ${told.join('; ')}.`;
}

/** The horizons of the page as it stands. */
export function horizonsOf({
  state,
  training,
  epoch,
  delay
}: PlayStore): HorizonsShown {
  const { delay: longest, hold } = state;
  const task = tasks[state.task];
  const names = state.cells.map(cell => CELL_WORDS[cell]);
  const heldRows = names.map((_, lane) =>
    hold?.lane === lane
      ? (training.fresh?.lanes[lane].held?.row.shares ?? null)
      : null
  );
  return {
    names,
    groups: Array.from({ length: longest }, (_, at) => at + 1),
    planned: BOUNDS.epoch[1],
    across: task.across,
    ends: horizonEnds(task),
    epochWord: 'epoch',
    heldWord: 'held',
    held: heldRows.map(row => row !== null),
    heldRows,
    rows: training.rows,
    at: { epoch: epoch - 1, group: delay - 1 },
    words: names.map((name, lane) =>
      horizonWords(name, training.rows[lane][epoch - 1], epoch, longest)
    )
  };
}
