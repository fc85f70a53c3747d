import type { Claim } from '../../trace';
import { fill, html, listen, svg } from '../base/dom';
import { shorten } from '../../scene/words/fitText';
import { createFrame, type Frame } from '../base/frame';
import type { KeyAction } from '../../scene/words/keyAction';
import { labelFont, textMeasure } from '../base/measure';
import { sentenceTeller } from '../base/sentenceTeller';
import { uniqueId } from '../base/uniqueId';
import type { View, ViewContext, ViewFactory } from '../context';
import {
  claimColumn,
  claimFrame,
  claimScene,
  claimStop,
  type ClaimLook
} from '../../views/claim/claimMarks';
import { drawn } from '../scene/drawn';
import {
  acrossBudgets,
  claimExtents,
  withinClaim,
  type ClaimAt
} from '../../views/claim/claimPlaces';
import {
  allPlaces,
  claimSentence,
  claimSentences,
  claimTable,
  rateWords,
  stopSentence
} from './claimWords';

const LEAST_WIDTH = 140;

const rowLook = (row: number, of: string) => ({
  class: `jp-gatescope-claim-${of} jp-gatescope-claim-row-${row}`
});
const ROWS = [0, 1, 2, 3, 4, 5];
const look: ClaimLook = {
  words: { class: 'jp-gatescope-claim-words' },
  second: { class: 'jp-gatescope-axis' },
  strong: { class: 'jp-gatescope-claim-budget' },
  grid: { class: 'jp-gatescope-grid-line' },
  reference: { class: 'jp-gatescope-claim-reference' },
  stop: { class: 'jp-gatescope-claim-stop' },
  box: {
    holds: { class: 'jp-gatescope-claim-holds' },
    partly: { class: 'jp-gatescope-claim-partly' },
    fails: { class: 'jp-gatescope-claim-fails' }
  },
  chosen: { stroke: 'var(--jp-gatescope-ink)', 'stroke-width': 1.5 },
  rows: ROWS.map(row => rowLook(row, 'dot')),
  means: ROWS.map(row => rowLook(row, 'mean'))
};

const OPEN = 'claim.open';
const AT = 'claim.at';

/**
 * A sentence with the trainings over which it was tried. It begins as a small mark, which opens the
 * picture: a column a budget, a dot a seed, and where the sentence stops being true.
 */
export const createClaimView: ViewFactory<Claim> = (
  element,
  bundle,
  context
) => {
  const { translate, store } = context;
  let claim = bundle;
  let width = 0;
  let picture: ClaimPicture | null = null;
  const host = html('div', { id: `jp-gatescope-claim-${uniqueId()}` });
  const button = html(
    'button',
    {
      type: 'button',
      class: 'jp-gatescope-claim-mark',
      'aria-controls': host.id
    },
    translate('Where does this hold?')
  );
  const sentence = html('q', {}, claim.sentence);
  const mark = html(
    'div',
    { class: 'jp-gatescope-claim-line' },
    button,
    sentence
  );
  const isOpen = (): boolean =>
    store.get<boolean>(bundle.id, OPEN) ?? claim.opened ?? false;
  const draw = (): void => {
    const open = isOpen();
    button.setAttribute('aria-expanded', String(open));
    host.hidden = !open;
    if (open && picture === null) {
      picture = createPicture(host, claim, context);
    } else if (!open) {
      picture?.dispose();
      picture = null;
    }
    if (width > 0) {
      picture?.resize(width);
    }
  };
  const stop = listen(button, 'click', () => {
    store.set(bundle.id, OPEN, !isOpen());
    draw();
  });
  fill(element, mark, host);
  draw();
  return {
    update(next) {
      if (next.kind === 'claim') {
        claim = next;
        sentence.textContent = claim.sentence;
        picture?.dispose();
        picture = null;
        draw();
      }
    },
    resize(next) {
      width = next;
      picture?.resize(next);
    },
    themeChanged: () => undefined,
    dispose() {
      stop();
      picture?.dispose();
      mark.remove();
      host.remove();
    }
  };
};

type ClaimPicture = Pick<View, 'resize' | 'dispose'>;

