/** @jest-environment jsdom */
import { pictureToSvg } from '../../../../src/widgets/base/exportPicture';

/** An element that says where it stands, which jsdom does not know. */
function boxed(
  [left, top, width, height]: readonly [number, number, number, number],
  style = ''
): HTMLElement {
  const element = document.createElement('div');
  element.setAttribute('style', style);
  element.getBoundingClientRect = () => new DOMRect(left, top, width, height);
  return element;
}

function drawn(root: HTMLElement): Document {
  document.body.replaceChildren(root);
  return new DOMParser().parseFromString(pictureToSvg(root), 'image/svg+xml');
}

const attributes = (element: Element | null, ...names: string[]) =>
  names.map(name => element?.getAttribute(name));

beforeAll(() => {
  globalThis.DOMRect ??= class {
    constructor(
      readonly left: number,
      readonly top: number,
      readonly width: number,
      readonly height: number
    ) {}
    get right() {
      return this.left + this.width;
    }
    get bottom() {
      return this.top + this.height;
    }
  } as unknown as typeof DOMRect;
  // A letter has no extent here either.
  Range.prototype.getClientRects = () =>
    [new DOMRect(0, 0, 6, 12)] as unknown as DOMRectList;
});

describe('the file of a picture', () => {
  it('is measured while nothing in it follows the edge of the page, and only then', () => {
    const root = boxed([0, 0, 100, 100]);
    const child = boxed([0, 0, 100, 20]);
    const during: boolean[] = [];
    child.getBoundingClientRect = () => {
      during.push(root.classList.contains('jp-gatescope-measured'));
      return new DOMRect(0, 0, 100, 20);
    };
    root.append(child);
    drawn(root);
    expect(during).toEqual([true]);
    expect(root.classList).toHaveLength(0);
    child.getBoundingClientRect = () => {
      throw new Error('gone');
    };
    expect(() => pictureToSvg(root)).toThrow('gone');
    expect(root.classList).toHaveLength(0);
  });

  it('holds what is seen of a part that scrolls, and no row that is scrolled away', () => {
    const root = boxed([10, 10, 100, 200]);
    const part = boxed([20, 60, 80, 50], 'overflow: auto; border: 1px solid');
    const away = boxed([20, 20, 80, 20]);
    const half = boxed([20, 50, 80, 20]);
    const head = boxed([20, 60, 80, 20], 'position: sticky');
    const sorts = document.createElement('button');
    sorts.className = 'jp-gatescope-table-sort';
    sorts.textContent = 'head';
    sorts.getBoundingClientRect = () => head.getBoundingClientRect();
    head.append(sorts);
    [away.textContent, half.textContent] = ['scrolled away', 'half seen'];
    // The row of the head is scrolled away itself.
    const row = boxed([20, 10, 80, 20]);
    row.append(head);
    part.append(row, away, half);
    root.append(part);
    const file = drawn(root);
    const clip = file.querySelector('clipPath');
    expect(
      attributes(clip?.firstElementChild ?? null, 'x', 'y', 'width', 'height')
    ).toEqual(['11', '51', '78', '48']);
    const texts = [...file.querySelectorAll('text')];
    // What stays while the rest scrolls lies over it.
    expect(texts.map(({ textContent }) => textContent)).toEqual([
      'half seen',
      'head'
    ]);
    for (const text of texts) {
      expect(text.closest('[clip-path]')?.getAttribute('clip-path')).toBe(
        `url(#${clip?.id})`
      );
    }
  });

  it('has each border where the page has it', () => {
    const root = boxed([0, 0, 100, 100]);
    root.append(
      boxed(
        [10, 20, 80, 30],
        'border-top: 2px solid red; background-color: white'
      )
    );
    const file = drawn(root);
    const body = file.querySelector('rect[fill*="255"], rect[fill="white"]');
    expect(attributes(body, 'x', 'width', 'stroke')).toEqual([
      '10',
      '80',
      null
    ]);
    const [side, ...others] = file.querySelectorAll('line');
    expect(others).toEqual([]);
    expect(attributes(side, 'x1', 'y1', 'x2', 'y2', 'stroke-width')).toEqual([
      '10',
      '21',
      '90',
      '21',
      '2'
    ]);
    root.replaceChildren(boxed([10, 20, 80, 30], 'border: 1px dashed red'));
    const framed = drawn(root);
    expect(framed.querySelectorAll('line')).toHaveLength(0);
    expect(
      attributes(
        framed.querySelector('rect[stroke]'),
        'x',
        'width',
        'stroke-dasharray'
      )
    ).toEqual(['10.5', '79', '4 2']);
  });
});
