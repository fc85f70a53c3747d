import type { Locator } from '@playwright/test';

/** Words, bars and buttons within an element that stand over one another, by more than a pixel both ways. */
export const overprinted = (within: Locator): Promise<readonly string[]> =>
  within.evaluate(element => {
    const places: { text: string; boxes: DOMRect[] }[] = [];
    const walker = document.createTreeWalker(
      element,
      NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT
    );
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node instanceof Text) {
        const text = node.data.trim();
        if (text !== '' && node.parentElement?.checkVisibility()) {
          const range = document.createRange();
          range.selectNodeContents(node);
          // A line each: what wraps fills no rectangle.
          places.push({ text, boxes: [...range.getClientRects()] });
        }
      } else if (
        node instanceof HTMLElement &&
        node.matches('.jp-gatescope-track') &&
        node.checkVisibility()
      ) {
        places.push({ text: 'a bar', boxes: [node.getBoundingClientRect()] });
      }
    }
    const meet = (one: DOMRect, other: DOMRect): boolean =>
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1;
    return places.flatMap(({ text, boxes }, at) =>
      places
        .slice(at + 1)
        .filter(other =>
          boxes.some(box => other.boxes.some(each => meet(box, each)))
        )
        .map(other => `${text} / ${other.text}`)
    );
  });
