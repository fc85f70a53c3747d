/** @jest-environment jsdom */
import { markOpening } from '../../../src/page/openings';
import { createCursor } from '../../../src/widgets/base/cursor';
import { createStore } from '../../../src/widgets/base/store';

const made = () => ({ store: createStore(), cursor: createCursor() });

afterEach(() => sessionStorage.clear());

test('what was done in an opening is there on the next page, and nothing that was fetched for it', () => {
  const first = made();
  markOpening('a', first);
  first.store.set('a', 'whatIf', [{ kind: 'clamp', clamp: { value: 0 } }]);
  first.store.set('a', 'whole', new WeakRef({}));
  first.store.set('a', 'asked', { answer: Promise.resolve() });
  first.cursor.move({ step: 4, unit: 1 }, {});
  dispatchEvent(new Event('pagehide'));
  expect(first.store.chosen('a')).toEqual({
    opening: true,
    whatIf: [{ kind: 'clamp', clamp: { value: 0 } }]
  });

  // Another page has modules of its own.
  jest.isolateModules(() => {
    const other = jest.requireActual<{ markOpening: typeof markOpening }>(
      '../../../src/page/openings'
    );
    const second = made();
    other.markOpening('a', second);
    expect(second.store.chosen('a')).toEqual(first.store.chosen('a'));
    expect(second.cursor.position).toMatchObject({ step: 4, unit: 1 });
    const others = made();
    other.markOpening('b', others);
    expect(others.store.chosen('b')).toEqual({ opening: true });
  });
});

test.each(['getItem', 'setItem'] as const)(
  'a browser whose %s refuses shows an opening as it was saved',
  name => {
    const refuses = jest
      .spyOn(Storage.prototype, name)
      .mockImplementation(() => {
        throw new DOMException('denied', 'SecurityError');
      });
    const opening = made();
    expect(() => markOpening(name, opening)).not.toThrow();
    expect(() => dispatchEvent(new Event('pagehide'))).not.toThrow();
    expect(opening.cursor.position.step).toBeNull();
    refuses.mockRestore();
  }
);
