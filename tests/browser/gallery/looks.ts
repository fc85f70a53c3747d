import type { Page } from '@playwright/test';

/** Attributes by which an element is named, described or reached; of the others axe asks nothing here. */
const asked = [
  'alt',
  'for',
  'href',
  'lang',
  'role',
  'scope',
  'tabindex',
  'title',
  'type'
];

/** Attributes that point to others by their ids, which may be drawn by lot at each load. */
const pointers = [
  ...['activedescendant', 'controls', 'describedby', 'details', 'errormessage'],
  ...['flowto', 'labelledby', 'owns']
]
  .map(name => `aria-${name}`)
  .concat('for');

/** Below so many pixels a target is judged by where it lies, too (WCAG 2.2, 2.5.8). */
const TARGET = 24;

/**
 * How each element of the page's views looks to axe: where it stands, what it is, by what it is named,
 * which colors its words have and, of a small target, its place. Two elements of one look get the same
 * verdict, in whatever sample they stand.
 */
export async function looksOf(page: Page): Promise<ReadonlySet<string>> {
  const looks = await page.locator('.jp-gatescope-view').evaluateAll(
    (views, { asked: names, pointers: targets, TARGET: enough }) => {
      const found = new Set<string>();
      const attributes = (element: Element): string =>
        [...element.attributes]
          .filter(
            ({ name }) => name.startsWith('aria-') || names.includes(name)
          )
          // A name is there or is empty; what it says no rule reads, nor how a target's id is spelt.
          .map(({ name, value }) => {
            if (targets.includes(name)) {
              const ids = value.split(/\s+/);
              return `${name}=${ids.every(id => document.getElementById(id) !== null)}`;
            }
            return /label|description|title|text/.test(name)
              ? `${name}=${value.trim() !== ''}`
              : `${name}=${value.replace(/[\d-]+/g, '#')}`;
          })
          .sort()
          .join(' ');
      const colors = (element: Element): string => {
        const style = getComputedStyle(element);
        const hasWords = [...element.childNodes].some(
          node => node instanceof Text && node.data.trim() !== ''
        );
        return [
          style.backgroundColor,
          style.opacity,
          ...(hasWords
            ? [style.color, style.fill, style.fontSize, style.fontWeight]
            : [])
        ].join(' ');
      };
      const place = (element: Element): string => {
        if (!element.matches('a, button, input, select, summary, [tabindex]')) {
          return '';
        }
        const { x, y, width, height } = element.getBoundingClientRect();
        return Math.min(width, height) >= enough
          ? 'large'
          : [x, y, width, height].map(Math.round).join(' ');
      };
      const walk = (element: Element, above: string): void => {
        if (!element.checkVisibility()) {
          return;
        }
        const look = `${above} > ${element.tagName}.${[...element.classList].sort().join('.')} ${attributes(element)} ${colors(element)} ${place(element)}`;
        found.add(look);
        for (const child of element.children) {
          walk(child, look);
        }
      };
      views.forEach(view => walk(view, ''));
      return [...found];
    },
    { asked, pointers, TARGET }
  );
  return new Set(looks);
}

/** Whether a page shows a look that no page before it had in the same state; it is known then. */
export function newLooks(): (page: Page, state: string) => Promise<boolean> {
  const known = new Map<string, Set<string>>();
  return async (page, state) => {
    const before = known.get(state) ?? new Set<string>();
    known.set(state, before);
    const { size } = before;
    (await looksOf(page)).forEach(look => before.add(look));
    return before.size > size;
  };
}
