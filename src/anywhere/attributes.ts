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

/** The attributes of `<gatescope-view>`; with another value it is drawn anew. */
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
