import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * What axe finds against WCAG 2.2 AA in the page's views, or in another part of it: by the palette, by all
 * else, or by both.
 */
export async function findings(
  page: Page,
  by: 'palette' | 'structure' | 'both',
  part = '.jp-gatescope-view'
): Promise<readonly string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const { violations } = await new AxeBuilder({ page })
    .include(part)
    // There are no frames of other origins; a page opened for each run would take most of the time.
    .setLegacyMode()
    .options(
      by === 'palette'
        ? {
            resultTypes: ['violations'],
            runOnly: { type: 'rule', values: ['color-contrast'] }
          }
        : {
            resultTypes: ['violations'],
            runOnly: { type: 'tag', values: tags },
            ...(by === 'structure' && {
              rules: { 'color-contrast': { enabled: false } }
            })
          }
    )
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, any, all, none }) =>
        `${id}: ${target.join(' ')} ${[...any, ...all, ...none].map(({ message }) => message).join('; ')}`
    )
  );
}
