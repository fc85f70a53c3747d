import { html } from '../widgets/base/dom';
import { createPainter } from '../widgets/base/painter';
import { createControls, createLaneHead } from './controls';
import { createHorizonView } from './horizonView';
import { createLaneView } from './laneView';
import { createOwnPanel } from './ownPanel';
import {
  addressOf,
  BOUNDS,
  HELD_GATES,
  readAddress,
  START,
  type CellName,
  type PlayState
} from './playState';
import { STORY_EPOCHS } from './story';
import { createStoryPanel } from './storyPanel';
import { tasks } from './tasks';
import { chooseTheme, watchTheme } from './theme';
import { createTraining, ratesOf } from './training';
import {
  answerLine,
  CELL_WORDS,
  horizonOf,
  horizonWords,
  reasonOf
} from './words';
import { createWays } from './ways';

const QUESTION = 'How long can a network remember?';

/** What, changed, has both networks learn anew. */
const TRAINED = [
  'task',
  'delay',
  'units',
  'rate',
  'clip',
  'seed',
  'cells',
  'own'
] as const;

/** The playground, in an element of a page. */
export function createPlayground(
  host: HTMLElement,
  worker: URL,
  links: Readonly<Record<string, string>>
): void {
  const read = readAddress(location.hash.slice(1));
  let state = read.state;
  /** Code in the address runs when its reader has asked for it. */
  let isTrusted = !state.cells.includes('own');
  let restores = state.epoch;
  let step: number | null = null;
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;

  const notice = html('p', { class: 'play-notice', role: 'status' });
  const live = html('div', {
    class: 'play-live',
    role: 'status',
    'aria-live': 'polite'
  });
  const lead = html('p', { class: 'play-lead' });
  const reasonTitle = html('h2');
  const reasonText = html('p');
  const reasonButton = html('button', {
    type: 'button',
    class: 'play-link play-try'
  });
  const reason = html(
    'section',
    { class: 'play-reason' },
    html('div', {}, reasonTitle, reasonText),
    reasonButton
  );
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
  const shownDelay = html('input', {
    type: 'range',
    min: 1,
    step: 1,
    'aria-label': 'Delay of the sequence that is shown'
  });
  const shownWord = html('span');

  const training = createTraining(worker, answer => {
    if (answer.kind === 'epoch' && answer.epoch === restores) {
      restores = null;
      training.run(false);
      look();
    }
    if (
      answer.kind === 'ended' ||
      (answer.kind === 'epoch' && answer.epoch % 10 === 0)
    ) {
      announce();
    }
    painter.schedule();
  });

  const change = (patch: Partial<PlayState>): void => {
    const isNew = TRAINED.some(
      key => key in patch && patch[key] !== state[key]
    );
    if (isNew) {
      patch = { hold: null, epoch: null, flipped: [], ...patch };
    }
    const delay = patch.delay ?? state.delay;
    const shown = patch.shown ?? state.shown;
    state = {
      ...state,
      ...patch,
      shown: shown !== null && shown > delay ? null : shown
    };
    if (isNew) {
      restores = null;
      begin(true);
    } else {
      look();
    }
    painter.schedule();
  };

  const controls = createControls({
    change,
    play() {
      if (training.rows[0].length >= BOUNDS.epoch[1]) {
        begin(false);
        training.run(true);
      } else {
        if (!training.isRunning) {
          state = { ...state, epoch: null };
          look();
        }
        training.run(!training.isRunning);
      }
      painter.schedule();
    },
    once() {
      state = { ...state, epoch: null };
      look();
      training.run(false, true);
    },
    anew() {
      state = { ...state, epoch: null, hold: null };
      begin(false);
      painter.schedule();
    }
  });

  const lanes = ([0, 1] as const).map(lane => {
    const head = createLaneHead(lane, {
      cell(cell: CellName) {
        const cells = [...state.cells] as [CellName, CellName];
        cells[lane] = cell;
        if (cell === 'own') {
          isTrusted = true;
        }
        change({ cells });
      },
      hold: hold => change({ hold: hold && { lane, ...hold } })
    });
    const view = createLaneView(head.element, {
      flip: at =>
        change({
          flipped: state.flipped.includes(at)
            ? state.flipped.filter(each => each !== at)
            : [...state.flipped, at]
        }),
      point(at) {
        step = at;
        painter.schedule();
      }
    });
    const horizon = createHorizonView((epoch, shown) =>
      change({ epoch, shown })
    );
    const horizonName = html('h3');
    return { head, view, horizon, horizonName };
  });
  const own = createOwnPanel(code => {
    isTrusted = true;
    if (code === state.own) {
      begin(false);
      training.run(true);
      painter.schedule();
    } else {
      change({ own: code });
      training.run(true);
    }
  });

  const storyPanel = createStoryPanel({
    set(next) {
      isTrusted = true;
      training.run(false);
      const isSame =
        TRAINED.every(key => String(next[key]) === String(state[key])) &&
        training.rows[0].length > 0;
      state = isSame
        ? { ...next, own: state.own, hold: null, flipped: [] }
        : next;
      storyTarget = next;
      if (!isSame) {
        begin(false);
      } else {
        look();
      }
      painter.schedule();
    },
    run() {
      state = {
        ...state,
        hold: storyTarget.hold,
        flipped: storyTarget.flipped
      };
      look();
      training.run(true);
      painter.schedule();
    },
    ended: () => training.run(true)
  });
  let storyTarget: PlayState = START;

  const lookedDelay = (): number =>
    state.shown ?? Math.max(1, Math.round(state.delay * 0.85));
  const look = (): void => {
    training.look({
      epoch: state.epoch,
      delay: lookedDelay(),
      flipped: state.flipped,
      hold: state.hold
    });
  };
  const begin = (keepEpoch: boolean): void => {
    if (isTrusted) {
      look();
      training.begin(state, keepEpoch);
    }
  };

  const axis = html('div', { class: 'play-axis', 'aria-hidden': 'true' });
  const key = html('p', { class: 'play-key' });
  const theme = html(
    'select',
    { 'aria-label': 'Colors' },
    [
      ['system', 'System colors'],
      ['light', 'Light'],
      ['dark', 'Dark'],
      ['contrast', 'High contrast']
    ].map(([value, words]) => html('option', { value }, words))
  );
  theme.addEventListener('change', () => chooseTheme(theme.value));
  const ways = createWays({
    links,
    plan: () => ({
      state,
      rates: ratesOf(state),
      epochs: Math.max(1, state.epoch ?? training.rows[0].length)
    }),
    address: () => {
      const url = new URL(location.href);
      url.hash = addressOf({
        ...state,
        epoch: state.epoch ?? (training.rows[0].length || null)
      });
      return url.href;
    },
    picture: () => ({
      question: QUESTION,
      names: [CELL_WORDS[state.cells[0]], CELL_WORDS[state.cells[1]]],
      rows: training.rows,
      longest: state.delay,
      across: tasks[state.task].across
    }),
    startStory: () => storyPanel.start(),
    say: words => (live.textContent = words)
  });
  host.replaceChildren(
    html('header', {}, html('h1', {}, QUESTION), lead),
    controls.element,
    notice,
    storyPanel.element,
    own.element,
    html(
      'div',
      { class: 'play-race' },
      html(
        'div',
        { class: 'play-lanes' },
        lanes[0].view.element,
        lanes[1].view.element,
        html(
          'label',
          { class: 'play-scrub' },
          'Sequence with a delay of ',
          shownWord,
          shownDelay
        )
      ),
      html(
        'div',
        { class: 'play-horizons' },
        html('h2', {}, 'What it holds, by delay and epoch'),
        ...lanes.flatMap(({ horizonName, horizon }) => [
          horizonName,
          horizon.element
        ]),
        axis,
        key,
        html(
          'div',
          { class: 'play-scrub' },
          html('label', {}, 'Look at epoch ', scrubWord, scrub),
          newest
        )
      )
    ),
    reason,
    ways,
    html(
      'footer',
      {},
      theme,
      html(
        'span',
        {},
        'Everything is computed in this page. Nothing is sent anywhere.'
      )
    ),
    live
  );

  scrub.addEventListener('input', () => {
    const { length } = training.rows[0];
    const at = Number(scrub.value);
    change({ epoch: at >= length ? null : at });
  });
  newest.addEventListener('click', () => change({ epoch: null }));
  shownDelay.addEventListener('input', () =>
    change({ shown: Number(shownDelay.value), flipped: [] })
  );
  let control: PlayState['hold'] = null;
  reasonButton.addEventListener('click', () =>
    change({ hold: state.hold ? null : control })
  );

  function announce(): void {
    const { rows } = training;
    const epoch = rows[0].length;
    live.textContent = state.cells
      .map((cell, lane) =>
        horizonWords(
          CELL_WORDS[cell],
          rows[lane][epoch - 1],
          epoch,
          state.delay
        )
      )
      .join('. ');
  }

  function paint(): void {
    const { rows, looked, isRunning, place, failure, others } = training;
    const epoch = rows[0].length;
    const at = Math.min(state.epoch ?? epoch, epoch);
    lead.textContent = `${tasks[state.task].asks} Both networks learn from the same sequences, now, in your browser.`;
    controls.show(state, isRunning, epoch);
    own.show(state, isTrusted);
    notice.textContent = [
      failure ?? '',
      read.refused.length > 0
        ? `The address names ${read.refused.join(', ')} in a way that cannot be read; it is as at the beginning.`
        : '',
      place && !place.isWorker
        ? 'This browser starts no worker here: the networks train beside the page, an epoch at a time.'
        : '',
      place && !place.kernels
        ? 'This browser has no SIMD: training takes about ten times as long.'
        : ''
    ]
      .filter(words => words !== '')
      .join(' ');
    notice.hidden = notice.textContent === '';
    scrub.value = String(at);
    scrubWord.textContent = String(at);
    newest.hidden = state.epoch === null;
    shownDelay.max = String(state.delay);
    shownDelay.value = String(lookedDelay());
    shownWord.textContent = String(lookedDelay());
    axis.replaceChildren(
      ...[
        1,
        Math.round(state.delay / 3),
        Math.round((2 * state.delay) / 3),
        state.delay
      ].map(delay =>
        html(
          'span',
          { style: `left: ${((delay - 0.5) / state.delay) * 100}%` },
          String(delay)
        )
      )
    );
    key.replaceChildren(
      tasks[state.task].across,
      html(
        'span',
        {},
        html('i', { class: 'play-pale' }),
        ' chance ',
        html('i', { class: 'play-deep' }),
        ' always right'
      )
    );
    const rates = ratesOf(state);
    const isFresh =
      looked !== null &&
      looked.lanes.every(({ channels }) => Object.keys(channels).length > 0) &&
      looked.values.length === state.delay + 2;
    lanes.forEach(({ head, view, horizon, horizonName }, lane) => {
      const cell = state.cells[lane];
      const hold = state.hold?.lane === lane ? state.hold : null;
      horizonName.textContent = CELL_WORDS[cell];
      const of = isFresh ? looked.lanes[lane] : null;
      head.show({
        cell,
        meta: of
          ? `${of.weights} weights · rate ${rates[lane]}`
          : `rate ${rates[lane]}`,
        gates: HELD_GATES[cell] ?? [],
        hold
      });
      horizon.draw({
        rows: rows[lane],
        longest: state.delay,
        epoch: at,
        delay: lookedDelay(),
        heldRow: hold && of ? of.heldRow : null,
        others: others.map(other => ({
          seed: other.seed,
          row: other.rows[lane]
        })),
        words: horizonWords(
          CELL_WORDS[cell],
          rows[lane][at - 1],
          at,
          state.delay
        )
      });
      if (of && isFresh) {
        const { values, marks, truth } = looked;
        view.draw({
          look: of,
          cell,
          task: state.task,
          values,
          marks,
          truth,
          delay: lookedDelay(),
          held: hold,
          step: step !== null && step < values.length ? step : null
        });
      }
    });
    if (isFresh) {
      showReason(at);
    }
    writeAddress();
  }

  function showReason(at: number): void {
    const { rows, looked } = training;
    if (!looked) {
      return;
    }
    const row = at > 0 ? ([rows[0][at - 1], rows[1][at - 1]] as const) : null;
    const told = reasonOf({
      cells: state.cells,
      lanes: looked.lanes,
      rows: row,
      delay: lookedDelay(),
      hold: state.hold
    });
    reasonTitle.textContent = told.title;
    reasonText.textContent = told.text;
    control = told.control;
    reasonButton.hidden = control === null && state.hold === null;
    reasonButton.textContent = state.hold
      ? 'Let it go'
      : control
        ? `Hold ${control.gate} at ${control.value} →`
        : '';
    if (row && storyPanel.isOpen && row[0] && row[1]) {
      const held = looked.lanes[1].heldRow;
      const { word, isRight } = answerLine(
        state.task,
        looked.lanes[1].answer,
        looked.truth,
        lookedDelay()
      );
      const isReady = storyTarget.hold === null || held !== null;
      storyPanel.tell(isReady ? rows[0].length : 0, {
        right: [horizonOf(row[0]), horizonOf(row[1])],
        longest: state.delay,
        held: held && horizonOf(held),
        says: word,
        isRight
      });
      if (rows[0].length >= STORY_EPOCHS && training.isRunning) {
        training.run(false);
      }
    }
  }

  let writes = 0;
  function writeAddress(): void {
    clearTimeout(writes);
    writes = window.setTimeout(() => {
      const words = addressOf(state);
      if (words !== location.hash.slice(1) && isTrusted) {
        history.replaceState(
          null,
          '',
          words === '' ? location.pathname + location.search : `#${words}`
        );
      }
    }, 300);
  }

  const painter = createPainter(host, paint);
  watchTheme(() => painter.schedule());
  new ResizeObserver(() => painter.schedule()).observe(host);
  addEventListener('hashchange', () => location.reload());
  begin(false);
  if (isTrusted) {
    training.run(!isStill || restores !== null);
  }
  painter.schedule();
}
