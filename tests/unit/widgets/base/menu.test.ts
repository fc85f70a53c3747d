/** @jest-environment jsdom */
import { menuTarget, openMenu } from '../../../../src/widgets/base/menu';

describe('a menu', () => {
  it('goes round with the arrow keys and to its ends with Home and End', () => {
    expect(menuTarget('ArrowDown', 2, 3)).toBe(0);
    expect(menuTarget('ArrowUp', 0, 3)).toBe(2);
    expect(menuTarget('Home', 2, 3)).toBe(0);
    expect(menuTarget('End', 0, 3)).toBe(2);
  });

  it('leaves other keys and empty lists alone', () => {
    expect(menuTarget('a', 0, 3)).toBeNull();
    expect(menuTarget('ArrowDown', -1, 0)).toBeNull();
  });
});

test('what lies under the pointer when a menu closes is not pointed at until it moves', () => {
  HTMLElement.prototype.showPopover = () => undefined;
  const view = document.createElement('section');
  view.className = 'jp-gatescope-view';
  view.innerHTML = '<button></button><div></div>';
  document.body.append(view);
  const picture = view.querySelector('div')!;
  const heard: number[] = [];
  const types = ['pointerover', 'pointermove'];
  types.forEach(type =>
    picture.addEventListener(type, event =>
      heard.push((event as MouseEvent).clientX)
    )
  );
  const move = (clientX: number) =>
    types.forEach(type =>
      picture.dispatchEvent(
        new MouseEvent(type, { clientX, clientY: 40, bubbles: true })
      )
    );
  openMenu(
    view.querySelector('button')!,
    [{ label: 'What if', run: () => undefined }],
    'Views'
  );
  view
    .querySelector('[role="menuitem"]')!
    .dispatchEvent(
      new MouseEvent('click', { clientX: 30, clientY: 40, bubbles: true })
    );
  [30, 30.5, 32, 30].forEach(move);
  expect(heard).toEqual([32, 32, 30, 30]);
  document.body.replaceChildren();
});

describe('the focus, after Escape', () => {
  const opened = (focused: (at: HTMLElement) => HTMLElement) => {
    const view = document.createElement('section');
    view.className = 'jp-gatescope-view';
    view.innerHTML = '<button id="title"></button><div tabindex="0"></div>';
    document.body.append(view);
    focused(view).focus();
    const title = view.querySelector<HTMLElement>('#title')!;
    openMenu(title, [{ label: 'Cell', run: () => undefined }], 'Views');
    const item = view.querySelector<HTMLElement>('[role="menuitem"]')!;
    expect(document.activeElement).toBe(item);
    return { title, picture: view.querySelector('div')!, item };
  };
  beforeEach(() => {
    HTMLElement.prototype.showPopover = () => undefined;
  });
  afterEach(() => document.body.replaceChildren());
  const escape = () =>
    new KeyboardEvent('keydown', { key: 'Escape', bubbles: true });

  it('is where it was when a key opened the menu', () => {
    const { picture, item } = opened(view => view.querySelector('div')!);
    item.dispatchEvent(escape());
    expect(document.activeElement).toBe(picture);
  });

  it('is on the button that was pressed, and there too once something is chosen', () => {
    const pressed = opened(view => view.querySelector('button')!);
    pressed.item.dispatchEvent(escape());
    expect(document.activeElement).toBe(pressed.title);
    document.body.replaceChildren();
    const chosen = opened(view => view.querySelector('div')!);
    chosen.item.click();
    expect(document.activeElement).toBe(chosen.title);
  });
});
