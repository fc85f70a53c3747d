import type { Locator } from '@playwright/test';

/** Words of a view that are beyond its edges, over its title, or over one another. */
export const misplacedWords = (view: Locator) =>
  view.evaluate(element => {
    const { left, right } = element.getBoundingClientRect();
    const boxOf = (node: Node): DOMRect => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return range.getBoundingClientRect();
    };
    const words: { text: string; box: DOMRect; drawn: boolean }[] = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement;
      // Code scrolls in its box.
      if (
        holder?.checkVisibility({
          visibilityProperty: true,
          opacityProperty: true
        }) &&
        !holder.closest('.jp-gatescope-hidden, .jp-gatescope-code') &&
        node.textContent?.trim()
      ) {
        words.push({
          text: node.textContent,
          box: boxOf(node),
          // The box of words that are turned is larger than they are.
          drawn: holder.closest('text:not([transform])') !== null
        });
      }
    }
    const fields = [...element.querySelectorAll('input, select, textarea')]
      .filter(field => field.checkVisibility({ opacityProperty: true }))
      .map(field => ({
        text: `${field.tagName} ${field.getAttribute('aria-label')}`,
        box: field.getBoundingClientRect()
      }));
    const heading = element.querySelector('.jp-gatescope-title');
    const titleBox = heading ? boxOf(heading) : new DOMRect();
    return {
      beyond: [...words, ...fields]
        .filter(
          ({ box }) =>
            box.width > 0 && (box.right > right + 1 || box.left < left - 1)
        )
        .map(({ text }) => text),
      over: [
        ...element.querySelectorAll(
          '.jp-gatescope-state, .jp-gatescope-header button'
        )
      ]
        .filter(each => !heading?.contains(each))
        .map(each => ({ each, box: each.getBoundingClientRect() }))
        .filter(
          ({ box }) =>
            box.width > 0 &&
            box.left < titleBox.right &&
            titleBox.left < box.right &&
            box.top < titleBox.bottom &&
            titleBox.top < box.bottom
        )
        .map(({ each }) => each.textContent),
      collisions: words
        .filter(({ drawn }) => drawn)
        .flatMap((one, at, all) =>
          all
            .slice(at + 1)
            .filter(
              ({ box }) =>
                Math.min(box.right, one.box.right) -
                  Math.max(box.left, one.box.left) >
                  2 &&
                Math.min(box.bottom, one.box.bottom) -
                  Math.max(box.top, one.box.top) >
                  4
            )
            .map(other => `${one.text} / ${other.text}`)
        )
    };
  });