function createPicture(
  element: HTMLElement,
  claim: Claim,
  context: ViewContext
): ClaimPicture {
  const { translate, store } = context;
  let width = LEAST_WIDTH;
  let at = withinClaim(claim, store.get<ClaimAt>(claim.id, AT) ?? claim.opens);
  const host = html('div', { class: 'jp-gatescope-claim' });
  const range = html('p', { class: 'jp-gatescope-claim-range' });
  const tellNext = sentenceTeller(
    () => frame,
    () => claimSentences(claim, at, translate),
    translate
  );
  const frame: Frame = createFrame(element, {
    bundle: claim,
    context,
    pins: null,
    title: translate('Where does this hold?'),
    keyWords: {
      '← →': claim.budgetName,
      '↑ ↓': translate('learning rate'),
      'PgUp PgDn': claim.sizeName ?? translate('no other size')
    },
    describes: 'words',
    onKey: action => {
      const to = targetOf(action, at, claimExtents(claim).budget);
      return (to !== null && moveTo(to)) || tellNext(action);
    },
    table: () =>
      claimTable(
        claim,
        acrossBudgets(claim, at).map((_, budget) => ({ ...at, budget })),
        translate
      ),
    csv: () => claimTable(claim, allPlaces(claim), translate)
  });
  const sliders = createSliders(claim, context, next => void moveTo(next));
  const draw = (): void => {
    const measure = textMeasure(labelFont(frame.element));
    const letters = {
      measure,
      shorten: (name: string, room: number) => shorten(name, room, measure)
    };
    const scene = claimScene(claim, at, width, letters);
    const { height } = scene;
    const words = { stops: translate('no longer true') };
    fill(
      host,
      svg(
        'svg',
        {
          class: 'jp-gatescope-claim-picture',
          ...{ width, height, viewBox: `0 0 ${width} ${height}` },
          'aria-hidden': 'true'
        },
        claimFrame(scene, letters, look).map(drawn),
        claim.budgets.map((_, budget) =>
          drawn(claimColumn(scene, budget, letters, look))
        ),
        claimStop(scene, words, letters, look).map(drawn)
      )
    );
  };
  const say = (): void => {
    const { verdict, rows } = claimSentence(claim, at, translate);
    frame.setChanged([html('b', {}, verdict), ` ${rows}`]);
    fill(range, [
      html('b', {}, translate('Where it holds:')),
      ` ${claim.range} `,
      html('span', {}, stopSentence(claim, at, translate))
    ]);
    sliders.stand(at);
    frame.refreshTable();
  };
  const moveTo = (to: ClaimAt): true => {
    at = withinClaim(claim, to);
    store.set(claim.id, AT, at);
    frame.tell('');
    draw();
    say();
    const { verdict, rows } = claimSentence(claim, at, translate);
    frame.announce(`${verdict} ${rows}`);
    return true;
  };
  const stop = listen<MouseEvent>(host, 'click', ({ target }) => {
    const column =
      target instanceof Element ? target.closest('[data-budget]') : null;
    if (column) {
      moveTo({ ...at, budget: Number(column.getAttribute('data-budget')) });
    }
  });
  frame.picture.append(host);
  frame.below.append(sliders.element, range);
  frame.setMeta(
    translate('%1 seeds, %2 rows', claim.seeds.length, claim.rows.length),
    claim.sentence
  );
  frame.setReading(
    translate(
      'a mark is one training from one seed, the line is their mean. The box above says what became of the sentence there. Up the side: %1.',
      claim.measure
    )
  );
  say();
  return {
    resize(next) {
      frame.resize(next);
      width = Math.max(LEAST_WIDTH, frame.picture.clientWidth || next);
      draw();
    },
    dispose() {
      stop();
      frame.dispose();
    }
  };
}

/** A slider for each axis of the sweep that has more than one place. */
function createSliders(
  claim: Claim,
  { translate }: ViewContext,
  moved: (to: ClaimAt) => void
) {
  const { budgets, budgetName, sizes, sizeName, rates } = claim;
  const extents = claimExtents(claim);
  let present = claim.opens as ClaimAt;
  const names: Record<keyof ClaimAt, string> = {
    budget: budgetName,
    rate: translate('learning rate'),
    size: sizeName ?? ''
  };
  const valueOf = (key: keyof ClaimAt, at: ClaimAt): string =>
    key === 'budget'
      ? String(budgets[at.budget])
      : key === 'size'
        ? String(sizes?.[at.size] ?? '')
        : rateWords(claim, at.rate, translate);
  const used = (['budget', 'rate', 'size'] as const).filter(
    key => extents[key] > 1 && (key !== 'rate' || rates.length > 0)
  );
  const made = used.map(key => {
    const input = html('input', {
      ...{ type: 'range', min: 0, max: extents[key] - 1, step: 1 },
      'aria-label': names[key]
    });
    const output = html('output', {});
    listen(input, 'input', () =>
      moved({ ...present, [key]: input.valueAsNumber })
    );
    const label = html('label', {}, html('span', {}, names[key]), input);
    return { key, input, output, parts: [label, output] };
  });
  return {
    element: html(
      'div',
      { class: 'jp-gatescope-claim-sliders' },
      made.map(({ parts }) =>
        html('div', { class: 'jp-gatescope-slider' }, ...parts)
      )
    ),
    stand(at: ClaimAt): void {
      present = at;
      for (const { key, input, output } of made) {
        const words = valueOf(key, at);
        input.value = String(at[key]);
        input.setAttribute('aria-valuetext', words);
        output.textContent = words;
      }
    }
  };
}

/** The place that a key leads to; null for a key of others. */
function targetOf(
  action: KeyAction,
  at: ClaimAt,
  budgets: number
): ClaimAt | null {
  switch (action) {
    case 'nextStep':
      return { ...at, budget: at.budget + 1 };
    case 'previousStep':
      return { ...at, budget: at.budget - 1 };
    case 'firstStep':
      return { ...at, budget: 0 };
    case 'lastStep':
      return { ...at, budget: budgets - 1 };
    case 'nextUnit':
      return { ...at, rate: at.rate + 1 };
    case 'previousUnit':
      return { ...at, rate: at.rate - 1 };
    case 'nextChannel':
      return { ...at, size: at.size + 1 };
    case 'previousChannel':
      return { ...at, size: at.size - 1 };
    default:
      return null;
  }
}
