import { boundLists } from '../../../../src/kernel/browser/listRoom';

describe('the room of lists', () => {
  const { push } = Array.prototype;
  const room = boundLists();
  afterEach(() => {
    room.left = Infinity;
  });
  afterAll(() => {
    Object.defineProperty(Array.prototype, 'push', { value: push });
  });

  it('lets lists grow as they always did where nothing bounds them', () => {
    const list = [1];
    expect(list.push(2, 3)).toBe(3);
    expect(list).toEqual([1, 2, 3]);
    expect(Object.keys(Array.prototype)).toEqual([]);
  });

  it.each([
    ['numbers', 0.5],
    ['texts', 'a text'],
    ['lists', new Array(1000).fill(0)],
    ['typed arrays', new Float64Array(1000)],
    ['objects', { a: 1 }]
  ])('ends a list of %s that grows without end', (_, item) => {
    const list: unknown[] = [];
    room.left = 2 ** 20;
    const grow = () => {
      try {
        for (;;) {
          list.push(item);
        }
      } finally {
        // Whoever looks at the error has lists of its own.
        room.left = Infinity;
      }
    };
    expect(grow).toThrow('no memory left');
    expect(room.wasFull).toBe(true);
    expect(list.length).toBeGreaterThan(100);
    expect(list.length).toBeLessThan(2 ** 18);
  });
});
