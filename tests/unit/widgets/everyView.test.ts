/** @jest-environment jsdom */
import * as fc from 'fast-check';
import type { Bundle } from '../../../src/trace';
import '../kernel/nodeMachine';
import { bundlePicture } from '../../../src/kernel/core/picture/bundlePicture';
import { strayingFrom, textBoxes } from './drawnPlaces';
import { walkedViews } from './truth/views';
import type { ViewPage } from './viewPage';

beforeAll(() => {
  jest.useFakeTimers();
  globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
});
afterAll(() => {
  jest.useRealTimers();
});

/** Of what is drawn, where it is of usual sizes: numbers of ten million would stand on one another. */
const SEED = 12;
const WIDTH = 703;
const WIDTHS = [400, WIDTH, 1100];

type View = (typeof walkedViews)[number];

/** A view on its page, as the walk over all of them opens it, and what it shows. */
async function opened([, { drawn, always = [], of }]: View): Promise<{
  page: ViewPage;
  bundle: Bundle;
}> {
  const [each] =
    always.length > 0 ? always : fc.sample(drawn, { numRuns: 1, seed: SEED });
  const { open, act, at } = of(each);
  let bundle: Bundle | undefined;
  const page = open(given => {
    bundle = given;
    return given;
  });
  await page.settle();
  page.cursor.move(at, {});
  act?.(page);
  await settled(page);
  return { page, bundle: bundle! };
}

async function settled(page: ViewPage): Promise<void> {
  await page.settle();
  jest.advanceTimersByTime(1000);
  await page.settle();
}

/** What pages and pictures know to write on an element; of a wrong letter nothing would be seen. */
const KNOWN = new RegExp(
  `^(?:${[
    'aria-[a-z]+|data-[a-z-]+|class|style|id|role|tabindex|hidden|title|href|type|value|min|max|step|for|name',
    'disabled|checked|placeholder|size|rows|cols|colspan|rowspan|scope|spellcheck|autocomplete|inputmode|list',
    'label|selected|multiple|readonly|maxlength|popover|draggable|dir|lang|open|download|target|rel|display',
    'viewBox|preserveAspectRatio|xmlns|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|d|dx|dy|points|width|height|transform',
    'fill|fill-opacity|stroke|stroke-width|stroke-opacity|stroke-dasharray|stroke-linejoin|stroke-linecap|paint-order',
    'opacity|text-anchor|dominant-baseline|font-size|font-weight|font-style|font-family|clip-path|offset',
    'clipPathUnits|stop-color|marker-end|marker-start|orient|refX|refY|markerWidth|markerHeight|markerUnits',
    'patternUnits|patternTransform|pointer-events|visibility|mathvariant|stretchy|form|lspace|rspace'
  ].join('|')})$`
);

