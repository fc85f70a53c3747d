import type { Bundle } from '../trace';
import { traceViews } from '../widgets/trace/traceViews';

/** What a bundle opens on, by the attribute that says so. */
const opening: Readonly<Record<string, 'text' | 'number'>> = {
  layer: 'text',
  sort: 'text',
  step: 'number',
  unit: 'number',
  view: 'text'
};

const themes = ['light', 'dark'] as const;

/** The theme that a page's author chose for one picture. */
export type ChosenTheme = (typeof themes)[number];

/** The attributes of `<gatescope-view>`; with another value it is redrawn. */
export const attributes = ['src', 'theme', ...Object.keys(opening)];

/**
 * The bundle with what the attributes say that it opens on. Which values are allowed is the format's to
 * say: what is decoded is checked.
 *
 * @throws Error when a number is none, or the bundle no bundle that opens on anything
 */
export function opened(
  bundle: unknown,
  element: Pick<Element, 'getAttribute'>
): unknown {
  const asked = Object.entries(opening).flatMap(([name, kind]) => {
    const text = element.getAttribute(name);
    if (text === null) {
      return [];
    }
    if (kind === 'number' && !/^\d+$/.test(text)) {
      throw new Error(
        `gatescope-view: the attribute ${name} should be a whole number from 0, got “${text}”.`
      );
    }
    return [[name, kind === 'number' ? Number(text) : text] as const];
  });
  if (asked.length === 0 || bundle === null || typeof bundle !== 'object') {
    return bundle;
  }
  const { view } = bundle as { readonly view?: object };
  return { ...bundle, view: { ...view, ...Object.fromEntries(asked) } };
}

/**
 * Refuses what a run cannot open on, which would be passed over in silence.
 *
 * @throws Error for a step, unit, layer or view that the run does not have
 */
export function requireOpening(
  bundle: Bundle,
  element: Pick<Element, 'getAttribute'>
): void {
  if (bundle.kind !== 'trace') {
    return;
  }
  const { layers, time } = bundle;
  const require = (
    name: string,
    isThere: (asked: string) => boolean,
    expected: string
  ): void => {
    const asked = element.getAttribute(name);
    if (asked !== null && !isThere(asked)) {
      throw new Error(
        `gatescope-view: the attribute ${name} should be ${expected}, got “${asked}”.`
      );
    }
  };
  require('step', asked =>
    Number(asked) < time.steps, `less than ${time.steps}, the number of steps`);
  const called = element.getAttribute('layer');
  require('layer', asked =>
    layers.some(
      ({ name }) => name === asked
    ), `the name of a layer (${layers.map(({ name }) => name).join(', ')})`);
  const { units } = layers.find(({ name }) => name === called) ??
    layers[0] ?? { units: 0 };
  require('unit', asked =>
    Number(asked) < units, `less than ${units}, the number of units`);
  const fitting = Object.entries(traceViews).filter(([, { fits }]) =>
    fits(bundle)
  );
  require('view', asked =>
    fitting.some(
      ([name]) => name === asked
    ), `one that this run has the numbers for (${fitting.map(([name]) => name).join(', ')})`);
}

/**
 * The theme that the attribute asks for; null where the page's own colors decide.
 *
 * @throws Error for any other word
 */
export function themeAsked(
  element: Pick<Element, 'getAttribute'>
): ChosenTheme | null {
  const asked = element.getAttribute('theme');
  const theme = themes.find(each => each === asked) ?? null;
  if (asked !== null && theme === null) {
    throw new Error(
      `gatescope-view: the attribute theme should be ${themes.join(' or ')}, got “${asked}”.`
    );
  }
  return theme;
}
