import type { Locator } from '@playwright/test';

/** Words of a view that are cut: by an ellipsis of its own or of the style sheet, or by an edge that hides. */
export const cutWords = (view: Locator): Promise<readonly string[]> =>
  view.evaluate(element => {
    const found: string[] = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement!;
      const words = node.textContent?.trim() ?? '';
      if (
        words === '' ||
        !holder.checkVisibility({
          visibilityProperty: true,
          opacityProperty: true
        }) ||
        // What opens more is called so (value…), and code scrolls in its box.
        holder.closest(
          'button, input, .jp-gatescope-code, .jp-gatescope-hidden'
        )
      ) {
        continue;
      }
      if (/[^\s.…]…/.test(words)) {
        found.push(words);
      }
    }
    for (const each of element.querySelectorAll<HTMLElement>('*')) {
      if (!(each instanceof HTMLElement) || !each.checkVisibility()) {
        continue;
      }
      const { overflowX, textOverflow } = getComputedStyle(each);
      const hides =
        overflowX === 'hidden' ||
        overflowX === 'clip' ||
        textOverflow === 'ellipsis';
      const isWords = [...each.childNodes].some(
        node => node instanceof Text && node.data.trim() !== ''
      );
      if (
        hides &&
        isWords &&
        // What is for screen readers alone is a pixel wide.
        each.clientWidth > 1 &&
        each.scrollWidth > each.clientWidth + 1 &&
        !each.closest('.jp-gatescope-hidden')
      ) {
        found.push(
          `${each.textContent?.trim()} (cut at ${each.clientWidth} px)`
        );
      }
    }
    return found;
  });