/** What is wrong with a page whatever it shows. */
function faultsOf(element: Element): string[] {
  const named = (id: string) => element.querySelector(`[id="${id}"]`);
  return [...element.querySelectorAll('*')].flatMap(each => [
    ...[...each.attributes]
      .filter(
        ({ name, value }) =>
          !KNOWN.test(name) ||
          /NaN|undefined|Infinity|\[object/.test(value) ||
          (/^aria-(?:controls|describedby|labelledby|owns)$/.test(name) &&
            !value.split(' ').some(named))
      )
      .map(({ name, value }) => `${each.tagName} ${name}="${value}"`),
    ...(each.matches('button, [role="button"], input, select') &&
    !each.closest('[hidden]') &&
    wordsOf(each) === ''
      ? [`${each.outerHTML} has no name`]
      : []),
    ...(each.children.length === 0 ? slipsOf(each.textContent ?? '') : [])
  ]);
}

const wordsOf = (control: Element): string =>
  [
    control.textContent,
    control.getAttribute('aria-label'),
    control.getAttribute('title'),
    control.getAttribute('aria-labelledby'),
    ...[...((control as HTMLInputElement).labels ?? [])].map(
      ({ textContent }) => textContent
    )
  ]
    .join('')
    .trim();

/** Words that no reader should find: one of many, many of one, two stops. */
const slipsOf = (words: string): string[] =>
  /\b(?:undefined|NaN|null|\[object)\b|(?<![\d.,−])1 (?:steps|units|epochs|tokens|days|words|numbers|sequences)\b|(?<![\d.])(?:[02-9]|\d\d+) (?:step|unit|epoch|token|day|sequence)\b(?! [\d“])|%\d|\.\.(?!\.)| ,|,,/.test(
    words
  )
    ? [words]
    : [];

/** What stands outside its picture, and what stands on top of something else. */
function collisionsOf(element: Element): string[] {
  return textBoxes(element).flatMap(({ width, boxes }) =>
    boxes.flatMap((box, at) => [
      ...(box.left < -2 || box.right > width + 2
        ? [`“${box.words}” stands outside`]
        : []),
      ...boxes
        .slice(at + 1)
        .filter(
          other =>
            Math.abs(box.y - other.y) < 7 &&
            box.left < other.right - 1 &&
            other.left < box.right - 1
        )
        .map(other => `“${box.words}” stands on “${other.words}”`)
    ])
  );
}

/** What a page shows, but for what comes and goes: words that were spoken, what follows the pointer. */
function shown({ element }: ViewPage): string[] {
  const copy = element.cloneNode(true) as HTMLElement;
  copy
    .querySelectorAll('[aria-live], .jp-gatescope-tooltip, [role="menu"]')
    .forEach(each => each.remove());
  for (const each of copy.querySelectorAll('*')) {
    each.removeAttribute('tabindex');
    const classes = [...each.classList].sort().join(' ');
    const style = (each.getAttribute('style') ?? '')
      .split(/;\s*/)
      .filter(each => each !== '')
      .sort()
      .join(';');
    each.removeAttribute('class');
    each.removeAttribute('style');
    // Of what is empty or hidden nobody sees how it would look.
    if (each.hasAttribute('hidden') || /display: ?none/.test(style)) {
      each.replaceChildren();
      [...each.attributes].forEach(({ name }) => each.removeAttribute(name));
    } else if (each.childNodes.length > 0 || each.closest('svg')) {
      each.setAttribute('class', classes);
      each.setAttribute('style', style);
    }
  }
  return copy.innerHTML
    .replace(
      /((?:jp-gatescope-|field-)[a-z-]+?)-[a-z0-9]*-?\d+(?=["')])/g,
      '$1'
    )
    .split(/(?<=>)(?=<)/);
}

/** The same of things with long names. */
function withLongNames(bundle: Bundle): Bundle {
  const longer = (value: unknown, key = ''): unknown =>
    typeof value === 'string'
      ? ['name', 'title', 'question', 'message'].includes(key)
        ? `${value} by which nobody would call it twice`
        : value
      : Array.isArray(value)
        ? value.map(each => longer(each))
        : value?.constructor === Object
          ? Object.fromEntries(
              Object.entries(value).map(([name, each]) => [
                name,
                longer(each, name)
              ])
            )
          : value;
  return longer(bundle) as Bundle;
}

const placeOf = ({ cursor }: ViewPage) => {
  const { step, unit, layer } = cursor.position;
  return { step, unit, layer };
};

describe.each(walkedViews)('%s', (...walked) => {
  let page: ViewPage;
  let bundle: Bundle;
  beforeAll(async () => {
    ({ page, bundle } = await opened(walked));
  });
  afterAll(() => page.close());

  it.each(WIDTHS)(
    'has its words apart and whole, %d pixels wide',
    async width => {
      page.view.resize(width);
      await settled(page);
      expect(faultsOf(page.element)).toEqual([]);
      expect(collisionsOf(page.element)).toEqual([]);
      expect(strayingFrom(page.element, width)).toEqual([]);
    }
  );

  it('has a saved picture, its words apart and whole, also of long names where no channels have them', () => {
    const hasChannels = ['trace', 'comparison', 'weights'].includes(
      bundle.kind
    );
    const host = document.createElement('div');
    for (const saved of [
      bundle,
      hasChannels ? bundle : withLongNames(bundle)
    ]) {
      host.innerHTML = bundlePicture(saved);
      expect(host.querySelectorAll('title, text').length).toBeGreaterThan(1);
      expect([...faultsOf(host), ...collisionsOf(host)]).toEqual([]);
    }
  });

  it('shows the same again in its old width, in a theme, and of the same bundle', async () => {
    page.view.resize(WIDTH);
    await settled(page);
    const before = shown(page);
    page.view.themeChanged();
    await settled(page);
    expect(shown(page)).toEqual(before);
    // A run with changes is shown as it was saved.
    if (page.asked.length === 0) {
      page.view.update(bundle);
      await settled(page);
      expect(shown(page)).toEqual(before);
    }
    page.view.resize(480);
    page.view.resize(WIDTH);
    await settled(page);
    expect(shown(page)).toEqual(before);
  });

  it.each([
    ['ArrowRight', 'ArrowLeft'],
    ['ArrowLeft', 'ArrowRight']
  ])('is back after %s and %s', async (there, back) => {
    const picture =
      page.element.querySelector<HTMLElement>('.jp-gatescope-picture') ??
      page.element;
    picture.focus();
    const press = async (key: string) => {
      picture.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
      );
      await settled(page);
    };
    // The first key may only choose where the next ones begin.
    await press(there);
    await press(back);
    const [at, before] = [placeOf(page), shown(page)];
    await press(there);
    // At an end there is no way on.
    if (
      JSON.stringify([placeOf(page), shown(page)]) !==
      JSON.stringify([at, before])
    ) {
      expect(Math.abs(placeOf(page).step! - at.step!)).toBeLessThanOrEqual(1);
      await press(back);
    }
    expect(placeOf(page)).toEqual(at);
    expect(shown(page)).toEqual(before);
  });

  it('is back after each tool that was pressed twice', async () => {
    const tools = () => [
      ...page.element.querySelectorAll<HTMLElement>('[data-tool][aria-pressed]')
    ];
    const named = (name: string) =>
      tools().find(({ dataset }) => dataset['tool'] === name);
    const pressed = (name: string) => named(name)?.getAttribute('aria-pressed');
    for (const name of tools().map(({ dataset }) => dataset['tool']!)) {
      const [was, before] = [pressed(name), shown(page)];
      named(name)?.click();
      await settled(page);
      expect([name, ...faultsOf(page.element)]).toEqual([name]);
      if (pressed(name) === was) {
        continue;
      }
      named(name)?.click();
      await settled(page);
      if (pressed(name) === was) {
        expect(shown(page)).toEqual(before);
      }
    }
  });
});
