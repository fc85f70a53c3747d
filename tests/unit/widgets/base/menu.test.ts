import { menuTarget } from '../../../../src/widgets/base/menu';

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
