import { html, setText } from '../widgets/base/dom';
import { createPainter } from '../widgets/base/painter';
import { createSpokenWords } from '../widgets/base/spokenWords';
import { choice, createControls } from './controls';
import { createHorizons } from './horizons';
import { createLanes } from './lanes';
import type { PagePart } from './pagePart';
import { createAddressWriter, PlayStore } from './playStore';
import { createReasonPanel, LESSON } from './reasonPanel';
import { rowsAfter, scoreAfter } from './score';
import { createStoryPanel } from './storyPanel';
import { tasks } from './tasks';
import { chooseTheme, watchTheme } from '../page/theme';
import { createWays } from './ways';
import { CELL_WORDS, horizonWords } from './words';

const QUESTION = 'How long can a network remember?';
/** As `play-narrow.css` has it. */
const NARROW = '(width <= 560px)';

/**
 * The playground, in an element of a page.
 *
 * @param worker the address of the program that trains
 * @param links pages of where this one stands, by their names
 */
export function createPlayground(
  host: HTMLElement,
  worker: URL,
  links: Readonly<Record<string, string>>
): void {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  let told = '';
  const tell = (): void => {
    told = seenOf(store);
    spoken.announceStep(horizonsInWords(store), spoken.now());
  };
  const store = new PlayStore(worker, isStill, answer => {
    if (answer?.kind === 'epoch' && answer.epoch % 10 === 0) {
      tell();
    }
    painter.schedule();
  });
  const live = html('div', {
    class: 'play-live',
    role: 'status',
    'aria-live': 'polite'
  });
  const spoken = createSpokenWords(live);
  const notice = html('p', { class: 'play-notice', role: 'status' });
  const controls = createControls(store);
  const story = createStoryPanel(store);
  // What a key has led to is said by its own words; where the training stands is not said over them.
  const say = (words: string): void => {
    told = seenOf(store);
    spoken.announce(words);
  };
  const lanes = createLanes(store, say, {
    isStill,
    moved: () => painter.schedule()
  });
  const horizons = createHorizons(store, say);
  const { [LESSON]: lesson, ...others } = links;
  const reason = createReasonPanel(store, lesson);
  const ways = createWays({
    store,
    question: QUESTION,
    element: new URL('element.js', worker),
    links: others,
    startStory: story.start,
    say: spoken.announce
  });
  const header = createHeader(store, reason.invitation);
  const race = html(
    'div',
    { class: 'play-race' },
    lanes.element,
    horizons.element,
    lanes.which
  );
  host.replaceChildren(
    header.element,
    notice,
    story.element,
    lanes.own,
    race,
    reason.element,
    ways,
    html(
      'footer',
      {},
      themeChoice(),
      html(
        'span',
        {},
        'Everything is computed in this page. Nothing is sent anywhere.'
      )
    ),
    live
  );
  // On a phone what is to be seen comes first, also for keys.
  const narrow = matchMedia(NARROW);
  const placeControls = (): void =>
    (narrow.matches ? race : header.element).after(controls.element);
  narrow.addEventListener('change', placeControls);
  placeControls();
  const writeAddress = createAddressWriter(store);
  const painter = createPainter(host, () => {
    notice.textContent = noticeOf(store);
    notice.hidden = notice.textContent === '';
    [header, controls, lanes, horizons, reason, story].forEach(part =>
      part.paint()
    );
    host.classList.toggle('play-storied', !story.element.hidden);
    writeAddress();
    const seen = seenOf(store);
    if (seen === '' && told !== '') {
      told = '';
      spoken.announce('');
    }
    // Where the training stands, also by the address or by hand, what is said is of what is seen.
    if (!store.training.isRunning && seen !== told) {
      tell();
    }
  });
  watchTheme(() => painter.schedule());
  new ResizeObserver(() => painter.schedule()).observe(host);
  addEventListener('hashchange', () => location.reload());
  painter.schedule();
}

/** The question, how far each network is, what it invites to, and the task in a sentence. */
function createHeader(store: PlayStore, invitation: HTMLElement): PagePart {
  const score = html('p', { class: 'play-score' });
  const asked = html('span');
  const where = ' Both networks learn it now, in your browser.';
  return {
    element: html(
      'header',
      {},
      html('h1', {}, QUESTION),
      html('div', { class: 'play-point' }, score, invitation),
      html(
        'p',
        { class: 'play-lead' },
        asked,
        html('span', { class: 'play-long' }, where)
      )
    ),
    paint() {
      setText(asked, tasks[store.state.task].asks);
      setText(score, scoreAfter(store, store.epoch));
    }
  };
}

function themeChoice(): HTMLSelectElement {
  const theme = choice(
    [
      ['system', 'System colors'],
      ['light', 'Light'],
      ['dark', 'Dark'],
      ['contrast', 'High contrast']
    ],
    chooseTheme
  );
  theme.ariaLabel = 'Colors';
  return theme;
}

/** What went wrong or is slower here than elsewhere. */
function noticeOf({
  training: { failure, isStuck, place },
  refused
}: PlayStore): string {
  return [
    failure ?? '',
    isStuck
      ? 'Your cell’s step has not come back yet. Change it and run it again, or choose another cell.'
      : '',
    refused.length > 0
      ? `The address names ${refused.join(', ')} in a way that cannot be read; it is as at the beginning.`
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
}

/** The same in words, a network after the other. */
const horizonsInWords = (store: PlayStore): string =>
  store.state.cells
    .map((cell, lane) => {
      const { hold, delay } = store.state;
      const words = horizonWords(
        CELL_WORDS[cell],
        rowsAfter(store, store.epoch)?.[lane],
        store.epoch,
        delay
      );
      return hold?.lane === lane
        ? `${words}, with ${hold.gate} at ${hold.value}`
        : words;
    })
    .join('. ');

/** Of what the status line speaks: it is said again when this is another. */
const seenOf = ({ state: { hold }, training, epoch }: PlayStore): string =>
  epoch === 0
    ? ''
    : [
        epoch,
        ...(hold && training.isSettled ? Object.values(hold) : [])
      ].join();
